/**
 * The line at the bottom: play, position, loop, speed, balance and zoom.
 *
 * @module
 */
import { html, type TemplateResult } from "lit-html";
import { clock } from "../roll/draw.ts";
import type { Actions } from "./actions.ts";
import { icon } from "./icons.ts";

const SPEEDS = [0.25, 0.5, 0.75, 1, 1.25, 1.5];

export function transport({ session, say, fit, zoom }: Actions): TemplateResult {
  const { playing, mixer, showSpectrum, phase } = session.state;
  const { player } = session;
  const idle = phase !== "ready";
  const loop = () => {
    const notes = session.score!.notes.filter((note) => session.state.selection.has(note.id));
    if (mixer.loop || notes.length === 0) return session.setLoop(undefined);
    session.setLoop([notes[0].onset, Math.max(...notes.map((note) => note.offset))]);
  };
  const nothingToLoop = !mixer.loop && session.state.selection.size === 0;
  return html`
    <footer class="transport">
      <button class="play" ?disabled=${idle}
        aria-label=${say(playing ? "pause" : "play")}
        @click=${() => playing ? player.pause() : player.play()}>${icon(
          playing ? "pause" : "play",
        )}</button>
      <p class="time"><output class="now" .value=${clock(player.seconds, 1)}></output><span>${clock(
        session.score?.duration ?? 0,
        0,
      )}</span></p>
      <button aria-pressed=${mixer.loop !== undefined} ?disabled=${idle || nothingToLoop}
        title=${nothingToLoop ? say("loop.none") : `${say("loop")} (L)`} aria-label=${say("loop")}
        @click=${loop}>${icon("loop")}</button>
      <label class="speed" title=${say("speed")}>
        <span class="visually-hidden">${say("speed")}</span>
        <select name="speed" ?disabled=${idle}
          @change=${(event: Event) =>
            session.mix({ rate: Number((event.target as HTMLSelectElement).value) })}>
          ${SPEEDS.map((rate) =>
            html`<option value=${rate} ?selected=${rate === mixer.rate}>${rate} ×</option>`
          )}
        </select>
      </label>
      <div class="balance">
        <span aria-hidden="true">${say("balance.recording")}</span>
        <input type="range" min="0" max="1" step="0.05" name="balance" .value=${mixer.balance}
          aria-label=${say("balance")} ?disabled=${idle}
          @input=${(event: Event) =>
            session.mix({ balance: Number((event.target as HTMLInputElement).value) })}>
        <span aria-hidden="true">${say("balance.notes")}</span>
      </div>
      <span class="space"></span>
      <button aria-pressed=${showSpectrum} title=${say("spectrum")} aria-label=${say("spectrum")}
        @click=${() => session.store.set({ showSpectrum: !showSpectrum })}>${icon("wave")}</button>
      <span class="zoom">
        <button title=${say("zoom.out")} aria-label=${say("zoom.out")}
          @click=${() => zoom(1 / 1.5)}>${icon("minus")}</button>
        <button title=${say("fit")} aria-label=${say("fit")} @click=${fit}>${icon("fit")}</button>
        <button title=${say("zoom.in")} aria-label=${say("zoom.in")}
          @click=${() => zoom(1.5)}>${icon("plus")}</button>
      </span>
    </footer>
  `;
}

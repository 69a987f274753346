/**
 * The place of the piano roll, and of the progress while it fills.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from "lit-html";
import { pitchName } from "../../lib/notes/pitch.ts";
import { clock } from "../roll/draw.ts";
import { xOf, yOf } from "../roll/view.ts";
import type { Listening, RecordingUnderWay } from "../session/state.ts";
import { timbreName } from "../session/timbres.ts";
import type { Actions } from "./actions.ts";

export function stage(actions: Actions): TemplateResult {
  const { session, say } = actions;
  const { listening, recording } = session.state;
  const count = session.score?.notes.length ?? 0;
  return html`
    <main class="stage" ?hidden=${session.state.phase === "start"}>
      ${recording
        ? recorder(actions, recording)
        : listening
        ? progress(actions, listening)
        : nothing}
      <div class="roll">
        <canvas class="piano" aria-hidden="true"></canvas>
        <canvas class="ruler" aria-hidden="true" title=${say("ruler")}></canvas>
        <div class="field">
          <canvas class="picture" aria-hidden="true"></canvas>
          <canvas class="notes" tabindex="0" role="application"
            aria-label=${say("roll", { count })} aria-describedby="roll-help"></canvas>
          <div class="playhead" hidden></div>
          <div class="marquee" hidden></div>
          ${tip(actions)}
        </div>
      </div>
      <p id="roll-help" class="visually-hidden">${say("roll.help")}</p>
      <p class="visually-hidden" aria-live="polite">${spoken(actions)}</p>
    </main>
  `;
}

function recorder(
  { microphone, say }: Actions,
  { seconds, peak }: RecordingUnderWay,
): TemplateResult {
  return html`
    <div class="recorder">
      <output aria-label=${say("recording")}>${clock(seconds, 0)}</output>
      <meter min="0" max="1" aria-label=${say("recording.level")} .value=${Math.sqrt(peak)}></meter>
      <button @click=${() => microphone.discard()}>${say("recording.discard")}</button>
      <button class="primary" @click=${() => microphone.stop()}>${say("recording.stop")}</button>
    </div>
  `;
}

function progress(
  { session, say }: Actions,
  { fraction, secondsLeft }: Listening,
): TemplateResult {
  const left = secondsLeft === undefined || fraction === 1
    ? ""
    : say("left", { time: clock(Math.ceil(secondsLeft), 0) });
  return html`
    <div class="progress">
      <span>${fraction < 1 ? say("listening") : say("told")}</span>
      <progress max="1" .value=${fraction} aria-label=${say("listening")}></progress>
      <span class="left">${left}</span>
      <button @click=${() => session.cancel()}>${say("cancel")}</button>
    </div>
  `;
}

/** What lies under the pointer. */
function tip(actions: Actions): TemplateResult | typeof nothing {
  const { session, say } = actions;
  const { hovered, view, phase } = session.state;
  const note = session.score?.notes.find(({ id }) => id === hovered);
  if (!note || phase !== "ready") return nothing;
  const x = Math.max(4, Math.min(xOf(view, note.onset), session.rollSize.width - 220));
  const y = yOf(view, note.pitch);
  return html`
    <div class="tip" .style=${`left:${x}px;top:${y < 70 ? y + view.pixelsPerPitch + 6 : y - 54}px`}>
      <b>${pitchName(note.pitch)}</b> ${timbreName(session, note.timbre)}<br>
      ${clock(note.onset, 2)} – ${clock(note.offset, 2)} · ${say("confidence", {
        percent: Math.round(100 * note.confidence),
      })}
    </div>
  `;
}

/** What a screen reader says when one note is selected. */
function spoken(actions: Actions): string {
  const { session, say } = actions;
  const { selection } = session.state;
  if (selection.size !== 1) {
    return selection.size ? say("selection", { count: selection.size }) : "";
  }
  const note = session.score?.notes.find(({ id }) => selection.has(id));
  if (!note) return "";
  const length = (note.offset - note.onset).toFixed(2);
  const about = say("selection.one", {
    pitch: pitchName(note.pitch),
    onset: clock(note.onset, 2),
    length,
  });
  return `${about} · ${timbreName(session, note.timbre)}`;
}

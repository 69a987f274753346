/**
 * The panel beside the roll: timbres, their map, the notes' sliders and what is selected.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from "lit-html";
import { pitchName } from "../../lib/notes/pitch.ts";
import { TIMBRE_LIMIT } from "../../lib/recolor.ts";
import { countPins } from "../edit/pins.ts";
import type { Extraction, Score, ScoreNote } from "../edit/score.ts";
import { clock } from "../roll/draw.ts";
import { extract } from "../session/extraction.ts";
import { pin, timbreName, unpin } from "../session/timbres.ts";
import type { Actions } from "./actions.ts";
import { timbres } from "./timbres.ts";

/** Longest "shortest note", milliseconds. */
const LONGEST_MINIMUM = 400;

export function side(actions: Actions): TemplateResult {
  const { session, say } = actions;
  const score = session.score!;
  return html`
    <aside class="side">
      ${timbres(actions, score)}
      <section class="map" aria-labelledby="map-title">
        <div class="heading">
          <h2 id="map-title">${say("map")}</h2><span class="hint">${say("map.help")}</span>
        </div>
        <canvas tabindex="0" role="application" aria-label=${say("map.label")}
          aria-describedby="map-keys"
          aria-busy=${session.state.map?.embeddings !== score.embeddings}></canvas>
        <p id="map-keys" class="visually-hidden">${say("map.keys")}</p>
      </section>
      <section class="sliders" aria-labelledby="notes-title">
        <div class="heading">
          <h2 id="notes-title">${say("notes")}</h2><span class="hint">${score.notes.length}</span>
        </div>
        ${sliders(actions, score)}
      </section>
      ${session.state.selection.size > 0 ? selection(actions, score) : invitation(actions)}
    </aside>
  `;
}

/** What may be done where nothing is selected. */
function invitation({ say }: Actions): TemplateResult {
  return html`
    <p class="invitation hint">
      <span class="for-mouse">${say("hint")}</span><span class="for-touch">${say(
        "hint.touch",
      )}</span>
    </p>
  `;
}

function sliders({ session, say }: Actions, score: Score): TemplateResult {
  const { sensitivity, minimumSeconds } = score.extraction;
  const minimum = Math.round(1000 * minimumSeconds);
  const change = (extraction: Partial<Extraction>) => extract(session, extraction);
  const milliseconds = (count: number) => say("milliseconds", { count });
  const value = (event: Event) => Number((event.target as HTMLInputElement).value);
  const show = (text: (value: number) => string) => (event: Event) => {
    const output = (event.target as HTMLElement).previousElementSibling as HTMLOutputElement;
    output.value = text(value(event));
  };
  return html`
    <label>
      <span>${say("sensitivity")}</span><output .value=${String(sensitivity)}></output>
      <input type="range" min="0" max="100" step="1" name="sensitivity" ?disabled=${!session.state
        .file} .value=${sensitivity}
        @input=${show(String)}
        @change=${(event: Event) => change({ sensitivity: value(event) })}>
    </label>
    <label>
      <span>${say("minimum")}</span><output .value=${milliseconds(minimum)}></output>
      <input type="range" min="0" max=${LONGEST_MINIMUM} step="5" name="minimum" ?disabled=${!session
        .state.file} .value=${minimum}
        @input=${show(milliseconds)}
        @change=${(event: Event) => change({ minimumSeconds: value(event) / 1000 })}>
    </label>
  `;
}

function selection(actions: Actions, score: Score): TemplateResult {
  const { session, say } = actions;
  const { selection: ids } = session.state;
  const notes = score.notes.filter((note) => ids.has(note.id));
  const [note] = notes;
  const describe = () =>
    html`<p>${
      say("selection.one", {
        pitch: pitchName(note.pitch),
        onset: clock(note.onset, 2),
        length: (note.offset - note.onset).toFixed(2),
      })
    } · ${say("confidence", { percent: Math.round(100 * note.confidence) })}</p>`;
  return html`
    <section class="selection" aria-labelledby="selection-title">
      <div class="heading">
        <h2 id="selection-title">${say("selection", { count: notes.length })}</h2>
      </div>
      ${notes.length === 1 ? describe() : nothing}
      <div class="row">
        <label>${say("move.to")}
          <select name="move" @change=${(event: Event) => {
            const select = event.target as HTMLSelectElement;
            session.edit({ kind: "assign", ids, timbre: Number(select.value) });
            select.value = "";
          }}>
            <option value="" selected>–</option>
            ${score.timbres.map((_, timbre) =>
              html`<option value=${timbre}>${timbreName(session, timbre)}</option>`
            )}
            <option value=${score.timbres.length}>${say("timbre.new")}</option>
          </select>
        </label>
        <button @click=${() => session.edit({ kind: "remove", ids })}>${say("delete")}</button>
      </div>
      ${pinning(actions, notes)}
    </section>
  `;
}

/** What a person may say about the timbres of selected notes. */
function pinning(
  { session, say }: Actions,
  notes: readonly ScoreNote[],
): TemplateResult | typeof nothing {
  const { busy, selection } = session.state;
  const heard = notes.reduce((count, { row }) => count + Number(row >= 0), 0);
  const pins = countPins(session.score!.pins, selection);
  if (heard < 2 && pins === 0) return nothing;
  return html`
    <div class="row pins" role="group" aria-label=${say("pins")}>
      <button name="same" aria-disabled=${busy} ?disabled=${heard < 2} title="${say(
        "pins.same.help",
      )} (S)"
        @click=${() => pin(session, "same")}>${say("pins.same")}</button>
      <button name="different" aria-disabled=${busy} ?disabled=${heard < 2 || heard > TIMBRE_LIMIT}
        title="${say("pins.different.help")} (D)"
        @click=${() => pin(session, "different")}>${say("pins.different")}</button>
      ${pins === 0 ? nothing : html`
        <button name="unpin" aria-disabled=${busy} title="${say("pins.remove.help")} (U)"
          @click=${() => unpin(session)}>${say("pins.remove")}</button>
      `}
    </div>
  `;
}

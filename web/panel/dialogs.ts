/**
 * Dialogs: keys and export.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from "lit-html";
import { estimateTempo } from "../files/quantise.ts";
import type { Phrase } from "../i18n/mod.ts";
import type { Actions, ExportKind } from "./actions.ts";
import { icon } from "./icons.ts";

const KEYS: [string[], Phrase][] = [
  [["Space"], "keys.play"],
  [["←", "→", "↑", "↓"], "keys.walk"],
  [["Enter"], "keys.hear"],
  [["Alt", "← → ↑ ↓"], "keys.move"],
  [["[", "]"], "keys.length"],
  [["{", "}"], "keys.onset"],
  [["N"], "keys.add"],
  [["Delete"], "keys.delete"],
  [["1", "…", "9"], "keys.assign"],
  [["S", "D", "U"], "keys.pin"],
  [["Ctrl A", "Esc"], "keys.all"],
  [["Ctrl Z", "Ctrl Y"], "keys.undo"],
  [[",", "."], "keys.seek"],
  [["L"], "keys.loop"],
  [["+", "−"], "keys.zoom"],
  [["Page ↓", "Page ↑"], "keys.scroll"],
];

const EXPORTS: [ExportKind, Phrase][] = [
  ["midi", "export.midi"],
  ["musicxml", "export.musicxml"],
  ["json", "export.json"],
  ["csv", "export.csv"],
  ["png", "export.png"],
  ["project", "export.project"],
];

/** What a dialog returns that the page itself has closed. */
export const CLOSED = "closed by the page";

export function dialog(actions: Actions): TemplateResult {
  const { session, say } = actions;
  const open = session.state.dialog;
  const content = {
    keys: { title: say("keys.title"), body: keysBody },
    export: { title: say("export"), body: exportBody },
  };
  const shown = open && content[open];
  const onClose = ({ target }: Event) => {
    const { open, returnValue } = target as HTMLDialogElement;
    if (!open && returnValue !== CLOSED) session.store.set({ dialog: undefined });
  };
  return html`
    <dialog aria-labelledby="dialog-title" @close=${onClose}>
      ${shown
        ? html`
          <div class="heading">
            <h2 id="dialog-title">${shown.title}</h2>
            <form method="dialog">
              <button aria-label=${say("close")}>${icon("close")}</button>
            </form>
          </div>
          ${shown.body(actions)}
        `
        : nothing}
    </dialog>
  `;
}

function keysBody({ say }: Actions): TemplateResult {
  return html`
    <dl class="keys">
      ${KEYS.map(([keys, phrase]) =>
        html`
          <dt>${keys.map((key) =>
            html`
              <kbd>${key}</kbd>
            `
          )}</dt>
          <dd>${say(phrase)}</dd>
        `
      )}
    </dl>
  `;
}

function exportBody({ session, say, ...actions }: Actions): TemplateResult {
  const tempo = () =>
    document.querySelector<HTMLInputElement>("dialog input[name=tempo]")!.valueAsNumber;
  const choose = (kind: ExportKind) => () => {
    actions.export(kind, tempo());
    session.store.set({ dialog: undefined });
  };
  return html`
    <div class="exports">
      ${EXPORTS.map(([kind, phrase]) =>
        html`<button data-kind=${kind} @click=${choose(kind)}>${say(phrase)}</button>`
      )}
      <label>${say("export.tempo")}
        <input type="number" name="tempo" min="30" max="300" step="0.1"
          .value=${estimateTempo(session.score!.notes).toFixed(1)}>
      </label>
    </div>
  `;
}

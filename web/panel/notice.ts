/**
 * A line that says what happened.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from "lit-html";
import type { Actions } from "./actions.ts";
import { icon } from "./icons.ts";

export function notice({ session, updates, say }: Actions): TemplateResult {
  const shown = session.state.notice;
  const close = () => session.store.set({ notice: undefined });
  return html`
    <div class="notice" ?hidden=${!shown} data-kind=${shown?.kind ?? ""}>
      <p role="status">${shown?.text}</p>
      ${shown?.kind === "update"
        ? html`
          <button class="reload" @click=${() => updates.install()}>${say("update.install")}</button>
        `
        : nothing}
      <button aria-label=${say("close")} @click=${close}>${icon("close")}</button>
    </div>
  `;
}

/**
 * The page before there is a recording.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from "lit-html";
import { stem } from "../files/save.ts";
import type { Actions } from "./actions.ts";
import { icon } from "./icons.ts";

export function start({ session, microphone, say, pickFile, resume }: Actions): TemplateResult {
  const { kept } = session.state;
  return html`
    <main class="start">
      <svg class="prism" viewBox="0 0 360 120" aria-hidden="true">
        <path class="ray" d="M0 78 150 58" />
        <path class="glass" d="M180 18 232 104H128z" />
        <path class="voice-0" d="M205 58 354 35" />
        <path class="voice-1" d="M208 63 354 56" />
        <path class="voice-2" d="M211 68 354 78" />
        <path class="voice-3" d="M214 73 354 99" />
      </svg>
      <h1>${say("tagline")}</h1>
      <p class="purpose">${say("purpose")}</p>
      <div class="choices">
        <button class="primary" @click=${pickFile}>${icon("file")}${say("open")}</button>
        <button @click=${() => microphone.record()}>${icon("microphone")}${say("record")}</button>
        <button @click=${() => session.openExample()}>${icon("wave")}${say("example")}</button>
      </div>
      ${kept === undefined ? nothing : html`
        <button class="quiet" @click=${resume}>${say("continue", { name: stem(kept) })}</button>
      `}
      <p class="formats">
        <span class="for-mouse">${say("drop")} · </span>${say("formats")}
      </p>
      <p class="promise">${say("promise")}</p>
    </main>
  `;
}

/**
 * The line at the top: what is open, undo, export, language and appearance.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from "lit-html";
import { stem } from "../files/save.ts";
import type { State } from "../session/state.ts";
import type { Actions } from "./actions.ts";
import { icon } from "./icons.ts";

const THEMES = { auto: "contrast", light: "sun", dark: "moon" } as const;

export function header(actions: Actions): TemplateResult {
  const { session, microphone, say, pickFile } = actions;
  const { phase, file, history, theme, language, recording } = session.state;
  const themes: State["theme"][] = ["auto", "light", "dark"];
  const nextTheme = themes[(themes.indexOf(theme) + 1) % themes.length];
  return html`
    <header class="top">
      <a class="wordmark" href="./">noteprism</a>
      ${phase === "start" ? nothing : html`
        <h1 class="title" title=${file?.name ?? ""}>${file ? stem(file.name) : say("untitled")}</h1>
        <button @click=${pickFile} ?disabled=${recording} title=${say("open")}
          aria-label=${say("open")}>${icon("file")}</button>
        <button @click=${() => microphone.record()} ?disabled=${recording} title=${say("record")}
          aria-label=${say("record")}>${icon("microphone")}</button>
      `}
      <span class="space"></span>
      ${phase !== "ready" ? nothing : html`
        <button @click=${() => session.undo()} ?disabled=${!history?.past.length}
          title="${say("undo")} (Ctrl+Z)" aria-label=${say("undo")}>${icon("undo")}</button>
        <button @click=${() => session.redo()} ?disabled=${!history?.future.length}
          title="${say("redo")} (Ctrl+Y)" aria-label=${say("redo")}>${icon("redo")}</button>
        <button class="primary" aria-label=${say("export")} @click=${() =>
          session.store.set({ dialog: "export" })}>
          ${icon("save")}<span>${say("export")}</span></button>
        <button class="wide" @click=${() => session.store.set({ dialog: "keys" })}
          title="${say("keys")} (?)" aria-label=${say("keys")}>${icon("keys")}</button>
      `}
      <button @click=${() => session.store.set({ theme: nextTheme })}
        title="${say("theme")}: ${say(`theme.${theme}`)}"
        aria-label="${say("theme")}: ${say(`theme.${theme}`)}">${icon(THEMES[theme])}</button>
      <button class="language" lang=${language === "en" ? "zh-CN" : "en"}
        @click=${() => session.store.set({ language: language === "en" ? "zh" : "en" })}>${say(
          "language",
        )}</button>
    </header>
  `;
}

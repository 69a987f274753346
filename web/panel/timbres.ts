/**
 * The list of timbres: how many, which, and what is heard of them.
 *
 * @module
 */
import { html, nothing, type TemplateResult } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { TIMBRE_LIMIT } from "../../lib/recolor.ts";
import type { Score, Timbre } from "../edit/score.ts";
import type { Phrase } from "../i18n/mod.ts";
import { APPEARANCES } from "../roll/appearance.ts";
import { currentTheme } from "../roll/theme.ts";
import { audible } from "../session/state.ts";
import { recolor, split, timbreName } from "../session/timbres.ts";
import type { Actions } from "./actions.ts";
import { icon } from "./icons.ts";
import "./swatch.ts";

/** Places to choose from. */
const PALETTE = Array.from({ length: APPEARANCES }, (_, place) => place);

export function timbres(actions: Actions, score: Score): TemplateResult {
  const { say } = actions;
  return html`
    <section class="timbres" aria-labelledby="timbres-title">
      <div class="heading">
        <h2 id="timbres-title">${say("timbres")}</h2>
        ${stepper(actions, score)}
      </div>
      <ul>
        ${repeat(score.timbres, (_, i) => i, (_, timbre) => row(actions, score, timbre))}
      </ul>
    </section>
  `;
}

function stepper({ session, say }: Actions, score: Score): TemplateResult {
  const count = score.timbres.length;
  const { busy } = session.state;
  const step = (by: number, label: Phrase, name: "minus" | "plus") => {
    const none = busy || count + by < 1 || count + by > TIMBRE_LIMIT;
    return html`
      <button aria-disabled=${none} aria-label=${say(label)}
        @click=${() => none || recolor(session, count + by)}>${icon(name)}</button>
    `;
  };
  return html`
    <div class="stepper" role="group" aria-label=${say("timbres.count")}>
      ${step(-1, "timbres.fewer", "minus")}
      <output>${count}</output>
      ${step(1, "timbres.more", "plus")}
      <button class="auto" aria-pressed=${score.asked === "auto"} aria-disabled=${busy}
        @click=${() => recolor(session, "auto")}>${say("timbres.auto")}</button>
    </div>
  `;
}

function row(actions: Actions, score: Score, timbre: number): TemplateResult {
  const { session, say } = actions;
  const { mixer, active } = session.state;
  const name = timbreName(session, timbre);
  const count = score.notes.reduce((n, note) => n + Number(note.timbre === timbre), 0);
  const toggle = (which: "solo" | "muted") =>
    session.mix({ [which]: mixer[which].symmetricDifference(new Set([timbre])) });
  return html`
    <li class=${audible(mixer, timbre) ? "" : "silent"} ?data-active=${timbre === active}>
      ${swatch(score.timbres[timbre])}
      <input class="name" .value=${score.timbres[timbre].name}
        placeholder=${say("timbre", { number: timbre + 1 })}
        aria-label=${say("timbre.name", { number: timbre + 1 })} maxlength="60"
        @focus=${() => session.store.set({ active: timbre })}
        @change=${(event: Event) =>
          session.edit({
            kind: "rename",
            timbre,
            name: (event.target as HTMLInputElement).value.trim(),
          })}>
      <span class="count" title=${say("timbre.notes", { count })}>${count}</span>
      <button class="toggle" aria-pressed=${mixer.solo.has(timbre)} @click=${() => toggle("solo")}
        title=${say("solo", { name })} aria-label=${say("solo", { name })}>S</button>
      <button class="toggle" aria-pressed=${mixer.muted.has(timbre)} @click=${() => toggle("muted")}
        title=${say("mute", { name })} aria-label=${say("mute", { name })}>M</button>
      <button popovertarget="timbre-menu-${timbre}" title=${say("timbre.menu", { name })}
        aria-label=${say("timbre.menu", { name })}>${icon("more")}</button>
      ${menu(actions, score, timbre)}
    </li>
  `;
}

function swatch({ colour }: Pick<Timbre, "colour">): TemplateResult {
  return html`
    <timbre-swatch place=${colour} dark=${String(currentTheme().dark)}></timbre-swatch>
  `;
}

function menu(actions: Actions, score: Score, timbre: number): TemplateResult {
  const { session, say } = actions;
  const ids = () =>
    new Set(score.notes.filter((note) => note.timbre === timbre).map((note) => note.id));
  const close = (act: () => void) => (event: Event) => {
    (event.currentTarget as HTMLElement).closest<HTMLElement>("[popover]")!.hidePopover();
    act();
  };
  const others = score.timbres.map((_, other) => other).filter((other) => other !== timbre);
  return html`
    <div class="menu" popover id="timbre-menu-${timbre}" @toggle=${(event: ToggleEvent) =>
      event.newState === "open" && place(event.target as HTMLElement)}>
      <button @click=${close(() => session.store.set({ selection: ids() }))}>${say(
        "timbre.select",
      )}</button>
      <button @click=${close(() => split(session, timbre))}>${say("timbre.split")}</button>
      ${others.length === 0 ? nothing : html`
        <h3>${say("timbre.merge")}</h3>
        ${others.map((into) =>
          html`<button @click=${close(() => session.edit({ kind: "merge", from: timbre, into }))}>${
            swatch(score.timbres[into])
          }${timbreName(session, into)}</button>`
        )}
      `}
      <h3 id="palette-title-${timbre}">${say("timbre.colour")}</h3>
      <div class="palette" role="group" aria-labelledby="palette-title-${timbre}">
        ${PALETTE.map((colour) =>
          html`
            <button aria-pressed=${colour === score.timbres[timbre].colour}
              aria-label=${say("timbre.colour.one", { number: colour + 1 })}
              @click=${close(() => session.edit({ kind: "repaint", timbre, colour }))}>${swatch({
                colour,
              })}</button>
          `
        )}
      </div>
    </div>
  `;
}

/** Puts a menu under the button that opened it. */
function place(menu: HTMLElement): void {
  const opener = document.querySelector<HTMLElement>(`[popovertarget="${menu.id}"]`)!;
  const box = opener.getBoundingClientRect();
  const top = Math.min(box.bottom + 4, innerHeight - menu.offsetHeight - 8);
  menu.style.top = `${Math.max(8, top)}px`;
  menu.style.left = `${Math.max(8, box.right - menu.offsetWidth)}px`;
}

addEventListener("resize", () => {
  const menu = document.querySelector<HTMLElement>(".menu:popover-open");
  if (menu) place(menu);
});

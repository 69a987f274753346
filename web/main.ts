/**
 * The page: puts its parts together and keeps what they show up to date.
 *
 * @module
 */
import { html, nothing, render } from "lit-html";
import { autosave, keptWork } from "./files/autosave.ts";
import { exportScore } from "./files/exports.ts";
import { LANGUAGE_TAGS, preferred } from "./i18n/mod.ts";
import { MapView } from "./map/map_view.ts";
import type { Actions } from "./panel/actions.ts";
import { CLOSED, dialog } from "./panel/dialogs.ts";
import { keepFocus } from "./panel/focus.ts";
import { header } from "./panel/header.ts";
import { notice } from "./panel/notice.ts";
import { side } from "./panel/side.ts";
import { stage } from "./panel/stage.ts";
import { start } from "./panel/start.ts";
import { transport } from "./panel/transport.ts";
import { clock } from "./roll/draw.ts";
import { attachKeyboard } from "./roll/keyboard.ts";
import { attachPointer } from "./roll/pointer.ts";
import { Roll } from "./roll/roll.ts";
import { fit, xOf } from "./roll/view.ts";
import { attachDrop, pickFile } from "./session/drop.ts";
import { Microphone } from "./session/microphone.ts";
import { keepSettings, settings } from "./session/settings.ts";
import { Session } from "./session/session.ts";
import { SILENT_MIXER, type State, Store } from "./session/state.ts";
import { Updates } from "./session/update.ts";

const page = document.querySelector<HTMLElement>("#page")!;

const store = new Store({
  phase: "start",
  file: undefined,
  history: undefined,
  listening: undefined,
  recording: undefined,
  busy: false,
  selection: new Set(),
  hovered: undefined,
  active: 0,
  view: { start: 0, pixelsPerSecond: 100, top: 84, pixelsPerPitch: 10 },
  mixer: SILENT_MIXER,
  playing: false,
  showSpectrum: true,
  map: undefined,
  dialog: undefined,
  notice: undefined,
  language: preferred(navigator.languages),
  theme: "auto",
  kept: undefined,
  ...settings(),
});
const session = new Session(store);
const keep = autosave(store, () => {
  store.set({ notice: { kind: "error", text: session.say("error.keep") } });
});
const updates = new Updates(session, keep);
const microphone = new Microphone(session);
const map = new MapView(session, (note) => roll.reveal(note));

const actions: Actions = {
  session,
  microphone,
  updates,
  get say() {
    return session.say;
  },
  pickFile: () => pickFile(session),
  resume: async () => {
    const kept = await keptWork();
    if (kept) await session.restore(kept);
  },
  export: (kind, tempo) => exportScore(session, roll, kind, tempo),
  fit: () => {
    const { duration, notes } = session.score!;
    roll.show(fit(roll.size, duration, notes.map((note) => note.pitch)));
  },
  zoom: (factor) => {
    const x = Math.max(0, Math.min(xOf(roll.view, session.player.seconds), roll.size.width));
    roll.zoom(factor, 1, x, 0);
  },
};

function renderPage(state: State): void {
  document.documentElement.lang = LANGUAGE_TAGS[state.language];
  document.documentElement.dataset.theme = state.theme;
  const working = state.phase !== "start";
  render(
    html`
        ${header(actions)}
        ${working ? nothing : start(actions)}
      ${stage(actions)}
        ${state.phase === "ready" ? side(actions) : nothing}
        ${working ? transport(actions) : nothing}
        ${dialog(actions)}
        ${notice(actions)}
    `,
    page,
  );
  page.dataset.phase = state.phase;
}

function show(state: State): void {
  keepFocus(page, () => renderPage(state));
  showDialog(state);
  roll.draw();
  map.draw(page.querySelector<HTMLCanvasElement>(".map canvas"));
  session.player.mixer = state.mixer;
  if (session.score) session.player.music = session.score;
}

function showDialog(state: State): void {
  const element = page.querySelector("dialog")!;
  if (state.dialog && !element.open) {
    element.returnValue = "";
    element.showModal();
  }
  if (!state.dialog && element.open) element.close(CLOSED);
}

/** While music plays, the playhead and the clock move with every frame. */
function animate(): void {
  if (store.state.playing) {
    roll.follow();
    const now = page.querySelector<HTMLOutputElement>(".transport .now");
    if (now) now.value = clock(session.player.seconds, 1);
  }
  requestAnimationFrame(animate);
}

renderPage(store.state);
const roll = new Roll(page.querySelector<HTMLElement>(".roll")!, session);
attachPointer(roll, session);
attachKeyboard(roll, session);
store.subscribe(show);
attachDrop(session);
keepSettings(store);
store.flush();
requestAnimationFrame(animate);
addEventListener("beforeunload", (event) => {
  if (store.state.recording) event.preventDefault();
});
keptWork().then((work) => {
  if (work) store.set({ kept: work.file?.name ?? session.say("untitled") });
});
updates.watch();

/**
 * Keys: those of the whole page, and those of the roll while it has the focus.
 *
 * @module
 */
import type { ScoreNote } from "../edit/score.ts";
import type { Session } from "../session/session.ts";
import { pin, unpin } from "../session/timbres.ts";
import { firstAt } from "./notes.ts";
import type { Roll } from "./roll.ts";
import { xOf } from "./view.ts";

/** Of one key press: seconds a note moves or grows, and zoom. */
const NUDGE = 0.01;
const STRETCH = 0.05;
const ZOOM = 1.3;

/** Length of a note that a key adds, seconds. */
const NEW_NOTE = 0.25;

/** Share of the view that a page key moves on. */
const PAGE = 0.8;

/** Seconds that a key moves the playhead. */
const STEP = 1;

type Keys = Record<string, () => void>;

/** Lets a person work without a pointer. */
export function attachKeyboard(roll: Roll, session: Session): void {
  const { store, player } = session;

  document.addEventListener("keydown", (event) => {
    if (session.state.phase !== "ready" || session.state.dialog || isTyping(event)) return;
    if (event.key === "Escape" && document.querySelector(":popover-open")) return;
    const command = isCommand(event);
    const name = `${command ? "Ctrl+" : ""}${event.shiftKey && command ? "Shift+" : ""}${
      event.key.length === 1 ? event.key.toLowerCase() : event.key
    }`;
    const onControl = (event.target as HTMLElement).closest("button, a, input, select, summary");
    const act = pageKeys[name];
    if (!act || (onControl && (name === " " || name === "Enter"))) return;
    event.preventDefault();
    act();
  });

  roll.notes.addEventListener("keydown", (event) => {
    if (session.state.phase !== "ready" || isCommand(event)) return;
    const keys = noteKeys(event.shiftKey);
    const act = event.altKey && !event.getModifierState("AltGraph")
      ? keys[`Alt+${event.key}`]
      : keys[event.shiftKey ? `Shift+${event.key}` : event.key] ?? keys[event.key];
    const assign = /^[1-9]$/.test(event.key) && !event.altKey;
    if (!act && !assign) return;
    event.preventDefault();
    event.stopPropagation();
    if (act) act();
    else assignTo(Number(event.key) - 1);
  });

  const pageKeys: Keys = {
    " ": () => player.playing ? player.pause() : player.play(),
    "?": () => store.set({ dialog: "keys" }),
    "l": () => loopSelection(),
    "Ctrl+z": () => session.undo(),
    "Ctrl+y": () => session.redo(),
    "Ctrl+Shift+z": () => session.redo(),
    "Ctrl+a": () => store.set({ selection: new Set(session.score?.notes.map((note) => note.id)) }),
    "Escape": () => store.set({ selection: new Set() }),
    "Delete": () => remove(),
    "Backspace": () => remove(),
    "n": () => add(),
    "s": () => pin(session, "same"),
    "d": () => pin(session, "different"),
    "u": () => unpin(session),
    ",": () => player.seek(player.seconds - STEP),
    ".": () => player.seek(player.seconds + STEP),
  };

  const noteKeys = (shift: boolean): Keys => ({
    "ArrowRight": () => walk(1, 0, shift),
    "ArrowLeft": () => walk(-1, 0, shift),
    "ArrowUp": () => walk(0, 1, shift),
    "ArrowDown": () => walk(0, -1, shift),
    "Alt+ArrowRight": () => move(NUDGE, 0),
    "Alt+ArrowLeft": () => move(-NUDGE, 0),
    "Alt+ArrowUp": () => move(0, 1),
    "Alt+ArrowDown": () => move(0, -1),
    "[": () => stretch(0, -STRETCH),
    "]": () => stretch(0, STRETCH),
    "{": () => stretch(-STRETCH, 0),
    "}": () => stretch(STRETCH, 0),
    "Enter": () => {
      const note = current();
      if (note) player.sound(note);
    },
    "+": () => zoomBy(ZOOM, 1),
    "=": () => zoomBy(ZOOM, 1),
    "-": () => zoomBy(1 / ZOOM, 1),
    "Shift++": () => zoomBy(1, ZOOM),
    "_": () => zoomBy(1, 1 / ZOOM),
    "PageDown": () => page(PAGE),
    "PageUp": () => page(-PAGE),
    "Home": () => player.seek(0),
    "End": () => player.seek(session.score!.duration),
  });

  function selected(): ScoreNote[] {
    return session.score!.notes.filter((note) => session.state.selection.has(note.id));
  }

  /** The note that keys start from: the one selected last in time. */
  function current(): ScoreNote | undefined {
    return selected().at(-1);
  }

  function walk(later: number, higher: number, extend: boolean): void {
    const { notes } = session.score!;
    if (notes.length === 0) return;
    const from = current();
    const next = !from
      ? notes[Math.min(firstAt(notes, player.seconds), notes.length - 1)]
      : later !== 0
      ? notes[notes.indexOf(from) + later]
      : nextInPitch(notes, from, higher);
    if (!next) return;
    const kept = extend ? session.state.selection : [];
    store.set({ selection: new Set([...kept, next.id]), active: next.timbre });
    roll.reveal(next);
    player.sound(next);
  }

  function move(seconds: number, semitones: number): void {
    session.edit({ kind: "move", ids: session.state.selection, seconds, semitones });
    const note = current();
    if (note && semitones !== 0) player.sound(note);
  }

  function stretch(onset: number, offset: number): void {
    session.edit({ kind: "stretch", ids: session.state.selection, onset, offset });
  }

  function remove(): void {
    if (session.state.selection.size === 0) return;
    session.edit({ kind: "remove", ids: session.state.selection });
  }

  function add(): void {
    const { score } = session;
    const onset = player.seconds;
    const pitch = current()?.pitch ??
      Math.round(roll.view.top - roll.size.height / roll.view.pixelsPerPitch / 2);
    const id = score!.nextId;
    session.edit({
      kind: "add",
      onset,
      offset: onset + NEW_NOTE,
      pitch,
      timbre: session.state.active,
    });
    store.set({ selection: new Set([id]) });
  }

  function assignTo(timbre: number): void {
    session.edit({ kind: "assign", ids: session.state.selection, timbre });
  }

  function loopSelection(): void {
    const notes = selected();
    if (session.state.mixer.loop || notes.length === 0) return session.setLoop(undefined);
    session.setLoop([
      Math.min(...notes.map((note) => note.onset)),
      Math.max(...notes.map((note) => note.offset)),
    ]);
  }

  function zoomBy(time: number, pitch: number): void {
    const { view, size } = roll;
    const x = Math.max(0, Math.min(xOf(view, player.seconds), size.width));
    roll.zoom(time, pitch, x, size.height / 2);
  }

  function page(share: number): void {
    const { view, size } = roll;
    roll.show({ ...view, start: view.start + share * size.width / view.pixelsPerSecond });
  }
}

/** The note nearest in time among those above or below. */
function nextInPitch(
  notes: readonly ScoreNote[],
  from: ScoreNote,
  direction: number,
): ScoreNote | undefined {
  let best: ScoreNote | undefined;
  const distance = (note: ScoreNote) =>
    Math.abs(note.onset - from.onset) * 12 + Math.abs(note.pitch - from.pitch);
  for (const note of notes) {
    if ((note.pitch - from.pitch) * direction <= 0) continue;
    if (!best || distance(note) < distance(best)) best = note;
  }
  return best;
}

/** Whether Ctrl or ⌘ is held; on many keyboards the right Alt key, which types, counts as Ctrl. */
function isCommand(event: KeyboardEvent): boolean {
  return (event.ctrlKey || event.metaKey) && !event.getModifierState("AltGraph");
}

function isTyping({ target }: KeyboardEvent): boolean {
  return target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && target.type !== "range");
}

/**
 * Mouse, pen and fingers on the roll.
 *
 * @module
 */
import { apply, type Edit } from "../edit/edits.ts";
import type { Session } from "../session/session.ts";
import type { Roll, Target } from "./roll.ts";
import { pan, pitchAt, secondsAt, type View, zoom } from "./view.ts";

/** Pixels a pointer may wander and still be a click. */
const STILL = 4;

/** Length of a note that a double click adds, seconds. */
const NEW_NOTE = 0.25;

/** Zoom of one notch of a wheel. */
const NOTCH = 0.0022;

interface Point {
  x: number;
  y: number;
}

/** A drag: called with the way so far; `done` at its end. */
type Drag = (to: Point, done: boolean) => void;

/** Lets a person point at the roll and its ruler. */
export function attachPointer(roll: Roll, session: Session): void {
  const { store } = session;
  const fingers = new Map<number, Point>();
  let drag: Drag | undefined;
  let from: Point = { x: 0, y: 0 };
  let moved = false;

  const at = (event: MouseEvent): Point => {
    const box = roll.notes.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  roll.notes.addEventListener("pointerdown", (event) => {
    if (session.state.phase !== "ready" || event.button > 1) return;
    roll.notes.setPointerCapture(event.pointerId);
    const point = at(event);
    fingers.set(event.pointerId, point);
    if (fingers.size === 2) {
      drag?.(point, true);
      roll.preview = undefined;
      drag = pinch(fingers, roll);
      return;
    }
    [from, moved] = [point, false];
    const target = roll.targetAt(point.x, point.y);
    if (event.button === 1) drag = scroll(roll, point);
    else if (target) drag = holdNote(target, point, event.shiftKey || event.ctrlKey);
    else if (event.pointerType === "touch") drag = scroll(roll, point);
    else drag = marquee(point, event.shiftKey);
  });

  roll.notes.addEventListener("pointermove", (event) => {
    const point = at(event);
    if (!fingers.has(event.pointerId)) return hover(point);
    fingers.set(event.pointerId, point);
    moved ||= Math.hypot(point.x - from.x, point.y - from.y) > STILL;
    if (moved || fingers.size > 1) drag?.(point, false);
  });

  const release = (event: PointerEvent) => {
    if (!fingers.delete(event.pointerId)) return;
    if (moved) drag?.(at(event), true);
    else if (drag && fingers.size === 0) click(event);
    if (fingers.size === 0) drag = undefined;
  };
  roll.notes.addEventListener("pointerup", release);
  roll.notes.addEventListener("pointercancel", release);
  roll.notes.addEventListener("pointerleave", () => store.set({ hovered: undefined }));

  roll.notes.addEventListener("dblclick", (event) => {
    if (session.state.phase !== "ready") return;
    const { x, y } = at(event);
    if (roll.targetAt(x, y)) return;
    const onset = secondsAt(roll.view, x);
    session.edit({
      kind: "add",
      onset,
      offset: onset + NEW_NOTE,
      pitch: Math.round(pitchAt(roll.view, y)),
      timbre: session.state.active,
    });
  });

  roll.element.addEventListener("wheel", (event) => {
    event.preventDefault();
    const { x, y } = at(event);
    const factor = Math.exp(-event.deltaY * NOTCH);
    if (event.ctrlKey || event.metaKey) roll.show(zoom(roll.view, factor, 1, x, y));
    else if (event.altKey) roll.show(zoom(roll.view, 1, factor, x, y));
    else if (event.shiftKey) roll.show(pan(roll.view, event.deltaY, 0));
    else roll.show(pan(roll.view, event.deltaX, event.deltaY));
  }, { passive: false });

  attachRuler(roll, session);

  function hover(point: Point): void {
    const target = roll.targetAt(point.x, point.y);
    roll.notes.dataset.part = target?.part ?? "none";
    if (target?.note.id !== session.state.hovered) store.set({ hovered: target?.note.id });
  }

  function click(event: PointerEvent): void {
    const target = roll.targetAt(from.x, from.y);
    if (!target) {
      store.set({ selection: new Set() });
      session.player.seek(secondsAt(roll.view, from.x));
      return;
    }
    const selection = event.shiftKey || event.ctrlKey
      ? session.state.selection.symmetricDifference(new Set([target.note.id]))
      : new Set([target.note.id]);
    store.set({ selection, active: target.note.timbre });
    session.player.sound(target.note);
  }

  function holdNote({ note, part }: Target, start: Point, adding: boolean): Drag {
    const { selection } = session.state;
    const ids = selection.has(note.id)
      ? selection
      : new Set(adding ? [...selection, note.id] : [note.id]);
    return (to, done) => {
      store.set({ selection: ids });
      const seconds = (to.x - start.x) / roll.view.pixelsPerSecond;
      const semitones = Math.round((start.y - to.y) / roll.view.pixelsPerPitch);
      const change: Edit = part === "body" ? { kind: "move", ids, seconds, semitones } : {
        kind: "stretch",
        ids,
        onset: part === "start" ? seconds : 0,
        offset: part === "end" ? seconds : 0,
      };
      roll.preview = done ? undefined : apply(session.score!, change);
      if (done) session.edit(change);
      else roll.draw();
    };
  }

  function marquee(start: Point, adding: boolean): Drag {
    const before = adding ? session.state.selection : new Set<number>();
    return (to, done) => {
      const box = [start.x, start.y, to.x, to.y] as const;
      roll.mark(done ? undefined : box);
      store.set({ selection: before.union(roll.within(box)) });
    };
  }
}

function scroll(roll: Roll, start: Point): Drag {
  const { view } = roll;
  return (to) => roll.show(pan(view, start.x - to.x, start.y - to.y));
}

/** Two fingers: their middle moves the view, their distance in each direction scales it. */
function pinch(fingers: Map<number, Point>, roll: Roll): Drag {
  const spanOf = ([a, b]: Point[]) => ({
    x: (a.x + b.x) / 2,
    y: (a.y + b.y) / 2,
    distance: Math.max(20, Math.hypot(a.x - b.x, a.y - b.y)),
    flat: Math.abs(a.x - b.x) > Math.abs(a.y - b.y),
  });
  const start = spanOf([...fingers.values()]);
  const view: View = roll.view;
  return () => {
    if (fingers.size < 2) return;
    const now = spanOf([...fingers.values()]);
    const factor = now.distance / start.distance;
    const scaled = zoom(view, start.flat ? factor : 1, start.flat ? 1 : factor, start.x, start.y);
    roll.show(pan(scaled, start.x - now.x, start.y - now.y));
  };
}

/** On the ruler a click goes there and a drag chooses what loops. */
function attachRuler(roll: Roll, session: Session): void {
  let start: number | undefined;
  let from = 0;
  const seconds = (event: PointerEvent) => {
    const x = event.clientX - roll.ruler.getBoundingClientRect().left;
    return Math.max(0, Math.min(secondsAt(roll.view, x), session.score?.duration ?? 0));
  };
  roll.ruler.addEventListener("pointerdown", (event) => {
    if (session.state.phase !== "ready") return;
    roll.ruler.setPointerCapture(event.pointerId);
    [start, from] = [event.clientX, seconds(event)];
  });
  roll.ruler.addEventListener("pointermove", (event) => {
    if (start === undefined || Math.abs(event.clientX - start) <= STILL) return;
    const to = seconds(event);
    session.setLoop([Math.min(from, to), Math.max(from, to)]);
  });
  roll.ruler.addEventListener("pointerup", (event) => {
    if (start === undefined) return;
    if (Math.abs(event.clientX - start) <= STILL) {
      session.setLoop(undefined);
      session.player.seek(from);
    }
    start = undefined;
  });
}

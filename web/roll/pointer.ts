/**
 * Mouse, pen and fingers on the roll.
 *
 * @module
 */
import type { Session } from "../session/session.ts";
import { type Drag, holdNotes, marquee, pinch, type Point, scroll } from "./drags.ts";
import { GRIP, type Roll, type Target } from "./roll.ts";
import { pan, pitchAt, secondsAt } from "./view.ts";

/** Pixels a pointer may wander and still be a click. */
const STILL = 4;

/** Pixels a finger may. */
const STILL_FINGER = 9;

/** Distance from a note's end at which a finger takes hold of it, pixels. */
const FINGER_GRIP = 16;

/** Milliseconds after which a finger that keeps still selects. */
const LONG_PRESS = 450;

/** Length of a note that a double click adds, seconds. */
const NEW_NOTE = 0.25;

/** Zoom of one notch of a wheel. */
const NOTCH = 0.0022;

/** Lets a person point at the roll and its ruler. */
export function attachPointer(roll: Roll, session: Session): void {
  const { store } = session;
  const fingers = new Map<number, Point>();
  let drag: Drag | undefined;
  let from: Point = { x: 0, y: 0 };
  /** Whether what began is more than a click. */
  let moved = false;
  let press: ReturnType<typeof setTimeout> | undefined;

  const at = (event: MouseEvent): Point => {
    const box = roll.notes.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const isFinger = (event: PointerEvent) => event.pointerType === "touch";
  const targetOf = ({ x, y }: Point, finger: boolean) =>
    roll.targetAt(x, y, finger ? FINGER_GRIP : GRIP);
  const adding = (event: PointerEvent) => event.shiftKey || event.ctrlKey || event.metaKey;

  roll.notes.addEventListener("pointerdown", (event) => {
    if (session.state.phase !== "ready" || event.button > 1) return;
    roll.notes.setPointerCapture(event.pointerId);
    const point = at(event);
    fingers.set(event.pointerId, point);
    if (fingers.size > 1) {
      clearTimeout(press);
      drag?.([point], "given up");
      [drag, moved] = [pinch([...fingers.values()], roll), true];
      return;
    }
    [from, moved] = [point, false];
    const target = targetOf(point, isFinger(event));
    if (isFinger(event)) touch(target, point);
    else if (event.button === 1) drag = scroll(roll, point);
    else if (target) drag = holdNotes(roll, session, target, point, adding(event));
    else drag = marquee(roll, session, point, adding(event));
  });

  /** One finger moves the view, or notes that are selected; kept still, it selects. */
  function touch(target: Target | undefined, point: Point): void {
    const held = target && session.state.selection.has(target.note.id);
    drag = held ? holdNotes(roll, session, target, point, true) : scroll(roll, point);
    press = setTimeout(() => {
      if (moved) return;
      moved = true;
      if (target) toggle(target);
      drag = target
        ? holdNotes(roll, session, target, point, true)
        : marquee(roll, session, point, true);
    }, LONG_PRESS);
  }

  roll.notes.addEventListener("pointermove", (event) => {
    const point = at(event);
    if (!fingers.has(event.pointerId)) return hover(point);
    fingers.set(event.pointerId, point);
    const still = isFinger(event) ? STILL_FINGER : STILL;
    moved ||= Math.hypot(point.x - from.x, point.y - from.y) > still;
    if (!moved) return;
    clearTimeout(press);
    drag?.([...fingers.values()], "going on");
  });

  const release = (event: PointerEvent) => {
    clearTimeout(press);
    if (!fingers.delete(event.pointerId)) return;
    const given = event.type === "pointercancel";
    const [left] = fingers.values();
    if (left) drag = scroll(roll, left);
    else {
      if (moved || given) drag?.([at(event)], given ? "given up" : "done");
      else if (drag) click(event);
      drag = undefined;
    }
  };
  roll.notes.addEventListener("pointerup", release);
  roll.notes.addEventListener("pointercancel", release);
  roll.notes.addEventListener("contextmenu", (event) => {
    if (fingers.size > 0) event.preventDefault();
  });
  roll.notes.addEventListener("pointerleave", (event) => {
    if (!isFinger(event)) store.set({ hovered: undefined });
  });

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
    if (event.ctrlKey || event.metaKey) roll.zoom(factor, 1, x, y);
    else if (event.altKey) roll.zoom(1, factor, x, y);
    else if (event.shiftKey) roll.show(pan(roll.view, event.deltaY, 0));
    else roll.show(pan(roll.view, event.deltaX, event.deltaY));
  }, { passive: false });

  attachRuler(roll, session);

  function hover(point: Point): void {
    const target = targetOf(point, false);
    roll.notes.dataset.part = target?.part ?? "none";
    if (target?.note.id !== session.state.hovered) store.set({ hovered: target?.note.id });
  }

  function click(event: PointerEvent): void {
    const target = targetOf(from, isFinger(event));
    if (!target) {
      store.set({ selection: new Set(), hovered: undefined });
      session.player.seek(secondsAt(roll.view, from.x));
    } else if (adding(event)) toggle(target);
    else choose(target, new Set([target.note.id]));
  }

  function toggle(target: Target): void {
    choose(target, session.state.selection.symmetricDifference(new Set([target.note.id])));
  }

  function choose({ note }: Target, selection: Set<number>): void {
    store.set({ selection, active: note.timbre, hovered: note.id });
    session.player.sound(note);
  }
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
  roll.ruler.addEventListener("pointercancel", () => start = undefined);
}

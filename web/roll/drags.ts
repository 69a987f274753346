/**
 * What dragging does on the roll.
 *
 * @module
 */
import { apply, type Edit } from "../edit/edits.ts";
import type { Session } from "../session/session.ts";
import type { Roll, Target } from "./roll.ts";
import { pan } from "./view.ts";

/** A place on the roll, CSS pixels. */
export interface Point {
  x: number;
  y: number;
}

/** Takes where the pointers that drag are now, and how the drag stands. */
export type Drag = (to: readonly Point[], stage: "going on" | "done" | "given up") => void;

/** Least distance of two fingers that is believed, pixels. */
const LEAST_SPAN = 20;

/** Moves notes, or one's start or end. @param adding Whether what is selected is moved too. */
export function holdNotes(
  roll: Roll,
  session: Session,
  { note, part }: Target,
  start: Point,
  adding: boolean,
): Drag {
  const { selection } = session.state;
  const ids = selection.has(note.id)
    ? selection
    : new Set(adding ? [...selection, note.id] : [note.id]);
  return ([to], stage) => {
    session.store.set({ selection: ids });
    const seconds = (to.x - start.x) / roll.view.pixelsPerSecond;
    const semitones = Math.round((start.y - to.y) / roll.view.pixelsPerPitch);
    const change: Edit = part === "body" ? { kind: "move", ids, seconds, semitones } : {
      kind: "stretch",
      ids,
      onset: part === "start" ? seconds : 0,
      offset: part === "end" ? seconds : 0,
    };
    roll.preview = stage === "going on" ? apply(session.score!, change) : undefined;
    if (stage === "done") session.edit(change);
    else roll.draw();
  };
}

/** Selects what a rectangle touches. @param adding Whether what is selected remains so. */
export function marquee(roll: Roll, session: Session, start: Point, adding: boolean): Drag {
  const { selection } = session.state;
  const before = adding ? selection : new Set<number>();
  return ([to], stage) => {
    const box = [start.x, start.y, to.x, to.y] as const;
    roll.mark(stage === "going on" ? box : undefined);
    const chosen = stage === "given up" ? selection : before.union(roll.within(box));
    session.store.set({ selection: chosen });
  };
}

/** Moves the view. */
export function scroll(roll: Roll, start: Point): Drag {
  const { view } = roll;
  return ([to], stage) => {
    if (stage !== "given up") roll.show(pan(view, start.x - to.x, start.y - to.y));
  };
}

/** Two fingers: their middle moves the view, their distance along the axis they lie on scales it. */
export function pinch(fingers: readonly Point[], roll: Roll): Drag {
  const spanOf = ([a, b]: readonly Point[]) => ({
    x: (a.x + b.x) / 2,
    y: (a.y + b.y) / 2,
    distance: Math.max(LEAST_SPAN, Math.hypot(a.x - b.x, a.y - b.y)),
    flat: Math.abs(a.x - b.x) > Math.abs(a.y - b.y),
  });
  const start = spanOf(fingers);
  const { view } = roll;
  return (to) => {
    if (to.length < 2) return;
    const now = spanOf(to);
    const factor = now.distance / start.distance;
    const moved = pan(view, start.x - now.x, start.y - now.y);
    roll.zoom(start.flat ? factor : 1, start.flat ? 1 : factor, now.x, now.y, moved);
  };
}

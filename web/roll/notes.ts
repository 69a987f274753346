/**
 * Notes as bars.
 *
 * @module
 */
import type { Ids } from "../edit/pins.ts";
import type { ScoreNote, Timbre } from "../edit/score.ts";
import { appearance, hatch } from "./appearance.ts";
import type { Theme } from "./draw.ts";
import { secondsAt, type Size, type View, xOf, yOf } from "./view.ts";

/** How notes are to look. */
export interface Look {
  timbres: readonly Timbre[];
  /** Whether a timbre can be heard; the others are drawn pale. */
  audible(timbre: number): boolean;
  theme: Theme;
  /** Pixels of the canvas for each pixel of the page. */
  ratio: number;
}

/** Opacity of notes that are not heard, and of the softest that are. */
const PALE = 0.22;
const FAINTEST = 0.7;

/** Loudness is drawn in this many steps of opacity. */
const LOUDNESS_STEPS = 4;

/** Bars lower or narrower than this, pixels, have no room for a hatching. */
const LEAST_HATCHED = 4;

/** Least width and height of a bar, pixels. */
const LEAST = 1.5;

/** Notes that reach into the view; they are sorted by onset. */
export function visible(
  notes: readonly ScoreNote[],
  longest: number,
  view: View,
  size: Size,
): ScoreNote[] {
  const from = firstAt(notes, view.start - longest);
  const to = firstAt(notes, secondsAt(view, size.width));
  const bottom = view.top - size.height / view.pixelsPerPitch - 1;
  return notes.slice(from, to).filter((note) =>
    note.offset >= view.start && note.pitch >= bottom && note.pitch <= view.top + 1
  );
}

/** Index of the first note that starts at `seconds` or later. */
export function firstAt(notes: readonly ScoreNote[], seconds: number): number {
  let [low, high] = [0, notes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (notes[middle].onset < seconds) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Draws the bars of notes, those of one timbre and loudness at once. */
export function drawNotes(
  pen: CanvasRenderingContext2D,
  view: View,
  shown: readonly ScoreNote[],
  look: Look,
): void {
  // Notes that wait to be told apart have timbre −1.
  const groups = Map.groupBy(shown, ({ timbre, velocity }) => {
    const step = Math.min(LOUDNESS_STEPS - 1, Math.floor(velocity * LOUDNESS_STEPS));
    return (timbre + 1) * LOUDNESS_STEPS + step;
  });
  for (const [key, group] of groups) {
    const timbre = Math.floor(key / LOUDNESS_STEPS) - 1;
    const loudness = (key % LOUDNESS_STEPS + 1) / LOUDNESS_STEPS;
    pen.globalAlpha = look.audible(timbre) ? FAINTEST + (1 - FAINTEST) * loudness : PALE;
    drawGroup(pen, view, group, look.timbres[timbre]?.colour, look);
  }
  pen.globalAlpha = 1;
}

function drawGroup(
  pen: CanvasRenderingContext2D,
  view: View,
  group: readonly ScoreNote[],
  place: number | undefined,
  { theme, ratio }: Look,
): void {
  const { colour, hatching } = place === undefined
    ? { colour: theme.untold, hatching: "" }
    : appearance(place, theme.dark);
  pen.fillStyle = pen.strokeStyle = colour;
  pen.lineWidth = 1;
  pen.beginPath();
  for (const note of group) {
    const { x, y, width, height } = barOf(view, note);
    if (width < LEAST_HATCHED || height < LEAST_HATCHED) pen.fillRect(x, y, width, height);
    else pen.roundRect(x, y, width, height, ROUNDING);
  }
  pen.fill();
  const strokes = hatch(pen, hatching, theme.edge, ratio);
  if (strokes) {
    pen.fillStyle = strokes;
    pen.fill();
  }
  pen.stroke();
}

/** Radius of a bar's corners, pixels. */
const ROUNDING = 2.5;

/** Outlines of the notes that are selected or pointed at. */
export function drawMarks(
  pen: CanvasRenderingContext2D,
  view: View,
  shown: readonly ScoreNote[],
  selection: Ids,
  hovered: number | undefined,
  ink: string,
): void {
  pen.strokeStyle = ink;
  for (const note of shown) {
    const chosen = selection.has(note.id);
    if (!chosen && note.id !== hovered) continue;
    const { x, y, width, height } = barOf(view, note);
    pen.lineWidth = chosen ? 2 : 1;
    pen.beginPath();
    pen.roundRect(x, y, width, height, Math.min(ROUNDING, width / 2, height / 2));
    pen.stroke();
  }
}

function barOf(view: View, note: ScoreNote) {
  const gap = view.pixelsPerPitch > 5 ? 1 : 0;
  return {
    x: xOf(view, note.onset),
    y: yOf(view, note.pitch) + gap,
    width: Math.max(LEAST, (note.offset - note.onset) * view.pixelsPerSecond - gap),
    height: Math.max(LEAST, view.pixelsPerPitch - 2 * gap),
  };
}

/**
 * The roll's picture: rows of pitches, time lines and notes.
 *
 * @module
 */
import { LOWEST_PITCH } from "../../lib/frontend/constants.ts";
import { pitchName } from "../../lib/notes/pitch.ts";
import type { Ids } from "../edit/edits.ts";
import { HIGHEST_PITCH, type ScoreNote, type Timbre } from "../edit/score.ts";
import { appearance, hatch } from "./appearance.ts";
import { secondsAt, type Size, type View, xOf, yOf } from "./view.ts";

/** Colours of the page that a picture needs. */
export interface Theme {
  dark: boolean;
  paper: string;
  ink: string;
  faint: string;
  line: string;
  row: string;
  /** Black keys of the piano. */
  key: string;
  /** Shown on hatchings and around notes. */
  edge: string;
  /** Notes that have no timbre yet. */
  untold: string;
  font: string;
}

/** What of the notes is to be seen. */
export interface Notes {
  notes: readonly ScoreNote[];
  timbres: readonly Timbre[];
  selection: Ids;
  hovered: number | undefined;
  /** Whether the timbres are told apart already. */
  told: boolean;
  /** Whether a timbre can be heard; the others are drawn pale. */
  audible(timbre: number): boolean;
}

const BLACK_KEYS = new Set([1, 3, 6, 8, 10]);

/** Opacity of notes that are not heard, and of the softest that are. */
const PALE = 0.22;
const FAINTEST = 0.7;

/** Rows lower than this have no room for hatchings. */
const LEAST_HATCHED = 6;

/** Loudness is drawn in this many steps of opacity. */
const LOUDNESS_STEPS = 4;

export function drawGrid(
  pen: CanvasRenderingContext2D,
  view: View,
  size: Size,
  theme: Theme,
): void {
  pen.fillStyle = theme.paper;
  pen.fillRect(0, 0, size.width, size.height);
  pen.fillStyle = theme.row;
  for (let pitch = LOWEST_PITCH; pitch <= HIGHEST_PITCH; pitch++) {
    if (!BLACK_KEYS.has(pitch % 12)) continue;
    pen.fillRect(0, yOf(view, pitch), size.width, view.pixelsPerPitch);
  }
  pen.fillStyle = theme.line;
  for (let pitch = LOWEST_PITCH; pitch <= HIGHEST_PITCH; pitch += 12) {
    pen.fillRect(0, Math.round(yOf(view, pitch) + view.pixelsPerPitch), size.width, 1);
  }
  for (const { x, whole } of timeLines(view, size)) {
    if (whole) pen.fillRect(Math.round(x), 0, 1, size.height);
  }
}

/** Steps between the lines of the ruler, seconds. */
const STEPS = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600];

/** Least distance of two labelled lines, pixels. */
const LABEL_DISTANCE = 84;

/** Lines of the ruler; `whole` ones bear a label. */
export function timeLines(
  view: View,
  size: Size,
): { x: number; seconds: number; whole: boolean }[] {
  const step = STEPS.find((s) => s * view.pixelsPerSecond >= LABEL_DISTANCE) ?? STEPS.at(-1)!;
  const fine = step / 5;
  const lines = [];
  const end = secondsAt(view, size.width);
  for (let n = Math.floor(view.start / fine); n * fine <= end; n++) {
    const seconds = Number((n * fine).toFixed(3));
    lines.push({ x: xOf(view, seconds), seconds, whole: n % 5 === 0 });
  }
  return lines;
}

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

export function drawNotes(
  pen: CanvasRenderingContext2D,
  view: View,
  shown: readonly ScoreNote[],
  { timbres, selection, hovered, told, audible }: Notes,
  theme: Theme,
  ratio: number,
): void {
  const groups = new Map<number, ScoreNote[]>();
  for (const note of shown) {
    const step = Math.min(LOUDNESS_STEPS - 1, Math.floor(note.velocity * LOUDNESS_STEPS));
    const key = note.timbre * LOUDNESS_STEPS + step;
    const group = groups.get(key);
    if (group) group.push(note);
    else groups.set(key, [note]);
  }
  for (const [key, group] of groups) {
    const timbre = Math.floor(key / LOUDNESS_STEPS);
    const loudness = (key % LOUDNESS_STEPS + 1) / LOUDNESS_STEPS;
    const { colour, hatching } = appearance(timbres[timbre]?.colour ?? 0, theme.dark);
    pen.beginPath();
    for (const note of group) outline(pen, view, note);
    pen.globalAlpha = audible(timbre) ? FAINTEST + (1 - FAINTEST) * loudness : PALE;
    pen.fillStyle = told ? colour : theme.untold;
    pen.fill();
    const strokes = hatch(pen, hatching, theme.edge, ratio);
    if (told && strokes && view.pixelsPerPitch >= LEAST_HATCHED) {
      pen.fillStyle = strokes;
      pen.fill();
    }
    if (view.pixelsPerPitch >= LEAST_HATCHED) {
      pen.strokeStyle = told ? colour : theme.untold;
      pen.lineWidth = 1;
      pen.stroke();
    }
  }
  pen.globalAlpha = 1;
  for (const note of shown) {
    const chosen = selection.has(note.id);
    if (!chosen && note.id !== hovered) continue;
    pen.beginPath();
    outline(pen, view, note);
    pen.strokeStyle = theme.ink;
    pen.lineWidth = chosen ? 2 : 1;
    pen.stroke();
  }
}

/** A note's bar, at least one pixel wide. */
export function outline(pen: CanvasRenderingContext2D, view: View, note: ScoreNote): void {
  const gap = view.pixelsPerPitch > 5 ? 1 : 0;
  const x = xOf(view, note.onset);
  const width = Math.max(1.5, (note.offset - note.onset) * view.pixelsPerSecond - gap);
  const height = Math.max(1.5, view.pixelsPerPitch - 2 * gap);
  const y = yOf(view, note.pitch) + gap;
  if (height < LEAST_HATCHED) pen.rect(x, y, width, height);
  else pen.roundRect(x, y, width, height, Math.min(2.5, width / 2));
}

/** Piano keys down the left edge. */
export function drawKeys(
  pen: CanvasRenderingContext2D,
  view: View,
  size: Size,
  theme: Theme,
): void {
  pen.fillStyle = theme.paper;
  pen.fillRect(0, 0, size.width, size.height);
  pen.font = `11px ${theme.font}`;
  pen.textBaseline = "middle";
  for (let pitch = LOWEST_PITCH; pitch <= HIGHEST_PITCH; pitch++) {
    const y = yOf(view, pitch);
    const black = BLACK_KEYS.has(pitch % 12);
    if (black) {
      pen.fillStyle = theme.key;
      pen.fillRect(0, y + 0.5, size.width * 0.42, view.pixelsPerPitch - 1);
    }
    if (pitch % 12 === 0 || pitch % 12 === 5) {
      pen.fillStyle = theme.line;
      pen.fillRect(0, Math.round(y + view.pixelsPerPitch), size.width, 1);
    }
    if (pitch % 12 === 0) {
      pen.fillStyle = theme.faint;
      pen.fillText(pitchName(pitch), size.width * 0.52, y + view.pixelsPerPitch / 2 + 0.5);
    }
  }
  pen.fillStyle = theme.line;
  pen.fillRect(size.width - 1, 0, 1, size.height);
}

/** The ruler above the notes, and the region that loops. */
export function drawRuler(
  pen: CanvasRenderingContext2D,
  view: View,
  size: Size,
  theme: Theme,
  loop: readonly [number, number] | undefined,
): void {
  pen.fillStyle = theme.paper;
  pen.fillRect(0, 0, size.width, size.height);
  if (loop) {
    const [from, to] = loop.map((seconds) => xOf(view, seconds));
    pen.fillStyle = theme.ink;
    pen.globalAlpha = 0.12;
    pen.fillRect(from, 0, to - from, size.height);
    pen.globalAlpha = 1;
    pen.fillRect(from, size.height - 3, to - from, 3);
  }
  pen.font = `11px ${theme.font}`;
  pen.textBaseline = "alphabetic";
  for (const { x, seconds, whole } of timeLines(view, size)) {
    pen.fillStyle = theme.line;
    pen.fillRect(Math.round(x), size.height - (whole ? 10 : 5), 1, whole ? 10 : 5);
    pen.fillStyle = theme.faint;
    if (whole) pen.fillText(clock(seconds), x + 4, size.height - 9);
  }
  pen.fillStyle = theme.line;
  pen.fillRect(0, size.height - 1, size.width, 1);
}

/** Minutes and seconds, with as many decimals as are told apart. */
export function clock(seconds: number, decimals = Number.isInteger(seconds) ? 0 : 2): string {
  const minutes = Math.floor(seconds / 60 + 1e-9);
  const rest = Math.max(0, seconds - minutes * 60).toFixed(decimals);
  return `${minutes}:${rest.padStart(decimals ? decimals + 3 : 2, "0")}`;
}

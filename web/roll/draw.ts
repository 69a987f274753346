/**
 * The roll's surroundings: rows of pitches, time lines, piano keys and ruler.
 *
 * @module
 */
import { LOWEST_PITCH } from "../../lib/frontend/constants.ts";
import { pitchName } from "../../lib/notes/pitch.ts";
import { HIGHEST_PITCH } from "../edit/score.ts";
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

const BLACK_KEYS = new Set([1, 3, 6, 8, 10]);

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
function timeLines(
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
  const lines = timeLines(view, size);
  const labelled = lines.filter(({ whole }) => whole);
  const decimals = labelled.reduce((most, { seconds }) => Math.max(most, decimalsOf(seconds)), 0);
  for (const { x, seconds, whole } of lines) {
    pen.fillStyle = theme.line;
    pen.fillRect(Math.round(x), size.height - (whole ? 10 : 5), 1, whole ? 10 : 5);
    pen.fillStyle = theme.faint;
    if (whole) pen.fillText(clock(seconds, decimals), x + 4, size.height - 9);
  }
  pen.fillStyle = theme.line;
  pen.fillRect(0, size.height - 1, size.width, 1);
}

/** Decimals that a number is written with. */
const decimalsOf = (x: number) => (String(x).split(".")[1] ?? "").length;

/** Minutes and seconds. */
export function clock(seconds: number, decimals: number): string {
  const minutes = Math.floor(seconds / 60 + 1e-9);
  const rest = Math.max(0, seconds - minutes * 60).toFixed(decimals);
  return `${minutes}:${rest.padStart(decimals ? decimals + 3 : 2, "0")}`;
}

/**
 * Which part of a recording the roll shows.
 *
 * @module
 */
import { LOWEST_PITCH } from "../../lib/frontend/constants.ts";
import { HIGHEST_PITCH } from "../edit/score.ts";

/** A window on time and pitch, in CSS pixels from its top left corner. */
export interface View {
  /** Seconds at the left edge. */
  readonly start: number;
  readonly pixelsPerSecond: number;
  /** Pitch at the top edge; pitch p fills p − 0.5 … p + 0.5. */
  readonly top: number;
  readonly pixelsPerPitch: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const MOST_PIXELS_PER_SECOND = 2000;
const PIXELS_PER_PITCH = { least: 3, most: 40 };

/** Semitones shown above and below the notes. */
const MARGIN = 3;

export const xOf = (view: View, seconds: number): number =>
  (seconds - view.start) * view.pixelsPerSecond;

export const secondsAt = (view: View, x: number): number => view.start + x / view.pixelsPerSecond;

/** Top edge of a pitch's row. */
export const yOf = (view: View, pitch: number): number =>
  (view.top - pitch - 0.5) * view.pixelsPerPitch;

/** Pitch, not rounded, at a height. */
export const pitchAt = (view: View, y: number): number => view.top - y / view.pixelsPerPitch;

/** A view of a whole recording and the pitches of its notes. */
export function fit(size: Size, duration: number, pitches: readonly number[]): View {
  const used = pitches.length > 0 ? pitches : [48, 84];
  const high = used.reduce((a, b) => Math.max(a, b)) + MARGIN;
  const low = used.reduce((a, b) => Math.min(a, b)) - MARGIN;
  const rows = Math.min(high, HIGHEST_PITCH) - Math.max(low, LOWEST_PITCH) + 1;
  return settle(
    {
      start: 0,
      pixelsPerSecond: size.width / Math.max(duration, 0.1),
      top: Math.min(high, HIGHEST_PITCH) + 0.5,
      pixelsPerPitch: size.height / rows,
    },
    size,
    duration,
  );
}

/** Seconds that are seen of a recording under way. */
const LATEST_SECONDS = 20;

/** A view of the latest of a recording under way. @param seconds Recorded so far. */
export function latest(size: Size, seconds: number, pitches: readonly number[]): View {
  const view = fit(size, LATEST_SECONDS, pitches);
  return { ...view, start: Math.max(0, seconds - LATEST_SECONDS) };
}

/** The nearest view that stays within the recording and the pitches there are. */
export function settle(view: View, size: Size, duration: number): View {
  const least = size.width / Math.max(duration, 0.1);
  const pixelsPerSecond = clamp(
    view.pixelsPerSecond,
    least,
    Math.max(least, MOST_PIXELS_PER_SECOND),
  );
  const rows = HIGHEST_PITCH - LOWEST_PITCH + 1;
  const pixelsPerPitch = clamp(
    view.pixelsPerPitch,
    Math.max(PIXELS_PER_PITCH.least, size.height / rows),
    Math.max(PIXELS_PER_PITCH.most, size.height / rows),
  );
  return {
    start: clamp(view.start, 0, Math.max(0, duration - size.width / pixelsPerSecond)),
    pixelsPerSecond,
    top: clamp(
      view.top,
      LOWEST_PITCH - 0.5 + size.height / pixelsPerPitch,
      HIGHEST_PITCH + 0.5,
    ),
    pixelsPerPitch,
  };
}

/** Scales about a point that stays where it is. */
export function zoom(view: View, time: number, pitch: number, x: number, y: number): View {
  return {
    start: secondsAt(view, x) - x / (view.pixelsPerSecond * time),
    pixelsPerSecond: view.pixelsPerSecond * time,
    top: pitchAt(view, y) + y / (view.pixelsPerPitch * pitch),
    pixelsPerPitch: view.pixelsPerPitch * pitch,
  };
}

/** Scales about a point as far as {@linkcode settle} allows. */
export function zoomWithin(
  view: View,
  size: Size,
  duration: number,
  ...[time, pitch, x, y]: [time: number, pitch: number, x: number, y: number]
): View {
  const { pixelsPerSecond, pixelsPerPitch } = settle(zoom(view, time, pitch, x, y), size, duration);
  const [widened, heightened] = [
    pixelsPerSecond / view.pixelsPerSecond,
    pixelsPerPitch / view.pixelsPerPitch,
  ];
  return settle(zoom(view, widened, heightened, x, y), size, duration);
}

/** Moves the window over the recording, pixels. */
export function pan(view: View, dx: number, dy: number): View {
  return {
    ...view,
    start: view.start + dx / view.pixelsPerSecond,
    top: view.top - dy / view.pixelsPerPitch,
  };
}

function clamp(x: number, low: number, high: number): number {
  return Math.min(Math.max(x, low), Math.max(low, high));
}

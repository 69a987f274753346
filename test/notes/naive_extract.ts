/**
 * Note extraction by its definition, on whole arrays.
 *
 * @module
 */
import { LOWEST_PITCH, PITCHES } from "../../lib/frontend/constants.ts";
import type { ExtractedNote, ExtractionOptions } from "../../lib/notes/extract.ts";

/** The posteriorgrams and strengths of a recording, frames × 84 each. */
export interface Heard {
  onset: Float32Array;
  frame: Float32Array;
  strength: Float32Array;
}

/** Every note, by pitch, then onset. */
export function naiveExtract(heard: Heard, options: ExtractionOptions): ExtractedNote[] {
  return Array.from({ length: PITCHES }, (_, p) => {
    const column = (plane: Float32Array) => Array.from(plane).filter((_, i) => i % PITCHES === p);
    return extractPitch(
      LOWEST_PITCH + p,
      column(heard.onset),
      column(heard.frame),
      column(heard.strength),
      options,
    );
  }).flat();
}

function extractPitch(
  pitch: number,
  onset: number[],
  frame: number[],
  strength: number[],
  options: ExtractionOptions,
): ExtractedNote[] {
  const peaks = onset.map((_, t) => t).filter((t) =>
    isPeak(onset, t) && onset[t] >= options.onset &&
    frame.slice(t, t + 5).some((x) => x >= options.frame)
  );
  return peaks.flatMap((t, i) => {
    const next = peaks[i + 1] ?? Infinity;
    const end = Math.min(next, gapAfter(frame, t, options.frame));
    const sounding = frame.slice(t, end);
    while (sounding.length && sounding.at(-1)! < options.frame) sounding.pop();
    const last = t + sounding.length;
    const note = {
      pitch,
      onsetFrame: vertex(onset, t),
      offsetFrame: last === next ? vertex(onset, next) : last,
      onset: onset[t],
      frame: sounding.reduce((sum, x) => sum + x, 0) / sounding.length,
      strength: Math.max(...strength.slice(t, Math.min(t + 9, next))),
    };
    const long = note.offsetFrame - note.onsetFrame >= options.minimumFrames;
    return sounding.length > 0 && long ? [note] : [];
  });
}

function isPeak(onset: number[], t: number): boolean {
  const value = (u: number) => onset[u] ?? 0;
  return [1, 2].every((d) => value(t) > value(t - d) && value(t) >= value(t + d));
}

/** Where the parabola through a peak and its neighbours is highest. */
function vertex(onset: number[], t: number): number {
  const before = onset[t - 1] ?? 0, after = onset[t + 1] ?? 0;
  return t + 0.5 * (before - after) / (before - 2 * onset[t] + after);
}

/** First frame of the first gap of eleven frames under the threshold; silence follows the end. */
function gapAfter(frame: number[], t: number, threshold: number): number {
  while (frame.slice(t, t + 11).some((x) => x >= threshold)) t++;
  return t;
}

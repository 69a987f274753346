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
    isPeak(onset, t) && onset[t] >= options.onset + 0.15 * leastBefore(frame, t) &&
    frame.slice(t, t + 5).some((x) => x >= options.frame)
  );
  const onsets = peaks.map((t) => centre(onset, t));
  onsets.forEach((x, i) => onsets[i] = Math.max(x, onsets[i - 1] ?? 0));
  return peaks.flatMap((t, i) => {
    const next = peaks[i + 1] ?? Infinity;
    const end = Math.min(next, gapAfter(frame, t, options.frame));
    const sounding = frame.slice(t, end);
    while (sounding.length && sounding.at(-1)! < options.frame) sounding.pop();
    const last = t + sounding.length;
    const note = {
      pitch,
      onsetFrame: onsets[i],
      offsetFrame: Math.min(last === next ? Infinity : last, onsets[i + 1] ?? Infinity),
      onset: onset[t],
      frame: sounding.reduce((sum, x) => sum + x, 0) / sounding.length,
      strength: Math.max(...strength.slice(t, Math.min(t + 9, next))),
    };
    const duration = note.offsetFrame - note.onsetFrame;
    const isLong = duration > 0 && duration >= options.minimumFrames;
    return sounding.length > 0 && isLong ? [note] : [];
  });
}

function isPeak(onset: number[], t: number): boolean {
  const value = (u: number) => onset[u] ?? 0;
  return [1, 2].every((d) => value(t) > value(t - d) && value(t) >= value(t + d));
}

/** Least value of the four frames before `t`; silence comes before the start. */
function leastBefore(frame: number[], t: number): number {
  const least = Math.min(...[1, 2, 3, 4].map((d) => frame[t - d] ?? 0));
  return least < 0.02 ? 0 : least;
}

/** Centre of gravity of the frames that the peak at `t` stands among. */
function centre(onset: number[], t: number): number {
  const isLow = (u: number) => u < 0 || u >= onset.length || onset[u] < 0.02;
  const hill = [t];
  for (const step of [-1, 1]) {
    for (let u = t + step; Math.abs(u - t) <= 7 && !isLow(u); u += step) hill.push(u);
  }
  const mass = hill.reduce((sum, u) => sum + onset[u], 0);
  return hill.reduce((sum, u) => sum + u * onset[u], 0) / mass;
}

/** First frame of the first gap of eight frames under the threshold; silence follows the end. */
function gapAfter(frame: number[], t: number, threshold: number): number {
  while (frame.slice(t, t + 8).some((x) => x >= threshold)) t++;
  return t;
}

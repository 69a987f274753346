/**
 * When notes start and how long they are written.
 *
 * @module
 */
import type { Random } from "../../lib/random.ts";
import type { Event } from "./types.ts";

/** A stretch of time, beats. */
export interface Span {
  beat: number;
  beats: number;
}

/** Ways to divide time, from slow to fast, as lengths in beats. */
const CELLS: readonly (readonly number[])[] = [
  [4],
  [2],
  [3, 1],
  [1],
  [1.5, 0.5],
  [0.5, 0.5],
  [0.5, 1, 0.5],
  [1 / 3, 1 / 3, 1 / 3],
  [0.75, 0.25],
  [0.5, 0.25, 0.25],
  [0.25, 0.25, 0.25, 0.25],
  [0.125, 0.125, 0.125, 0.125],
];

/** The index of {@linkcode CELLS} at activity 0 and 1. */
const SLOWEST = 0;
const FASTEST = CELLS.length - 1.2;

/** Fills `span` with cells around an activity of 0 (whole notes) … 1 (runs). */
export function rhythm(random: Random, span: Span, activity: number): Span[] {
  const out: Span[] = [];
  const end = span.beat + span.beats - 1e-6;
  const centre = SLOWEST + activity * (FASTEST - SLOWEST);
  let beat = span.beat;
  while (beat < end) {
    const index = Math.round(random.normal(centre, 1.5));
    const cell = CELLS[Math.min(CELLS.length - 1, Math.max(0, index))];
    for (const length of cell) {
      if (beat >= end) break;
      const beats = Math.min(length, span.beat + span.beats - beat);
      out.push({ beat, beats });
      beat += beats;
    }
  }
  return out;
}

/** Phrases of `sounding` beats or so with rests between them, over `beats` beats. */
export function phrases(random: Random, beats: number, sounding: number, rest: number): Span[] {
  const out: Span[] = [];
  let beat = random.chance(0.4) ? random.integer(0, 4) / 2 : 0;
  while (beat < beats) {
    const length = Math.max(1, Math.round(sounding * random.logUniform(0.5, 2) * 2) / 2);
    out.push({ beat, beats: Math.min(length, beats - beat) });
    beat += length + (random.chance(0.5) ? 0.5 : Math.round(rest * random.uniform(0.3, 2) * 2) / 2);
  }
  return out;
}

/** How strong a beat is in a metre: 1 on the bar line, 0 on the weakest subdivision. */
export function stress(beat: number, metre: number): number {
  const close = (x: number) => Math.abs(x - Math.round(x)) < 0.01;
  if (close(beat / metre)) return 1;
  if (metre % 2 === 0 && close(2 * beat / metre)) return 0.7;
  if (close(beat)) return 0.5;
  return close(2 * beat) ? 0.25 : 0;
}

/** Events whose longer notes are struck again every `step` beats. */
export function strokes(events: readonly Event[], step: number): Event[] {
  return events.flatMap((event) => {
    const count = Math.max(1, Math.round(event.beats / step));
    const beats = event.beats / count;
    return Array.from({ length: count }, (_, i) => ({
      ...event,
      beat: event.beat + i * beats,
      beats,
    }));
  });
}

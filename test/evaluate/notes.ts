/**
 * Random notes for the properties of metrics.
 *
 * @module
 */
import fc from "fast-check";
import type { PlayedNote } from "../../lib/evaluate/velocity.ts";

/** Times on a grid of 1/128 s: many notes lie close, and sums and differences are exact. */
export const TICK = 1 / 128;

const note: fc.Arbitrary<PlayedNote> = fc.record({
  onset: fc.integer({ min: 0, max: 100 }),
  length: fc.integer({ min: 1, max: 60 }),
  pitch: fc.integer({ min: 58, max: 63 }),
  velocity: fc.integer({ min: 0, max: 127 }),
}).map(({ onset, length, pitch, velocity }) => ({
  onset: onset * TICK,
  offset: (onset + length) * TICK,
  pitch,
  velocity: velocity / 127,
}));

/** A crowd of notes within a second and half an octave; never none. */
export const someNotes = fc.array(note, { minLength: 1, maxLength: 25 });

/** `notes` that many seconds later. */
export function later<N extends { onset: number; offset: number }>(
  notes: readonly N[],
  seconds: number,
): N[] {
  return notes.map((n) => ({ ...n, onset: n.onset + seconds, offset: n.offset + seconds }));
}

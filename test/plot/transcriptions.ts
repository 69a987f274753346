/**
 * Transcriptions with mistakes, for tests of their pictures.
 *
 * @module
 */
import fc from "fast-check";
import { mistakesOf } from "../../lib/evaluate/mistakes.ts";

const notes = fc.array(
  fc.record({
    onset: fc.integer({ min: 0, max: 40 }),
    seconds: fc.integer({ min: 1, max: 8 }),
    pitch: fc.integer({ min: 36, max: 84 }),
  })
    .map(({ onset, seconds, pitch }) => ({
      onset: onset / 8,
      offset: (onset + seconds) / 8,
      pitch,
    })),
  { maxLength: 20 },
);

/** What became of the notes of some music that some other was taken for. */
export const transcriptions = fc.tuple(notes, notes, fc.nat(20))
  .map(([played, wrong, right]) => mistakesOf(played, [...played.slice(0, right), ...wrong]));

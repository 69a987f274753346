import fc from "fast-check";
import assert from "node:assert/strict";
import type { Performer, Score } from "../../synth/score/types.ts";

export const seed = fc.integer({ min: 0, max: 2 ** 31 - 1 });

export const performer: fc.Arbitrary<Performer> = fc.record({
  low: fc.integer({ min: 24, max: 88 }),
  span: fc.integer({ min: 12, max: 60 }),
  polyphonic: fc.boolean(),
  rings: fc.boolean(),
}).map(({ low, span, polyphonic, rings }) => ({
  low,
  high: Math.min(107, low + span),
  polyphonic,
  rings: rings && polyphonic,
}));

export const ensemble = fc.array(performer, { minLength: 1, maxLength: 6 });

/** Throws where a score asks for what a player cannot do, or a tessitura leaves the range. */
export function assertPlayable(
  score: Score,
  performers: readonly Performer[],
  seconds: number,
): void {
  assert.equal(score.length, performers.length);
  for (const [i, { roles, tessitura, notes }] of score.entries()) {
    const { low, high, polyphonic } = performers[i];
    assert.ok(roles.length > 0 && tessitura.length > 0);
    assert.ok(tessitura.every((band) => band.low >= low && band.high <= high));
    const ends = new Map<number, number>();
    for (const [n, note] of notes.entries()) {
      assert.ok(Number.isInteger(note.pitch));
      assert.ok(note.pitch >= low && note.pitch <= high, `${note.pitch} is not in ${low}–${high}`);
      assert.ok(note.onset >= (notes[n - 1]?.onset ?? 0));
      assert.ok(note.onset + note.seconds <= seconds + 1e-9);
      assert.ok(note.seconds > 0 && note.velocity > 0 && note.velocity <= 1);
      const key = polyphonic ? note.pitch : 0;
      assert.ok((ends.get(key) ?? 0) <= note.onset + 1e-9, `two notes at once at ${note.onset}`);
      ends.set(key, note.onset + note.seconds);
    }
  }
}

import fc from "fast-check";
import assert from "node:assert/strict";
import { Random } from "../../lib/random.ts";
import { compose } from "../../synth/score/compose.ts";
import { playable } from "../../synth/score/playable.ts";
import { bandAround } from "../../synth/score/registers.ts";
import type { Performer, Score } from "../../synth/score/types.ts";

const SECONDS = 10;

const performer: fc.Arbitrary<Performer> = fc.record({
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

const ensemble = fc.array(performer, { minLength: 1, maxLength: 5 });
const seed = fc.integer({ min: 0, max: 2 ** 31 - 1 });

/** Throws where a score asks for what a player cannot do. */
function assertPlayable(score: Score, performers: readonly Performer[]): void {
  assert.equal(score.length, performers.length);
  for (const [i, { notes: part }] of score.entries()) {
    const { low, high, polyphonic } = performers[i];
    for (const [n, note] of part.entries()) {
      assert.ok(note.pitch >= low && note.pitch <= high, `${note.pitch} is not in ${low}–${high}`);
      assert.ok(Number.isInteger(note.pitch));
      assert.ok(note.onset >= 0 && note.onset + note.seconds <= SECONDS + 1e-9);
      assert.ok(note.seconds > 0 && note.velocity > 0 && note.velocity <= 1);
      for (const later of part.slice(n + 1)) {
        assert.ok(later.onset >= note.onset);
        if (polyphonic && later.pitch !== note.pitch) continue;
        assert.ok(note.onset + note.seconds <= later.onset + 1e-9, "two notes at once");
      }
    }
  }
}

/** All pitches of many pieces for the same performers. */
function pieces(performers: readonly Performer[], count: number): Score[] {
  return Array.from({ length: count }, (_, i) => compose(new Random(i), performers, SECONDS));
}

Deno.test("compose() asks no player for what it cannot do", () => {
  fc.assert(
    fc.property(ensemble, seed, (performers, seed) => {
      assertPlayable(compose(new Random(seed), performers, SECONDS), performers);
    }),
    { seed: 2, numRuns: 150 },
  );
});

Deno.test("compose() writes the same piece for the same seed, another for another", () => {
  const performers = [{ low: 48, high: 80, polyphonic: false, rings: false }, {
    low: 40,
    high: 90,
    polyphonic: true,
    rings: false,
  }];
  const piece = (seed: number) => compose(new Random(seed), performers, SECONDS);
  assert.deepEqual(piece(7), piece(7));
  assert.notDeepEqual(piece(7), piece(8));
});

Deno.test("compose() moves a single line mostly by step", () => {
  const sizes = pieces([{ low: 50, high: 80, polyphonic: false, rings: false }], 60).flatMap((
    [{ notes: part }],
  ) => part.slice(1).map((note, i) => Math.abs(note.pitch - part[i].pitch)));
  const share = (test: (size: number) => boolean) => sizes.filter(test).length / sizes.length;
  assert.ok(share((s) => s <= 2) > 0.55, `steps: ${share((s) => s <= 2)}`);
  assert.ok(share((s) => s > 7) < 0.08, `wide leaps: ${share((s) => s > 7)}`);
  assert.ok(share((s) => s === 0) > 0.05, `repeated notes: ${share((s) => s === 0)}`);
});

Deno.test("compose() makes players sound together in consonances more often than by chance", () => {
  const performers = [50, 55].map((low) => ({
    low,
    high: low + 24,
    polyphonic: false,
    rings: false,
  }));
  let consonant = 0;
  let pairs = 0;
  for (const [first, second] of pieces(performers, 80)) {
    for (const a of first.notes) {
      for (const b of second.notes) {
        if (b.onset > a.onset + a.seconds || b.onset + b.seconds < a.onset) continue;
        pairs++;
        if ([0, 3, 4, 5, 7, 8, 9].includes(Math.abs(a.pitch - b.pitch) % 12)) consonant++;
      }
    }
  }
  assert.ok(consonant / pairs > 7 / 12 + 0.1, `${consonant} of ${pairs}`);
});

Deno.test("bandAround() stays within the player's range", () => {
  fc.assert(
    fc.property(
      performer,
      fc.integer({ min: 0, max: 127 }),
      fc.integer({ min: 1, max: 60 }),
      (player, centre, width) => {
        const band = bandAround(player, centre, width);
        assert.ok(band.low >= player.low && band.high <= player.high);
        assert.equal(band.high - band.low, Math.min(width, player.high - player.low));
      },
    ),
    { seed: 3, numRuns: 300 },
  );
});

Deno.test("playable() lets a line play one note at a time, and chords together", () => {
  const notes = [60, 64, 67].map((pitch) => ({ onset: 1, seconds: 1, pitch, velocity: 0.5 }));
  const performer = { low: 40, high: 80 };
  assert.equal(
    playable(notes, { ...performer, polyphonic: true, rings: false }, SECONDS).length,
    3,
  );
  const line = playable(notes, { ...performer, polyphonic: false, rings: false }, SECONDS);
  assert.deepEqual(line.map((n) => n.pitch), [67]);
});

Deno.test("playable() ends a note before its pitch is struck again", () => {
  const notes = [1, 1.5].map((onset) => ({ onset, seconds: 2, pitch: 60, velocity: 0.5 }));
  const [first, second] = playable(
    notes,
    { low: 0, high: 127, polyphonic: true, rings: false },
    SECONDS,
  );
  assert.ok(first.onset + first.seconds < second.onset);
});

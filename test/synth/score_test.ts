import fc from "fast-check";
import assert from "node:assert/strict";
import { Random } from "../../lib/random.ts";
import { pitchLabels, rankLabels } from "../../lib/evaluate/baselines.ts";
import { compareLabels } from "../../lib/evaluate/labels.ts";
import { compose } from "../../synth/score/compose.ts";
import { drawTurns } from "../../synth/score/exchange.ts";
import { folded } from "../../synth/score/fit.ts";
import { playable } from "../../synth/score/playable.ts";
import { type Arrangement, ARRANGEMENTS, bandAround } from "../../synth/score/registers.ts";
import type { Performer, Score } from "../../synth/score/types.ts";

import { assertPlayable, ensemble, performer, seed } from "./performers.ts";

const SECONDS = 10;
const NAMES = Object.keys(ARRANGEMENTS) as Arrangement[];

/** Players who all have the pitches from 50 to 74. */
const neighbours = fc.array(
  fc.record({ low: fc.integer({ min: 24, max: 50 }), high: fc.integer({ min: 74, max: 107 }) }),
  { minLength: 1, maxLength: 6 },
).map((bands) => bands.map((band): Performer => ({ ...band, polyphonic: false, rings: false })));

function line(low: number, high: number): Performer {
  return { low, high, polyphonic: false, rings: false };
}

/** All notes of many pieces for the same performers. */
function pieces(performers: readonly Performer[], count: number): Score[] {
  return Array.from({ length: count }, (_, i) => compose(new Random(i), performers, SECONDS));
}

Deno.test("compose() asks no player for what it cannot do", () => {
  fc.assert(
    fc.property(ensemble, seed, (performers, seed) => {
      assertPlayable(compose(new Random(seed), performers, SECONDS), performers, SECONDS);
    }),
    { seed: 2, numRuns: 300 },
  );
});

Deno.test("compose() keeps all players of a neutral arrangement within 20 semitones", () => {
  fc.assert(
    fc.property(neighbours, seed, (performers, seed) => {
      const score = compose(new Random(seed), performers, SECONDS, { arrangement: "neutral" });
      assertPlayable(score, performers, SECONDS);
      const [band] = score[0].tessitura;
      assert.ok(band.high - band.low <= 20);
      for (const { tessitura, notes } of score) {
        assert.deepEqual(tessitura, [band]);
        assert.ok(notes.every((n) => n.pitch >= band.low && n.pitch <= band.high));
      }
    }),
    { seed: 4, numRuns: 150 },
  );
});

Deno.test("compose() refuses one register for players who do not share an octave", () => {
  assert.throws(
    () => compose(new Random(1), [line(30, 60), line(55, 90)], 5, { arrangement: "neutral" }),
    /^Error: Cannot write for players in one register: they share 55–60, less than an octave/,
  );
});

Deno.test("compose() gives no player away by register in a neutral arrangement", () => {
  for (const count of [2, 3, 4]) {
    const players = Array.from({ length: count }, (_, i) => line(40 + i, 80 + 2 * i));
    let rank = 0;
    let pitch = 0;
    for (let i = 0; i < 50; i++) {
      const notes = compose(new Random(i), players, 30, { arrangement: "neutral" })
        .flatMap(({ notes }, player) =>
          notes.map((n) => ({ ...n, offset: n.onset + n.seconds, player }))
        );
      const truth = notes.map((n) => n.player);
      rank += compareLabels(truth, rankLabels(notes, count)).adjustedRand / 50;
      pitch += compareLabels(truth, pitchLabels(notes, count)).adjustedRand / 50;
    }
    assert.ok(rank < 0.1, `${count} players: adjusted Rand index ${rank} by rank`);
    assert.ok(pitch < 0.1, `${count} players: adjusted Rand index ${pitch} by pitch`);
  }
});

Deno.test("compose() gives both hands of a wide arrangement all that a player of chords has", () => {
  const piano: Performer = { low: 24, high: 107, polyphonic: true, rings: true };
  const spread = (arrangement: Arrangement, player: number) => {
    const pitches = Array.from(
      { length: 40 },
      (_, i) =>
        compose(new Random(i), [piano, line(60, 96)], SECONDS, { arrangement })[player].notes
          .map((n) => n.pitch).sort((a, b) => a - b),
    );
    const middle = pitches.map((p) =>
      p[Math.floor(0.9 * p.length)] - p[Math.floor(0.1 * p.length)]
    );
    return middle.reduce((sum, x) => sum + x, 0) / middle.length;
  };
  const hands = { free: spread("free", 0), wide: spread("wide", 0) };
  assert.ok(hands.wide > 36 && hands.free < 24, JSON.stringify(hands));
  const lines = { free: spread("free", 1), wide: spread("wide", 1) };
  assert.ok(Math.abs(lines.wide - lines.free) < 4, JSON.stringify(lines));
});

Deno.test("compose() writes the same piece for the same seed, another for another", () => {
  const performers = [line(48, 80), { low: 40, high: 90, polyphonic: true, rings: false }];
  const piece = (seed: number) => compose(new Random(seed), performers, SECONDS);
  assert.deepEqual(piece(7), piece(7));
  assert.notDeepEqual(piece(7), piece(8));
});

Deno.test("compose() writes the same an octave higher for players an octave higher", () => {
  const names = NAMES.filter((name) => name !== "layered" && name !== "swapped");
  fc.assert(
    fc.property(neighbours, seed, fc.constantFrom(...names), (performers, seed, arrangement) => {
      const play = (octave: number) =>
        compose(
          new Random(seed),
          performers.map((p) => ({ ...p, low: p.low + octave, high: p.high + octave })),
          SECONDS,
          { arrangement },
        );
      const raised = play(0).map(({ notes }) => notes.map((n) => ({ ...n, pitch: n.pitch + 12 })));
      assert.deepEqual(play(12).map(({ notes }) => notes), raised);
    }),
    { seed: 5, numRuns: 100 },
  );
});

Deno.test("compose() moves a single line mostly by step", () => {
  const sizes = pieces([line(50, 80)], 200).flatMap(([{ notes }]) =>
    notes.slice(1).map((note, i) => Math.abs(note.pitch - notes[i].pitch))
  );
  const share = (test: (size: number) => boolean) => sizes.filter(test).length / sizes.length;
  assert.ok(share((s) => s <= 2) > 0.55, `steps: ${share((s) => s <= 2)}`);
  assert.ok(share((s) => s > 7) < 0.08, `wide leaps: ${share((s) => s > 7)}`);
  assert.ok(share((s) => s === 0) > 0.05, `repeated notes: ${share((s) => s === 0)}`);
});

Deno.test("compose() makes players sound together in consonances more often than by chance", () => {
  let consonant = 0;
  let pairs = 0;
  for (const [first, second] of pieces([line(50, 74), line(55, 79)], 80)) {
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

Deno.test("compose() reaches every pitch that its players have", () => {
  const performers = [line(24, 60), line(50, 90), line(80, 107)];
  const heard = new Set(
    pieces(performers, 400).flatMap((score) => score.flatMap((p) => p.notes.map((n) => n.pitch))),
  );
  assert.equal(heard.size, 84);
});

Deno.test("compose() writes every role, vibrato and glides, but bends no chords", () => {
  const performers = [line(40, 70), { low: 36, high: 90, polyphonic: true, rings: true }];
  const scores = pieces([...performers, line(55, 85)], 200);
  assert.deepEqual(
    [...new Set(scores.flatMap((score) => score.flatMap((part) => part.roles)))].sort(),
    ["arpeggio", "bass", "chords", "inner voice", "melody", "ostinato"],
  );
  const notes = (player: number) => scores.flatMap((score) => score[player].notes);
  assert.ok(notes(0).some((n) => n.vibrato) && notes(0).some((n) => n.bend));
  assert.ok(notes(0).every((n) => n.vibrato === undefined || n.seconds >= 0.25));
  assert.ok(notes(1).every((n) => n.vibrato === undefined && n.bend === undefined));
});

Deno.test("drawTurns() moves every player to another part at each turn", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 6 }),
      fc.double({ min: 2, max: 60, noNaN: true }),
      seed,
      (players, length, seed) => {
        const turns = drawTurns(new Random(seed), players, length, 8);
        assert.ok(turns.length >= 4);
        turns.forEach(({ from, to, parts }, i) => {
          assert.deepEqual(parts.toSorted(), Array.from({ length: players }, (_, p) => p));
          assert.equal(from, i === 0 ? -Infinity : turns[i - 1].to);
          if (i > 0) assert.ok(parts.every((part, p) => part !== turns[i - 1].parts[p]));
          assert.ok(i === turns.length - 1 ? to === Infinity : to < length);
        });
      },
    ),
    { seed: 6, numRuns: 200 },
  );
});

Deno.test("folded() moves each note by octaves to the nearest place in the band", () => {
  const band = { low: 50, high: 70 };
  const pitches = folded([20, 49, 50, 70, 71, 107].map((pitch) => ({ pitch })), band);
  assert.deepEqual(pitches.map((n) => n.pitch), [56, 61, 50, 70, 59, 59]);
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
  const chords = { ...line(40, 80), polyphonic: true };
  assert.equal(playable(notes, chords, SECONDS).length, 3);
  assert.deepEqual(playable(notes, line(40, 80), SECONDS).map((n) => n.pitch), [67]);
});

Deno.test("playable() ends a note before its pitch is struck again", () => {
  const notes = [1, 1.5].map((onset) => ({ onset, seconds: 2, pitch: 60, velocity: 0.5 }));
  const [first, second] = playable(notes, { ...line(0, 127), polyphonic: true }, SECONDS);
  assert.ok(first.onset + first.seconds < second.onset);
});

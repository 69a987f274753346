import assert from "node:assert/strict";
import fc from "fast-check";
import { BINS, PITCHES } from "../../lib/frontend/constants.ts";
import { PARTIALS, unlikeness } from "../../lib/timbre/outline.ts";
import { lowestBin, PORTRAIT_BINS, portray, type Scene, SLOTS } from "../../lib/timbre/portrait.ts";
import { FACTS, facts, type Placed, RELATIONS, relations } from "../../lib/timbre/relations.ts";

const FRAMES = 120;

/** A scene of these energies, in which some pitches sound all the time. */
function scene(energy: Float32Array, start = 0, sounding: readonly number[] = []): Scene {
  const frames = energy.length / BINS;
  const activity = new Float32Array(frames * PITCHES);
  for (let frame = 0; frame < frames; frame++) {
    for (const pitch of sounding) activity[frame * PITCHES + pitch - 24] = 1;
  }
  return { energy, activity, start };
}

/** Energies that are `partials` of a pitch, lasting from frame 10 on. */
function harmonic(pitch: number, partials: readonly number[], gain = 1): Float32Array {
  const values = new Float32Array(FRAMES * BINS);
  const fundamental = 3 * (pitch - 24) + 1;
  for (let frame = 10; frame < FRAMES; frame++) {
    partials.forEach((energy, i) => {
      const bin = fundamental + Math.round(36 * Math.log2(i + 1));
      if (bin < BINS) values[frame * BINS + bin] = gain * energy;
    });
  }
  return values;
}

const SPAN = { pitch: 48, onset: 10, offset: 60 };

Deno.test("portray() sees the same picture whatever the pitch and the gain", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 40, max: 62 }),
      fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
      fc.array(fc.double({ min: 1e-3, max: 1, noNaN: true }), { minLength: 7, maxLength: 7 }),
      (pitch, gain, partials) => {
        const here = portray(scene(harmonic(48, partials)), SPAN);
        const values = harmonic(pitch, partials, gain);
        const there = portray(scene(values), { ...SPAN, pitch });
        here.spectrum.forEach((x, i) => {
          const bin = i % PORTRAIT_BINS + lowestBin(pitch);
          const inside = bin < BINS && i % PORTRAIT_BINS + lowestBin(48) < BINS;
          if (inside) assert(Math.abs(x - there.spectrum[i]) < 1e-4);
        });
        assert(Math.abs(there.loudness - here.loudness - Math.log(gain)) < 1e-4);
      },
    ),
    { seed: 1, numRuns: 50 },
  );
});

Deno.test("portray() hears the slots that the note lasts into, and no frame it was not given", () => {
  const values = harmonic(48, [1, 0.5]);
  const whole = portray(scene(values), { ...SPAN, offset: 200 });
  assert.deepEqual([...whole.heard], new Array(SLOTS).fill(1));
  const short = portray(scene(values), { ...SPAN, offset: 12 });
  assert.deepEqual(
    [...short.heard].map((x, i) => x && i),
    [0, 1, 2, 3].concat(new Array(12).fill(0)),
  );
  const late = portray(scene(values.subarray(16 * BINS), 16), SPAN);
  assert.deepEqual([...late.heard.subarray(0, 8)], [0, 0, 0, 0, 0, 0, 0, 1]);
  assert.deepEqual(
    [...late.spectrum.subarray(8 * PORTRAIT_BINS)],
    [...portray(scene(values), SPAN).spectrum.subarray(8 * PORTRAIT_BINS)],
  );
});

Deno.test("portray() places partials where their number says", () => {
  const { spectrum } = portray(scene(harmonic(48, [1, 0, 0, 0.25])), SPAN);
  const slot = spectrum.subarray(10 * PORTRAIT_BINS, 11 * PORTRAIT_BINS);
  const loud = [...slot.keys()].filter((bin) => slot[bin] > 0);
  assert.deepEqual(loud, [36, 36 + 72]);
  assert(Math.abs(slot[36 + 72] - slot[36] - Math.log(0.25) / 3) < 1e-3);
});

Deno.test("portray() of silence is finite", () => {
  const { spectrum, loudness } = portray(scene(new Float32Array(FRAMES * BINS)), SPAN);
  assert(spectrum.every(Number.isFinite));
  assert(Number.isFinite(loudness));
});

function numbers(min: number, max: number, length: number): fc.Arbitrary<Float32Array> {
  return fc.array(fc.double({ min, max, noNaN: true }), { minLength: length, maxLength: length })
    .map((values) => Float32Array.from(values));
}

const placed: fc.Arbitrary<Placed> = fc.record({
  onset: fc.double({ min: 0, max: 30, noNaN: true }),
  offset: fc.double({ min: 0.02, max: 3, noNaN: true }),
  pitch: fc.integer({ min: 24, max: 107 }),
  loudness: fc.double({ min: -20, max: 5, noNaN: true }),
  outline: fc.record({
    partials: numbers(-9, 0, PARTIALS),
    own: numbers(0, 1, PARTIALS),
    attack: numbers(-7, 0, 7),
  }),
}).map((note) => ({ ...note, offset: note.onset + note.offset }));

Deno.test("relations() are symmetric, bounded, and the same for music moved in time and pitch", () => {
  fc.assert(
    fc.property(fc.array(placed, { minLength: 1, maxLength: 6 }), (notes) => {
      const count = notes.length;
      const found = relations(notes);
      const moved = relations(notes.map((note) => ({
        onset: note.onset + 5,
        offset: note.offset + 5,
        pitch: note.pitch - 3,
        loudness: note.loudness + 1,
        outline: note.outline,
      })));
      assert.equal(found.length, RELATIONS * count * count);
      found.forEach((x, at) => {
        const [i, r, j] = [
          Math.floor(at / count) % count,
          Math.floor(at / count / count),
          at % count,
        ];
        assert.equal(x, found[(r * count + j) * count + i]);
        assert(x >= 0 && x <= 7);
        assert(Math.abs(x - moved[at]) < 1e-5);
      });
    }),
    { seed: 2, numRuns: 50 },
  );
});

Deno.test("facts() do not depend on the level of the recording", () => {
  fc.assert(
    fc.property(fc.array(placed, { minLength: 1, maxLength: 6 }), (notes) => {
      const found = facts(notes);
      const louder = facts(notes.map((note) => ({ ...note, loudness: note.loudness + 4 })));
      assert.equal(found.length, FACTS * notes.length);
      found.forEach((x, i) => assert(Math.abs(x - louder[i]) < 1e-5));
    }),
    { seed: 3, numRuns: 50 },
  );
});

Deno.test("portray() marks the partials that other pitches cover", () => {
  const energy = harmonic(48, new Array(16).fill(1));
  const alone = portray(scene(energy, 0, [48]), SPAN).outline.own;
  assert.deepEqual([...alone], new Array(PARTIALS).fill(1));
  const withOctave = portray(scene(energy, 0, [48, 60]), SPAN).outline.own;
  const even = [...withOctave.keys()].filter((h) => (h + 1) % 2 === 0);
  for (const h of even) assert.equal(withOctave[h], 0);
  assert.equal(withOctave[0], 1);
  assert.equal(withOctave[2], 1);
  const below = portray(scene(energy, 0, [48, 36]), SPAN).outline.own;
  assert(below.subarray(0, 8).every((own) => own === 0));
});

Deno.test("unlikeness() grows with the difference of partials, and not with loudness or what is covered", () => {
  const outline = (partials: number[], energy = 1, sounding: number[] = []) =>
    portray(scene(harmonic(48, partials, energy), 0, sounding), SPAN).outline;
  const flat = new Array(16).fill(1);
  const hollow = flat.map((_, h) => h % 2 === 1 ? 0.05 : 1);
  const [same] = unlikeness(outline(flat), outline(flat, 0.01));
  const [other, compared] = unlikeness(outline(flat), outline(hollow));
  const [covered, left] = unlikeness(outline(flat, 1, [60]), outline(hollow, 1, [60]));
  assert(other > same + 0.5);
  assert(Math.abs(covered - same) < 0.1);
  assert(left < compared);
  assert.equal(compared, 1);
});

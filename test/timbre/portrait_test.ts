import assert from "node:assert/strict";
import fc from "fast-check";
import { BINS } from "../../lib/frontend/constants.ts";
import { lowestBin, PORTRAIT_BINS, portray, SLOTS } from "../../lib/timbre/portrait.ts";
import { FACTS, facts, type Placed, RELATIONS, relations } from "../../lib/timbre/relations.ts";

const FRAMES = 120;

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
        const here = portray({ values: harmonic(48, partials), start: 0 }, SPAN);
        const values = harmonic(pitch, partials, gain);
        const there = portray({ values, start: 0 }, { ...SPAN, pitch });
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
  const whole = portray({ values, start: 0 }, { ...SPAN, offset: 200 });
  assert.deepEqual([...whole.heard], new Array(SLOTS).fill(1));
  const short = portray({ values, start: 0 }, { ...SPAN, offset: 12 });
  assert.deepEqual(
    [...short.heard].map((x, i) => x && i),
    [0, 1, 2, 3].concat(new Array(12).fill(0)),
  );
  const late = portray({ values: values.subarray(16 * BINS), start: 16 }, SPAN);
  assert.deepEqual([...late.heard.subarray(0, 8)], [0, 0, 0, 0, 0, 0, 0, 1]);
  assert.deepEqual(
    [...late.spectrum.subarray(8 * PORTRAIT_BINS)],
    [...portray({ values, start: 0 }, SPAN).spectrum.subarray(8 * PORTRAIT_BINS)],
  );
});

Deno.test("portray() places partials where their number says", () => {
  const { spectrum } = portray({ values: harmonic(48, [1, 0, 0, 0.25]), start: 0 }, SPAN);
  const slot = spectrum.subarray(10 * PORTRAIT_BINS, 11 * PORTRAIT_BINS);
  const loud = [...slot.keys()].filter((bin) => slot[bin] > 0);
  assert.deepEqual(loud, [36, 36 + 72]);
  assert(Math.abs(slot[36 + 72] - slot[36] - Math.log(0.25) / 3) < 1e-3);
});

Deno.test("portray() of silence is finite", () => {
  const { spectrum, loudness } = portray(
    { values: new Float32Array(FRAMES * BINS), start: 0 },
    SPAN,
  );
  assert(spectrum.every(Number.isFinite));
  assert(Number.isFinite(loudness));
});

const placed: fc.Arbitrary<Placed> = fc.record({
  onset: fc.double({ min: 0, max: 30, noNaN: true }),
  offset: fc.double({ min: 0.02, max: 3, noNaN: true }),
  pitch: fc.integer({ min: 24, max: 107 }),
  loudness: fc.double({ min: -20, max: 5, noNaN: true }),
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
      })));
      assert.equal(found.length, RELATIONS * count * count);
      found.forEach((x, at) => {
        const [i, r, j] = [
          Math.floor(at / count / RELATIONS),
          Math.floor(at / count) % RELATIONS,
          at % count,
        ];
        assert.equal(x, found[(j * RELATIONS + r) * count + i]);
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

import fc from "fast-check";
import assert from "node:assert/strict";
import { SAMPLE_RATE } from "../../../lib/frontend/constants.ts";
import { Random } from "../../../lib/random.ts";
import { PROCEDURAL, type Procedural } from "../../../synth/timbre/procedural.ts";
import { hertz } from "../../../synth/timbre/timbre.ts";
import { bands, detuning, peak, rootMeanSquare } from "./measure.ts";

const SOURCES = Object.keys(PROCEDURAL) as Procedural[];
const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const seconds = (from: number, to: number) =>
  [Math.round(from * SAMPLE_RATE), Math.round(to * SAMPLE_RATE)] as const;

Deno.test("procedural timbres sound every note of their range, finite and without clicks", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...SOURCES),
      seeds,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0.05, max: 1.5, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (source, seed, place, length, velocity) => {
        const timbre = PROCEDURAL[source]({ seed });
        assert.ok(timbre.low >= 24 && timbre.high <= 107 && timbre.high - timbre.low >= 12);
        const pitch = Math.round(timbre.low + place * (timbre.high - timbre.low));
        const { samples, lead } = timbre.note(pitch, length, velocity, new Random(seed));
        assert.equal(lead, 0);
        assert.ok(samples.length >= length * SAMPLE_RATE && samples.every(Number.isFinite));
        const loudest = peak(samples);
        assert.ok(loudest > 1e-4);
        assert.ok(Math.abs(samples.at(-1)!) < 1e-3 * loudest, "ends in silence");
        if (source !== "karplus") assert.ok(Math.abs(samples[0]) < 0.06 * loudest, "starts softly");
      },
    ),
    { seed: 4, numRuns: 400 },
  );
});

Deno.test("procedural timbres are the same each time, and different for each seed", () => {
  for (const source of SOURCES) {
    const note = (seed: number, twin?: number) =>
      PROCEDURAL[source]({ seed, twin }).note(62, 0.3, 0.6, new Random(9)).samples;
    assert.deepEqual(note(3), note(3));
    assert.deepEqual(note(3, 8), note(3, 8));
    assert.notDeepEqual(note(3), note(4));
    assert.notDeepEqual(note(3), note(3, 8));
    assert.notDeepEqual(note(3, 8), note(3, 9));
  }
});

Deno.test("procedural timbres are in tune within 5 cents", () => {
  for (const source of SOURCES) {
    for (let seed = 0; seed < 12; seed++) {
      const timbre = PROCEDURAL[source]({ seed });
      const pitch = Math.max(timbre.low, Math.min(timbre.high, 55 + 3 * seed)) + 0.3;
      const { samples } = timbre.note(pitch, 2.5, 0.7, new Random(seed));
      const steady = samples.subarray(...seconds(0.15, 2.4));
      // Struck bodies and stiff strings are inharmonic.
      const cents = detuning(steady, pitch, timbre.sustained ? 4 : 1);
      assert.ok(Math.abs(cents) <= 5, `${timbre.key} at ${pitch} is off by ${cents.toFixed(1)}`);
    }
  }
});

Deno.test("procedural timbres last while they are held, or die away", () => {
  for (const source of SOURCES) {
    for (let seed = 0; seed < 12; seed++) {
      const timbre = PROCEDURAL[source]({ seed });
      const pitch = Math.max(60, timbre.low);
      const { samples } = timbre.note(pitch, 3, 0.7, new Random(seed));
      const early = rootMeanSquare(samples.subarray(...seconds(0.1, 0.4)));
      const late = rootMeanSquare(samples.subarray(...seconds(2.6, 2.9)));
      if (timbre.sustained) assert.ok(late > 0.1 * early, `${timbre.key} fades: ${late / early}`);
      else assert.ok(late < 0.6 * early, `${timbre.key} stays: ${late / early}`);
    }
  }
});

/** Root mean square difference of the bands of two notes at the same level, dB. */
function distance(a: Float32Array, b: Float32Array): number {
  const [x, y] = [a, b].map(bands);
  const loudest = Math.max(...x, ...y);
  const heard = x.map((_, i) => i).filter((i) => Math.max(x[i], y[i]) > loudest - 60);
  const differences = heard.map((i) => x[i] - y[i]);
  const mean = differences.reduce((sum, d) => sum + d, 0) / differences.length;
  const square = differences.reduce((sum, d) => sum + (d - mean) ** 2, 0) / differences.length;
  return Math.sqrt(square);
}

Deno.test("a near-twin has the same range and is nearer than a stranger", () => {
  for (const source of SOURCES) {
    let [twins, strangers] = [0, 0];
    for (let seed = 0; seed < 30; seed++) {
      const [one, twin, stranger] = [{ seed }, { seed, twin: 1 }, { seed: seed + 100 }]
        .map((place) => PROCEDURAL[source](place));
      assert.deepEqual([twin.low, twin.high, twin.family], [one.low, one.high, one.family]);
      const [a, b, c] = [one, twin, stranger]
        .map((timbre) => timbre.note(60, 0.5, 0.7, new Random(1)).samples);
      twins += distance(a, b);
      strangers += distance(a, c);
    }
    assert.ok(twins < 0.7 * strangers, `${source}: ${twins / 30} dB against ${strangers / 30} dB`);
    assert.ok(twins > 0.05 * strangers, `${source}: twins are the same`);
  }
});

/** Centroid of the first note of a timbre over its fundamental, octaves. */
function brightness(source: Procedural, seed: number): number {
  const { samples } = PROCEDURAL[source]({ seed }).note(60, 0.5, 0.7, new Random(1));
  let [weight, moment] = [0, 0];
  bands(samples).forEach((level, i) => {
    const amplitude = 10 ** (level / 20);
    weight += amplitude;
    moment += amplitude * 50 * 2 ** ((i + 0.5) / 3);
  });
  return Math.log2(moment / weight / hertz(60));
}

Deno.test("procedural timbres reach from dark to bright", () => {
  for (const source of SOURCES) {
    const found = Array.from({ length: 60 }, (_, seed) => brightness(source, seed))
      .sort((a, b) => a - b);
    const [dark, bright] = [found[6], found[53]];
    assert.ok(bright - dark > 0.8, `${source}: ${dark.toFixed(2)} to ${bright.toFixed(2)} octaves`);
  }
});

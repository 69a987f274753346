import assert from "node:assert/strict";
import fc from "fast-check";
import { BINS, Level, level } from "../../lib/frontend/mod.ts";
import { concatenate } from "../../lib/concatenate.ts";
import { Random } from "../../lib/random.ts";
import { assertSameBits, cut } from "./signals.ts";

function energies(frames: number, seed: number): Float32Array {
  const random = new Random(seed);
  return Float32Array.from({ length: frames * BINS }, () => random.next() ** 4);
}

/** The definition, each frame by itself. */
function naiveLevel(energy: Float32Array): number[] {
  const totals: number[] = [];
  for (let at = 0; at < energy.length; at += BINS) {
    totals.push(energy.subarray(at, at + BINS).reduce((sum, e) => sum + e, 0));
  }
  return totals.map((_, t) => {
    const around = totals.slice(Math.max(0, t - 258), t + 13);
    const mean = around.reduce((sum, total) => sum + total ** 2, 0) / around.length;
    return Math.log(Math.sqrt(mean) + 1e-6);
  });
}

Deno.test("level() agrees with its definition", () => {
  for (const frames of [0, 1, 12, 13, 14, 600]) {
    const energy = energies(frames, frames);
    const actual = level(energy);
    const expected = naiveLevel(energy);
    assert.equal(actual.length, frames);
    expected.forEach((value, t) => assert.ok(Math.abs(actual[t] - value) < 1e-6, `frame ${t}`));
  }
});

Deno.test("level() of silence is ln 1e-6, also after a loud passage", () => {
  const energy = new Float32Array(900 * BINS);
  energy.fill(1, 0, 100 * BINS);
  const levels = level(energy);
  assert.equal(levels[899], Math.fround(Math.log(1e-6)));
});

Deno.test("Level keeps every bit however the frames are cut, and can be used again", () => {
  const energy = energies(700, 7);
  const whole = level(energy);
  const meter = new Level();
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 6 }),
      (frames) => {
        const parts = cut(energy, frames.map((n) => n * BINS)).map((part) => meter.push(part));
        assertSameBits(concatenate([...parts, meter.flush()]), whole);
      },
    ),
    { seed: 8, numRuns: 30 },
  );
});

Deno.test("Level decides a frame as soon as the twelve after it are there", () => {
  const meter = new Level();
  assert.equal(meter.push(energies(12, 9)).length, 0);
  assert.equal(meter.push(energies(1, 10)).length, 1);
  assert.equal(meter.push(energies(5, 11)).length, 5);
  assert.equal(meter.flush().length, 12);
});

import assert from "node:assert/strict";
import { BINS, PITCHES } from "../../lib/frontend/constants.ts";
import { constantQ } from "../../lib/frontend/mod.ts";
import { strength, velocity } from "../../lib/notes/velocity.ts";
import { sine } from "../frontend/signals.ts";

Deno.test("strength() sums the largest bins around the first five harmonics", () => {
  const energies = new Float32Array(2 * BINS);
  const a = BINS + 3 * 10 + 1;
  energies[a] = 1; // the fundamental, second frame
  energies[a + 35] = 2; // one bin under the octave
  energies[a + 36] = 1.5;
  energies[a + 57] = 4;
  energies[a + 73] = 8;
  energies[a + 84] = 16;
  energies[a + 93] = 32; // the sixth harmonic is left out
  energies[a - 2] = 64; // another pitch's bin
  const strengths = strength(energies);
  assert.equal(strengths.length, 2 * PITCHES);
  assert.equal(strengths[PITCHES + 10], 31);
  assert.equal(strengths[10], 0);
});

Deno.test("strength() of the highest pitch takes only bins that exist", () => {
  const strengths = strength(new Float32Array(BINS * 3).fill(1));
  assert.equal(strengths[PITCHES - 1], 2);
  assert.equal(strengths[0], 5);
});

Deno.test("strength() of a full-scale sine is −6 dB at its own pitch", async () => {
  const strengths = strength(await constantQ(sine(44_100, 440)));
  const a4 = strengths[86 * PITCHES + 69 - 24];
  assert.ok(Math.abs(10 * Math.log10(a4) + 6.02) < 0.01);
});

Deno.test("velocity() maps −60 … 0 dB to 0 … 1 and clamps", () => {
  assert.equal(velocity(0), 0);
  assert.equal(velocity(1e-7), 0);
  assert.ok(Math.abs(velocity(1e-3) - 0.5) < 1e-12);
  assert.equal(velocity(1), 1);
  assert.equal(velocity(50), 1);
});

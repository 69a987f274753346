import assert from "node:assert/strict";
import fc from "fast-check";
import { BINS, ConstantQ, constantQ, HOP, SAMPLE_RATE } from "../../lib/frontend/mod.ts";
import { concatenate } from "../../lib/concatenate.ts";
import { directCqt } from "../core/direct_cqt.ts";
import { multirateCqt } from "../core/multirate_cqt.ts";
import { assertSameBits, chirp, clicks, cut, noise, sine } from "./signals.ts";

/**
 * Magnitudes agree to 1e-4 of the frame's largest one. Where a frame holds next to nothing (a
 * tone above the bins, a click at a window's edge) the limit is −120 dB of the signal's peak.
 */
async function assertMatchesDirect(samples: Float32Array, name: string) {
  const peak = samples.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const actual = (await constantQ(samples)).map(Math.sqrt);
  const expected = directCqt(samples).map(Math.sqrt);
  assert.equal(actual.length, expected.length);
  for (let at = 0; at < expected.length; at += BINS) {
    const largest = expected.subarray(at, at + BINS).reduce((most, x) => Math.max(most, x), 0);
    const limit = 1e-4 * largest + 1e-6 * peak;
    for (let i = at; i < at + BINS; i++) {
      const error = Math.abs(actual[i] - expected[i]);
      assert.ok(error <= limit, `${name}, frame ${at / BINS}, bin ${i - at}: ${error} > ${limit}`);
    }
  }
}

const LENGTH = 30_077;

const SIGNALS: Record<string, Float32Array> = {
  noise: noise(LENGTH),
  chirp: chirp(LENGTH, 30, 11_000),
  clicks: clicks(LENGTH, 0, 15_001, LENGTH - 1),
  "the lowest bin": sine(LENGTH, 32.0796),
  "a tone": sine(LENGTH, 440),
  "the top of an octave": sine(LENGTH, 4028),
  "the half-band's transition": sine(LENGTH, 5512),
  "what folds onto an octave's top": sine(LENGTH, 6750),
  "a tone above the bins": sine(LENGTH, 10_900),
  "one sample": clicks(1, 0),
};

for (const [name, samples] of Object.entries(SIGNALS)) {
  Deno.test(`constantQ() agrees with the definition on ${name}`, async () => {
    await assertMatchesDirect(samples, name);
  });
}

Deno.test("constantQ() agrees with the same method in plain TypeScript over 20 s", async () => {
  const samples = noise(20 * SAMPLE_RATE, 9);
  const actual = (await constantQ(samples)).map(Math.sqrt);
  const expected = multirateCqt(samples).map(Math.sqrt);
  const largest = expected.reduce((most, x) => Math.max(most, x), 0);
  const error = actual.reduce((most, x, i) => Math.max(most, Math.abs(x - expected[i])), 0);
  assert.equal(actual.length, expected.length);
  assert.ok(error < 2e-6 * largest, `${error / largest}`);
});

Deno.test("constantQ() gives a sine of amplitude A the energy A² / 4 in its bin", async () => {
  const energies = await constantQ(sine(44_100, 440).map((x) => 0.6 * x));
  const a4 = 3 * (69 - 24) + 1;
  assert.ok(Math.abs(energies[86 * BINS + a4] - 0.09) < 1e-5);
});

Deno.test("constantQ() gives ceil(N / 256) frames", async () => {
  for (const length of [0, 1, 255, 256, 257, 8191, 8192, 8193, 50_000]) {
    const energies = await constantQ(new Float32Array(length));
    assert.equal(energies.length, Math.ceil(length / HOP) * BINS);
  }
});

Deno.test("ConstantQ keeps every bit however the samples are cut, and can be used again", async () => {
  const samples = noise(60_000, 2);
  const whole = await constantQ(samples);
  const cqt = await ConstantQ.create();
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 8 }),
      (lengths) => {
        const parts = cut(samples, lengths).map((piece) => cqt.push(piece));
        assertSameBits(concatenate([...parts, cqt.flush()]), whole);
      },
    ),
    { seed: 3, numRuns: 30 },
  );
});

Deno.test("ConstantQ keeps up with a long stream: frames far in equal frames near the start", async () => {
  const period = noise(HOP * 90, 4);
  const cqt = await ConstantQ.create();
  const parts: Float32Array[] = [];
  for (let i = 0; i < 40; i++) parts.push(cqt.push(period));
  const energies = concatenate(parts);
  const near = energies.subarray(2 * 90 * BINS, 3 * 90 * BINS);
  const far = energies.subarray(37 * 90 * BINS, 38 * 90 * BINS);
  assertSameBits(far, near);
});

Deno.test("ConstantQ streams share nothing", async () => {
  const [a, b] = await Promise.all([ConstantQ.create(), ConstantQ.create()]);
  const samples = noise(30_000, 5);
  const mixed = [a.push(samples.subarray(0, 9000))];
  b.push(noise(20_000, 6));
  mixed.push(a.push(samples.subarray(9000)), a.flush());
  assertSameBits(concatenate(mixed), await constantQ(samples));
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { Fft } from "../../lib/frontend/fft.ts";
import { Radix2Fft } from "../core/radix2_fft.ts";
import { noise } from "./signals.ts";

/** The definition in float64. */
function naiveDft(signal: Float32Array) {
  const size = signal.length;
  const cos = Float64Array.from({ length: size }, (_, i) => Math.cos(2 * Math.PI * i / size));
  const sin = Float64Array.from({ length: size }, (_, i) => Math.sin(2 * Math.PI * i / size));
  const re = new Float64Array(size / 2 + 1), im = new Float64Array(size / 2 + 1);
  for (let k = 0; k <= size / 2; k++) {
    for (let n = 0; n < size; n++) {
      re[k] += signal[n] * cos[k * n % size];
      im[k] -= signal[n] * sin[k * n % size];
    }
  }
  return { re, im };
}

function largest(values: ArrayLike<number>): number {
  return Array.from(values).reduce((most, x) => Math.max(most, Math.abs(x)), 0);
}

function assertNear(actual: Float32Array, expected: ArrayLike<number>, limit: number) {
  assert.equal(actual.length, expected.length);
  const error = largest(actual.map((x, i) => x - expected[i]));
  assert.ok(error <= limit, `${error} > ${limit}`);
}

for (const size of [32, 64, 128, 256, 512, 1024, 2048, 4096]) {
  Deno.test(`Fft of ${size} agrees with the naive transform, and comes back`, async () => {
    const fft = await Fft.create(size);
    const signal = noise(size, size);
    const spectrum = fft.forward(signal);
    const expected = naiveDft(signal);
    const scale = Math.max(largest(expected.re), largest(expected.im));
    assertNear(spectrum.re, expected.re, 1e-6 * scale);
    assertNear(spectrum.im, expected.im, 1e-6 * scale);
    assertNear(fft.inverse(spectrum), signal, 1e-6 * largest(signal));
  });
}

Deno.test("Fft of an impulse anywhere is a turning phase", async () => {
  const fft = await Fft.create(256);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 255 }), (place) => {
      const impulse = new Float32Array(256);
      impulse[place] = 1;
      const { re, im } = fft.forward(impulse);
      for (let k = 0; k <= 128; k++) {
        const phase = -2 * Math.PI * k * place / 256;
        assert.ok(Math.hypot(re[k] - Math.cos(phase), im[k] - Math.sin(phase)) < 1e-6);
      }
    }),
    { seed: 1, numRuns: 60 },
  );
});

Deno.test("Fft of a large size agrees with a textbook FFT, and comes back", async () => {
  const size = 2 ** 17;
  const fft = await Fft.create(size);
  const signal = noise(size);
  const spectrum = fft.forward(signal);
  const re = Float64Array.from(signal), im = new Float64Array(size);
  new Radix2Fft(size).transform(re, im);
  assertNear(spectrum.re, re.subarray(0, size / 2 + 1), 1e-6 * largest(re));
  assertNear(spectrum.im, im.subarray(0, size / 2 + 1), 1e-6 * largest(re));
  assertNear(fft.inverse(spectrum), signal, 1e-6);
});

Deno.test("Fft.forward() pads short signals with zeros, whatever it held before", async () => {
  const fft = await Fft.create(64);
  fft.forward(noise(64, 2));
  const short = noise(40, 3);
  const padded = new Float32Array(64);
  padded.set(short);
  assert.deepEqual(fft.forward(short), fft.forward(padded));
});

Deno.test("Fft refuses sizes that are no powers of two", async () => {
  for (const size of [0, 16, 48, 100, 2 ** 23, NaN]) {
    await assert.rejects(Fft.create(size), /Cannot plan an FFT: size must be a power of two/);
  }
});

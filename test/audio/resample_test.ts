import assert from "node:assert/strict";
import fc from "fast-check";
import { resample, Resampler } from "../../lib/audio/resample.ts";
import { concatenate } from "../../lib/concatenate.ts";
import { SAMPLE_RATE } from "../../lib/frontend/constants.ts";
import { assertSameBits, cut, noise, sine } from "../frontend/signals.ts";

const RATES = [8_000, 11_025, 16_000, 22_051, 32_000, 37_799, 44_100, 48_000, 96_000, 192_000];

/** Output samples left out at either end, where the filter sees the recording begin or stop. */
const EDGE = 200;

/** Largest difference from a sine of `frequency`, in decibels of full scale. */
function errorLevel(actual: Float32Array, expected: Float32Array): number {
  let largest = 0;
  for (let i = EDGE; i < actual.length - EDGE; i++) {
    largest = Math.max(largest, Math.abs(actual[i] - expected[i]));
  }
  return 20 * Math.log10(largest);
}

/** Amplitude of a signal at `frequency` through a Hann window, decibels of full scale. */
function levelAt(frequency: number, samples: Float32Array): number {
  let re = 0, im = 0;
  samples.forEach((x, i) => {
    const phase = 2 * Math.PI * frequency * i / SAMPLE_RATE;
    const window = 1 - Math.cos(2 * Math.PI * i / samples.length);
    re += window * x * Math.cos(phase);
    im += window * x * Math.sin(phase);
  });
  return 20 * Math.log10(2 * Math.hypot(re, im) / samples.length);
}

/** The definition in float64: a windowed sinc around each output, no table. */
function directResample(samples: Float32Array, rate: number): Float64Array {
  const scale = Math.min(1, SAMPLE_RATE / rate);
  const weight = (x: number) => {
    if (Math.abs(x) >= 58) return 0;
    const angle = Math.PI * 0.95 * x;
    return (angle === 0 ? 1 : Math.sin(angle) / angle) *
      bessel0(8.96 * Math.sqrt(1 - (x / 58) ** 2));
  };
  return Float64Array.from({ length: Math.ceil(samples.length * SAMPLE_RATE / rate) }, (_, n) => {
    const position = n * rate / SAMPLE_RATE;
    let sum = 0, weights = 0;
    for (let i = Math.floor(position - 60 / scale); i <= position + 60 / scale; i++) {
      const w = weight((i - position) * scale);
      sum += w * (samples[i] ?? 0);
      weights += w;
    }
    return sum / weights;
  });
}

function bessel0(x: number): number {
  let sum = 1, term = 1;
  for (let k = 1; k < 60; k++) sum += term *= (x / (2 * k)) ** 2;
  return sum;
}

for (const rate of RATES) {
  const nyquist = Math.min(rate, SAMPLE_RATE) / 2;

  Deno.test(`resample() from ${rate} Hz agrees with the definition on noise`, async () => {
    const samples = noise(Math.round(rate / 8), rate);
    const actual = await resample(samples, rate);
    const expected = directResample(samples, rate);
    assert.equal(actual.length, expected.length);
    const error = actual.reduce((most, x, i) => Math.max(most, Math.abs(x - expected[i])), 0);
    assert.ok(error < 1e-5, `${error}`);
  });

  Deno.test(`resample() from ${rate} Hz passes sines below 0.9 of Nyquist, in time`, async () => {
    for (const part of [0.01, 0.3, 0.7, 0.9]) {
      const frequency = part * nyquist;
      const actual = await resample(sine(rate / 4, frequency, rate), rate);
      const error = errorLevel(actual, sine(actual.length, frequency));
      assert.ok(error < -80, `${frequency} Hz: ${error} dB`);
    }
  });

  if (rate > SAMPLE_RATE) {
    Deno.test(`resample() from ${rate} Hz leaves no alias`, async () => {
      for (const part of [0, 0.2, 0.5, 0.99]) {
        const frequency = nyquist + part * (rate / 2 - nyquist);
        const made = await resample(sine(rate / 4, frequency, rate), rate);
        const alias = errorLevel(made, new Float32Array(made.length));
        assert.ok(alias < -80, `${frequency} Hz: ${alias} dB`);
      }
    });
  } else {
    Deno.test(`resample() from ${rate} Hz leaves no image`, async () => {
      for (const part of [0.9, 0.95, 0.99]) {
        const frequency = part * nyquist;
        const made = await resample(sine(rate / 4, frequency, rate), rate);
        const image = levelAt(rate - frequency, made.subarray(EDGE, -EDGE));
        assert.ok(image < -80, `${frequency} Hz: ${image} dB`);
      }
    });
  }
}

Deno.test("resample() gives ceil(22,050 N / rate) samples", async () => {
  for (const [count, rate] of [[0, 44_100], [1, 44_100], [3, 44_100], [1, 8_000], [999, 48_000]]) {
    const made = await resample(new Float32Array(count), rate);
    assert.equal(made.length, Math.ceil(count * SAMPLE_RATE / rate));
  }
});

Deno.test("resample() copies audio that is at 22,050 Hz already", async () => {
  const samples = noise(1000);
  const copy = await resample(samples, SAMPLE_RATE);
  assertSameBits(copy, samples);
  assert.notEqual(copy.buffer, samples.buffer);
});

Deno.test("resample() keeps a constant constant", async () => {
  const made = await resample(new Float32Array(37_799).fill(1), 37_799);
  for (let i = EDGE; i < made.length - EDGE; i++) assert.ok(Math.abs(made[i] - 1) < 2e-6);
});

Deno.test("Resampler keeps every bit however the samples are cut, and can be used again", async () => {
  for (const rate of [8_000, 37_799, 44_100, 192_000]) {
    const samples = noise(50_000, rate);
    const whole = await resample(samples, rate);
    const resampler = await Resampler.create(rate);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 8 }),
        (lengths) => {
          const parts = cut(samples, lengths).map((piece) => resampler.push(piece));
          assertSameBits(concatenate([...parts, resampler.flush()]), whole);
        },
      ),
      { seed: 1, numRuns: 10 },
    );
  }
});

Deno.test("Resampler does not drift over ten minutes", async () => {
  const rate = 37_799;
  const resampler = await Resampler.create(rate);
  let given = 0, largest = 0;
  for (let second = 0; second < 600; second++) {
    const time = (i: number) => 2 * Math.PI * 440 * (second * rate + i) / rate;
    const made = resampler.push(Float32Array.from({ length: rate }, (_, i) => Math.sin(time(i))));
    for (let i = second === 0 ? EDGE : 0; i < made.length; i += 97) {
      const expected = Math.sin(2 * Math.PI * 440 * (given + i) / SAMPLE_RATE);
      largest = Math.max(largest, Math.abs(made[i] - expected));
    }
    given += made.length;
  }
  assert.ok(largest < 1e-4, `${largest}`);
});

Deno.test("Resampler refuses rates it cannot do", async () => {
  for (const rate of [0, -1, 7_999, 192_001, NaN, Infinity]) {
    await assert.rejects(Resampler.create(rate), {
      name: "RangeError",
      message: new RegExp(`^Cannot resample: rate must be .* not ${rate}$`),
    });
  }
});

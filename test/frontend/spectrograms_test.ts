import assert from "node:assert/strict";
import fc from "fast-check";
import { concatenate } from "../../lib/concatenate.ts";
import { Analyser } from "../../lib/frontend/analyser.ts";
import { constantQ, level, MelSpectrogram, SAMPLE_RATE, Stft } from "../../lib/frontend/mod.ts";
import { assertSameBits, clicks, cut, noise, sine } from "./signals.ts";

/** Magnitudes by the definition, in double precision. */
function naiveStft(samples: Float32Array, size: number): number[][] {
  const window = Array.from(
    { length: size },
    (_, n) => 0.5 - 0.5 * Math.cos(2 * Math.PI * n / size),
  );
  const sum = window.reduce((sum, w) => sum + w, 0);
  const frames = Math.ceil(samples.length / 256);
  return Array.from({ length: frames }, (_, t) => {
    const piece = window.map((w, n) => w * (samples[256 * t - size / 2 + n] ?? 0));
    return Array.from({ length: size / 2 + 1 }, (_, k) => {
      let re = 0, im = 0;
      piece.forEach((x, n) => {
        re += x * Math.cos(2 * Math.PI * k * n / size);
        im -= x * Math.sin(2 * Math.PI * k * n / size);
      });
      return Math.hypot(re, im) / sum;
    });
  });
}

/** Mel energies by the definition: every bin's weight in every band. */
function naiveMel(magnitudes: number[][]): number[][] {
  const mel = (f: number) => 2595 * Math.log10(1 + f / 700);
  const step = (mel(11_025) - mel(30)) / 230;
  const corner = (i: number) => 700 * (10 ** ((mel(30) + i * step) / 2595) - 1);
  return magnitudes.map((frame) =>
    Array.from({ length: 229 }, (_, band) => {
      const [left, centre, right] = [corner(band), corner(band + 1), corner(band + 2)];
      return frame.reduce((sum, magnitude, k) => {
        const f = k * SAMPLE_RATE / 2048;
        const weight = f <= centre ? (f - left) / (centre - left) : (right - f) / (right - centre);
        return sum + Math.max(0, weight) * magnitude ** 2;
      }, 0);
    })
  );
}

function assertNear(actual: Float32Array, expected: number[]) {
  assert.equal(actual.length, expected.length);
  const largest = expected.reduce((most, x) => Math.max(most, x), 0);
  expected.forEach((x, i) => {
    assert(Math.abs(actual[i] - x) <= 2e-6 * largest, `${i}: ${actual[i]} instead of ${x}`);
  });
}

const SIGNALS = {
  noise: noise(1500),
  clicks: clicks(1100, 0, 700, 1099),
  "a tone": sine(900, 440),
};

for (const [name, samples] of Object.entries(SIGNALS)) {
  Deno.test(`Stft and MelSpectrogram agree with their definitions on ${name}`, async () => {
    const stft = await Stft.create(1024);
    assertNear(
      concatenate([stft.push(samples), stft.flush()]),
      naiveStft(samples, 1024).flat(),
    );
    const mel = await MelSpectrogram.create();
    assertNear(
      concatenate([mel.push(samples), mel.flush()]),
      naiveMel(naiveStft(samples, 2048)).flat(),
    );
  });
}

Deno.test("Stft gives a sine of amplitude A the magnitude A / 2", async () => {
  const stft = await Stft.create(1024);
  const magnitudes = stft.push(sine(8192, 40 * SAMPLE_RATE / 1024).map((x) => 0.6 * x));
  assert(Math.abs(magnitudes[10 * 513 + 40] - 0.3) < 1e-6);
});

Deno.test("every mel band hears something", async () => {
  const mel = await MelSpectrogram.create();
  const energies = mel.push(clicks(4096, 1024));
  assert(energies.subarray(4 * 229, 5 * 229).every((e) => e > 0));
});

Deno.test("Analyser gives the same features of every frame, to the bit, however it is fed", async () => {
  const samples = noise(40_000, 2);
  const [stft, mel] = [await Stft.create(1024), await MelSpectrogram.create()];
  const energy = await constantQ(samples);
  const expected = {
    energy,
    level: level(energy),
    magnitude: concatenate([stft.push(samples), stft.flush()]),
    mel: concatenate([mel.push(samples), mel.flush()]),
  };
  assert.equal(expected.mel.length / 229, Math.ceil(40_000 / 256));
  const analyser = await Analyser.create(["mel", "energy", "magnitude"]);
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 8 }),
      (lengths) => {
        const parts = cut(samples, lengths).map((piece) => analyser.push(piece));
        parts.push(analyser.flush());
        for (const [feature, whole] of Object.entries(expected)) {
          const name = feature as keyof typeof expected;
          assertSameBits(concatenate(parts.map((part) => part[name]!)), whole);
        }
      },
    ),
    { seed: 5, numRuns: 12 },
  );
});

Deno.test("Analyser computes only what it is asked for", async () => {
  const analyser = await Analyser.create(["energy", "level"]);
  assert.deepEqual(Object.keys(analyser.push(new Float32Array(100))).sort(), ["energy", "level"]);
});

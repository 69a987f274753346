import fc from "fast-check";
import assert from "node:assert/strict";
import { SAMPLE_RATE } from "../../lib/frontend/constants.ts";
import { Random } from "../../lib/random.ts";
import { drawBackground } from "../../synth/room/background.ts";
import { convolve } from "../../synth/room/convolve.ts";
import { filter, lowPass, peaking, shelf } from "../../synth/room/filter.ts";
import { drawResponse, drawRoom, readResponses } from "../../synth/room/room.ts";

function noise(length: number, seed: number): Float32Array {
  const random = new Random(seed);
  return Float32Array.from({ length }, () => random.uniform(-1, 1));
}

/** Convolution by its definition. */
function direct(signal: Float32Array, response: Float32Array): Float64Array {
  const out = new Float64Array(signal.length);
  signal.forEach((x, i) => {
    for (let k = 0; k < response.length && i + k < out.length; k++) out[i + k] += x * response[k];
  });
  return out;
}

/** Gain of a filter for a sine, dB. */
function response(frequency: number, biquad: Parameters<typeof filter>[1]): number {
  const tone = Float32Array.from(
    { length: SAMPLE_RATE },
    (_, i) => Math.sin(2 * Math.PI * frequency * i / SAMPLE_RATE),
  );
  filter(tone, biquad);
  const energy = tone.subarray(SAMPLE_RATE / 2).reduce((sum, x) => sum + x * x, 0);
  return 10 * Math.log10(energy / (SAMPLE_RATE / 4));
}

Deno.test("convolve() agrees with the definition", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9000 }),
      fc.integer({ min: 1, max: 2500 }),
      fc.nat(1000),
      (length, taps, seed) => {
        const [signal, taper] = [noise(length, seed), noise(taps, seed + 1)];
        const [fast, slow] = [convolve(signal, taper), direct(signal, taper)];
        assert.equal(fast.length, signal.length);
        fast.forEach((x, i) => assert.ok(Math.abs(x - slow[i]) < 1e-4, `sample ${i}`));
      },
    ),
    { seed: 5, numRuns: 25 },
  );
});

Deno.test("filters have the gains they are named for", () => {
  assert.ok(Math.abs(response(1000, peaking(1000, 1, 6)) - 6) < 0.1);
  assert.ok(Math.abs(response(50, peaking(2000, 1, 6))) < 0.2);
  assert.ok(Math.abs(response(40, shelf(400, -6, false)) + 6) < 0.3);
  assert.ok(Math.abs(response(9000, shelf(400, -6, false))) < 0.3);
  assert.ok(Math.abs(response(9000, shelf(1000, 5, true)) - 5) < 0.3);
  assert.ok(Math.abs(response(50, shelf(1000, 5, true))) < 0.3);
  assert.ok(Math.abs(response(3000, lowPass(3000)) + 3) < 0.2);
  assert.ok(response(9000, lowPass(3000)) < -19);
});

Deno.test("drawRoom() decays by 60 dB over its length", () => {
  for (let seed = 0; seed < 20; seed++) {
    const tail = drawRoom(new Random(seed));
    const seconds = tail.length / SAMPLE_RATE;
    assert.ok(seconds >= 0.2 && seconds <= 1.51, `${seconds} s`);
    const energy = (from: number, to: number) =>
      tail.subarray(from * tail.length, to * tail.length).reduce((sum, x) => sum + x * x, 0);
    const fall = 10 * Math.log10(energy(0.2, 0.4) / energy(0.7, 0.9));
    assert.ok(fall > 26 && fall < 75, `${fall} dB over half the length`);
    assert.ok(Math.abs(energy(0, 1) - 1) < 1e-3);
  }
});

Deno.test("drawResponse() lets the direct sound through first and loudest", () => {
  for (let seed = 0; seed < 50; seed++) {
    const random = new Random(seed);
    const taps = drawResponse(random, seed % 2 ? drawRoom(random) : null, []);
    assert.ok(taps.every(Number.isFinite));
    const loudest = taps.reduce((best, x, i) => Math.abs(x) > Math.abs(taps[best]) ? i : best, 0);
    assert.equal(loudest, 0, `seed ${seed}`);
  }
});

Deno.test("drawBackground() lies 45 to 70 dB under the music, where there is any", () => {
  let present = 0;
  for (let seed = 0; seed < 200; seed++) {
    const background = drawBackground(new Random(seed), SAMPLE_RATE, 0.5);
    if (background === null) continue;
    present++;
    const rms = Math.sqrt(background.reduce((sum, x) => sum + x * x, 0) / background.length);
    const level = 20 * Math.log10(rms / 0.5);
    assert.ok(level > -85 && level < -40, `${level} dB`);
  }
  assert.ok(present > 70 && present < 130, `${present} of 200`);
});

Deno.test("readResponses() refuses a folder without recordings", async () => {
  await assert.rejects(
    readResponses("/nowhere"),
    /Cannot read impulse responses: .* is not a folder/,
  );
});

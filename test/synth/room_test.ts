import fc from "fast-check";
import assert from "node:assert/strict";
import { SAMPLE_RATE } from "../../lib/frontend/constants.ts";
import { Random } from "../../lib/random.ts";
import { background, drawBackground } from "../../synth/room/background.ts";
import { convolve } from "../../synth/room/convolve.ts";
import { compression, saturate } from "../../synth/room/dynamics.ts";
import { filter, lowPass, peaking, shelf } from "../../synth/room/filter.ts";
import { drawHall, drawResponse } from "../../synth/room/hall.ts";
import { drawRoom, readResponses } from "../../synth/room/reverb.ts";
import { arrivals, distance, drawBox, drawSeat } from "../../synth/room/shoebox.ts";

const seeds = { seed: 5, numRuns: 100 };

function noise(length: number, seed: number): Float32Array {
  const random = new Random(seed);
  return Float32Array.from({ length }, () => random.uniform(-1, 1));
}

function energyOf(samples: Float32Array): number {
  return samples.reduce((sum, x) => sum + x * x, 0);
}

function sine(hertz: number, amplitude: number, seconds: number): Float32Array {
  return Float32Array.from(
    { length: seconds * SAMPLE_RATE },
    (_, i) => amplitude * Math.sin(2 * Math.PI * hertz * i / SAMPLE_RATE),
  );
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
  const tone = sine(frequency, 1, 1);
  filter(tone, biquad);
  return 10 * Math.log10(energyOf(tone.subarray(SAMPLE_RATE / 2)) / (SAMPLE_RATE / 4));
}

Deno.test("convolve() agrees with the definition", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 9000 }),
      fc.integer({ min: 1, max: 2500 }),
      fc.nat(1000),
      async (length, taps, seed) => {
        const [signal, taper] = [noise(length, seed), noise(taps, seed + 1)];
        const [fast, slow] = [await convolve(signal, taper), direct(signal, taper)];
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
      energyOf(tail.subarray(from * tail.length, to * tail.length));
    const fall = 10 * Math.log10(energy(0.2, 0.4) / energy(0.7, 0.9));
    assert.ok(fall > 26 && fall < 75, `${fall} dB over half the length`);
    assert.ok(Math.abs(energy(0, 1) - 1) < 1e-3);
  }
});

Deno.test("arrivals() come late by the way they go and weak by its length", () => {
  const box = { size: [6, 4, 3], microphones: [[3, 2, 1.5]] } as const;
  const source = [1, 2, 1.5] as const;
  const heard = arrivals({ ...box, microphones: [...box.microphones] }, source, 0.5);
  // Direct 2 m; by the wall behind the source 4 m, behind the microphone 8 m; by the sides
  // √(2² + 4²) m; by floor and ceiling √(2² + 3²) m.
  const ways = [2, 4, 8, Math.sqrt(20), Math.sqrt(20), Math.sqrt(13), Math.sqrt(13)];
  assert.deepEqual(
    heard.map(({ delay }) => delay),
    ways.map((metres) => Math.round((metres - 2) / 343 * SAMPLE_RATE)),
  );
  heard.forEach(({ gain }, i) => {
    assert.ok(Math.abs(gain - (i === 0 ? 1 : 0.5 * 2 / ways[i])) < 1e-9, `arrival ${i}`);
  });
});

Deno.test("arrivals() at two microphones keep the direct energy and differ by their spacing", () => {
  fc.assert(
    fc.property(fc.nat(), fc.double({ min: 0.1, max: 0.6, noNaN: true }), (seed, spacing) => {
      const random = new Random(seed);
      const box = drawBox(random, spacing);
      const seat = drawSeat(random, box, 3);
      seat.forEach((at, axis) => assert.ok(at > 0 && at < box.size[axis]));
      assert.ok(distance(seat, box.microphones[0]) < 3.2);
      const pair = arrivals(box, seat, 0);
      assert.equal(pair.length, 2);
      assert.ok(Math.abs(pair[0].gain ** 2 + pair[1].gain ** 2 - 1) < 1e-9);
      const [first, second] = pair.map(({ delay }) => delay).sort((a, b) => a - b);
      assert.equal(first, 0);
      assert.ok(second <= Math.ceil(spacing / 343 * SAMPLE_RATE));
    }),
    seeds,
  );
});

Deno.test("drawResponse() lets the direct sound through first and loudest", () => {
  for (let seed = 0; seed < 60; seed++) {
    const random = new Random(seed);
    const hall = drawHall(random.fork("hall"), [], ["tone", "band"]);
    const taps = drawResponse(random.fork("player"), hall, ["tone"]);
    assert.ok(taps.every(Number.isFinite));
    const loudest = taps.reduce((best, x, i) => Math.abs(x) > Math.abs(taps[best]) ? i : best, 0);
    assert.ok(loudest < 0.002 * SAMPLE_RATE, `seed ${seed}: ${loudest}`);
    assert.ok(Math.abs(taps[0]) > 0.5, `seed ${seed}: ${taps[0]}`);
  }
});

Deno.test("drawHall() without its effects leaves a signal as it is", () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const off = ["reverb", "reflections", "downmix", "tone", "band"] as const;
      const random = new Random(seed);
      const taps = drawResponse(random.fork("player"), drawHall(random, [], off), off);
      assert.ok(Math.abs(taps[0] - 1) < 1e-6);
      assert.ok(taps.subarray(1).every((x) => x === 0));
    }),
    seeds,
  );
});

Deno.test("drawHall() leaves one effect out and keeps the others as they were", () => {
  for (let seed = 0; seed < 30; seed++) {
    const whole = drawHall(new Random(seed), [], []);
    assert.deepEqual(drawHall(new Random(seed), [], ["reverb"]), { ...whole, tail: null });
    assert.deepEqual(drawHall(new Random(seed), [], ["band"]), { ...whole, band: [] });
    assert.deepEqual(drawHall(new Random(seed), [], ["reflections"]), { ...whole, coefficient: 0 });
  }
});

Deno.test("saturate() keeps the peak, bends the rest and adds odd harmonics alone", () => {
  const tone = sine(441, 0.5, 1);
  const bent = saturate(tone, 1.2);
  assert.ok(Math.abs(Math.max(...bent) - Math.max(...tone)) < 1e-6);
  const amplitude = (hertz: number) => {
    const [re, im] = [Math.cos, Math.sin].map((wave) =>
      bent.reduce((sum, x, i) => sum + x * wave(2 * Math.PI * hertz * i / SAMPLE_RATE), 0)
    );
    return Math.hypot(re, im) * 2 / bent.length;
  };
  assert.ok(amplitude(3 * 441) > 0.01);
  assert.ok(amplitude(2 * 441) < 1e-6);
  assert.deepEqual(saturate(new Float32Array(10), 1), new Float32Array(10));
});

Deno.test("compression() turns loud moments down by its ratio, soft ones not at all", () => {
  const samples = new Float32Array([...sine(500, 0.05, 1), ...sine(500, 1, 1)]);
  const gains = compression(samples, { threshold: -12, ratio: 3, attack: 0.01, release: 0.1 });
  assert.equal(gains.length, samples.length);
  assert.ok(gains.subarray(0, SAMPLE_RATE - 1000).every((g) => g === 1));
  const settled = 20 * Math.log10(gains[gains.length - 1]);
  assert.ok(Math.abs(settled + 12 * 2 / 3) < 0.3, `${settled} dB`);
  assert.ok(
    compression(new Float32Array(5000), { ratio: 3, threshold: -9, attack: 1, release: 1 })
      .every((g) => g > 0 && g <= 1),
  );
});

Deno.test("background() has the level and the colour that it is named for", () => {
  const slopes = { white: 3, pink: 0 };
  for (const kind of ["white", "pink", "room", "hum"] as const) {
    const samples = background(new Random(3), kind, 8 * SAMPLE_RATE, 0.01);
    assert.ok(Math.abs(Math.sqrt(energyOf(samples) / samples.length) / 0.01 - 1) < 1e-3, kind);
    if (kind === "hum") continue;
    // Energy in bands three octaves apart, of equal width in octaves.
    const band = (hertz: number) => {
      const copy = samples.slice();
      filter(copy, peaking(hertz, 4, 40));
      return 10 * Math.log10(energyOf(copy));
    };
    const perOctave = (band(2400) - band(300)) / 3;
    const close = kind === "room" ? perOctave < -0.5 : Math.abs(perOctave - slopes[kind]) < 0.5;
    assert.ok(close, `${kind}: ${perOctave} dB an octave`);
  }
});

Deno.test("drawBackground() lies 45 to 70 dB under the music, where there is any", () => {
  let present = 0;
  for (let seed = 0; seed < 200; seed++) {
    const drawn = drawBackground(new Random(seed), SAMPLE_RATE, 0.5);
    if (drawn === null) continue;
    present++;
    const level = 10 * Math.log10(energyOf(drawn) / drawn.length) - 20 * Math.log10(0.5);
    assert.ok(level > -70.01 && level < -44.99, `${level} dB`);
  }
  assert.ok(present > 70 && present < 130, `${present} of 200`);
});

Deno.test("readResponses() refuses a folder without recordings", async () => {
  await assert.rejects(
    readResponses("/nowhere"),
    /Cannot read impulse responses: .* is not a folder/,
  );
});

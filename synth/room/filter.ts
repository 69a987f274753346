/**
 * Second-order filters after R. Bristow-Johnson's "Cookbook formulae for audio EQ biquad filter
 * coefficients".
 *
 * @module
 */
import { SAMPLE_RATE } from "../../lib/frontend/constants.ts";
import type { Random } from "../../lib/random.ts";
import { EFFECTS } from "./effects.ts";

/** b0 b1 b2 a1 a2, normalised to a0 = 1. */
export type Biquad = readonly [number, number, number, number, number];

function normalised(b: readonly number[], a: readonly number[]): Biquad {
  return [b[0] / a[0], b[1] / a[0], b[2] / a[0], a[1] / a[0], a[2] / a[0]];
}

/** A bell of `decibels` around `hertz`. */
export function peaking(hertz: number, q: number, decibels: number): Biquad {
  const w = 2 * Math.PI * hertz / SAMPLE_RATE;
  const alpha = Math.sin(w) / (2 * q);
  const a = 10 ** (decibels / 40);
  const c = -2 * Math.cos(w);
  return normalised([1 + alpha * a, c, 1 - alpha * a], [1 + alpha / a, c, 1 - alpha / a]);
}

/** Raises or lowers all below `hertz`, or all above it where `high`. */
export function shelf(hertz: number, decibels: number, high: boolean): Biquad {
  const w = 2 * Math.PI * hertz / SAMPLE_RATE;
  const a = 10 ** (decibels / 40);
  const c = high ? -Math.cos(w) : Math.cos(w);
  const root = 2 * Math.sqrt(a) * Math.sin(w) * Math.SQRT1_2;
  const sign = high ? -1 : 1;
  return normalised(
    [
      a * (a + 1 - (a - 1) * c + root),
      sign * 2 * a * (a - 1 - (a + 1) * c),
      a *
      (a + 1 - (a - 1) * c - root),
    ],
    [a + 1 + (a - 1) * c + root, sign * -2 * (a - 1 + (a + 1) * c), a + 1 + (a - 1) * c - root],
  );
}

/** Butterworth low-pass. */
export function lowPass(hertz: number): Biquad {
  const w = 2 * Math.PI * hertz / SAMPLE_RATE;
  const alpha = Math.sin(w) * Math.SQRT1_2;
  const c = Math.cos(w);
  return normalised([(1 - c) / 2, 1 - c, (1 - c) / 2], [1 + alpha, -2 * c, 1 - alpha]);
}

/** Filters in place. */
export function filter(samples: Float32Array, [b0, b1, b2, a1, a2]: Biquad): void {
  let s1 = 0;
  let s2 = 0;
  for (let i = 0; i < samples.length; i++) {
    const x = samples[i];
    const y = b0 * x + s1;
    s1 = b1 * x - a1 * y + s2;
    s2 = b2 * x - a2 * y;
    samples[i] = y;
  }
}

/** A gentle tone control: two shelves and a bell of at most `decibels` each. */
export function drawTone(random: Random, decibels: number): Biquad[] {
  const level = () => random.uniform(-decibels, decibels);
  return [
    shelf(random.logUniform(100, 400), level(), false),
    peaking(random.logUniform(300, 4000), random.uniform(0.5, 1.5), level()),
    shelf(random.logUniform(1500, 6000), level(), true),
  ];
}

/** A channel that loses the treble, as old recordings and codecs do; most lose none. */
export function drawBand(random: Random): Biquad[] {
  const { share, hertz } = EFFECTS.band;
  if (!random.chance(share)) return [];
  const cut = lowPass(random.logUniform(...hertz));
  return random.chance(0.5) ? [cut] : [cut, cut];
}

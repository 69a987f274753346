/**
 * Noise of breath, bow, mallet or key: resonant, under a control curve.
 *
 * @module
 */
import { SAMPLE_RATE } from "../../lib/frontend/constants.ts";
import type { Random } from "../../lib/random.ts";
import { BLOCK, timeOf } from "./control.ts";
import { gain } from "./timbre.ts";

/** Highest centre of a band of noise, as a share of the sample rate. */
const HIGHEST_CENTRE = 0.4;

/** Noise that a player makes along with the tone. */
export interface Noise {
  /** Level of the breath or bow against the tone, dB. */
  breath: number;
  /** Its centre over the fundamental. */
  centre: number;
  /** Pole radius of the resonance there. */
  radius: number;
  /** How much louder it is while the note starts, dB, and for how long, seconds. */
  chiff: number;
  chiffTime: number;
  /** Level of the knock of mallet, key or pad against the tone, dB; its centre, Hz; seconds. */
  knock: number;
  knockCentre: number;
  knockTime: number;
}

/** Draws the noises of an instrument that is blown or bowed, or struck or plucked. */
export function drawNoise(random: Random, sustained: boolean): Noise {
  const breathing = random.chance(0.75) && sustained;
  const knocking = random.chance(sustained ? 0.25 : 0.65);
  const drawn = {
    breath: random.uniform(-48, -16),
    centre: random.logUniform(1, 6),
    radius: random.uniform(0.5, 0.97),
    chiff: random.uniform(0, 18),
    chiffTime: random.logUniform(0.015, 0.08),
    knock: random.uniform(-30, 0),
    knockCentre: random.logUniform(120, 4000),
    knockTime: random.logUniform(0.003, 0.03),
  };
  return {
    ...drawn,
    breath: breathing ? drawn.breath : -Infinity,
    knock: knocking ? drawn.knock : -Infinity,
  };
}

/** Adds noise of root mean square 1 times `curve`, through a resonance at `centre` Hz. */
function addBand(
  out: Float32Array,
  centre: number,
  radius: number,
  curve: Float64Array,
  random: Random,
): void {
  const w = 2 * Math.PI * Math.min(HIGHEST_CENTRE, centre / SAMPLE_RATE);
  const a1 = 2 * radius * Math.cos(w);
  const a2 = -radius * radius;
  // Variance of this filter's output over that of its input, and 1/12 for uniform noise.
  const power = (1 - a2) / ((1 + a2) * ((1 - a2) ** 2 - a1 * a1)) / 12;
  const scale = 1 / Math.sqrt(power);
  let y1 = 0;
  let y2 = 0;
  for (let b = 0; b < curve.length - 1 && b * BLOCK < out.length; b++) {
    const slope = scale * (curve[b + 1] - curve[b]) / BLOCK;
    let level = scale * curve[b];
    if (level === 0 && slope === 0) continue;
    for (let i = b * BLOCK; i < (b + 1) * BLOCK; i++) {
      const y = random.next() - 0.5 + a1 * y1 + a2 * y2;
      y2 = y1;
      y1 = y;
      out[i] += level * y;
      level += slope;
    }
  }
}

/**
 * Adds a player's noises to a tone.
 *
 * @param tone root mean square of the tone
 * @param envelope level of the tone, a point at either end of each block
 */
export function addNoise(
  out: Float32Array,
  noise: Noise,
  f0: number,
  tone: number,
  envelope: Float64Array,
  random: Random,
): void {
  if (noise.breath > -Infinity) {
    const level = tone * gain(noise.breath);
    const chiff = gain(noise.chiff) - 1;
    const curve = envelope.map((e, b) =>
      level * e * (1 + chiff * Math.exp(-timeOf(b) / noise.chiffTime))
    );
    addBand(out, noise.centre * f0, noise.radius, curve, random);
  }
  if (noise.knock > -Infinity) {
    const level = tone * gain(noise.knock);
    const curve = Float64Array.from(
      { length: Math.min(envelope.length, Math.ceil(8 * noise.knockTime / timeOf(1)) + 2) },
      (_, b) => b === 0 ? 0 : level * Math.exp(-timeOf(b - 1) / noise.knockTime),
    );
    curve[curve.length - 1] = 0;
    addBand(out, noise.knockCentre, 0.8, curve, random);
  }
}

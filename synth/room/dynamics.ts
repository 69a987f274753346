/**
 * Effects that depend on the level: saturation of one signal, compression of a mixture.
 *
 * @module
 */
import { SAMPLE_RATE } from "../../lib/frontend/constants.ts";
import type { Random } from "../../lib/random.ts";
import { gain } from "../timbre/timbre.ts";
import { EFFECTS } from "./effects.ts";

/** Samples over which a compressor's gain moves in a straight line. */
const STEP = 64;
/** Below this no level is worth a logarithm. */
const SILENCE = 1e-9;

/** Bends a signal by tanh, some signals at least; peaks stay where they are. */
export function drawSaturation(random: Random, samples: Float32Array): Float32Array {
  if (!random.chance(EFFECTS.saturation.share)) return samples;
  return saturate(samples, random.uniform(...EFFECTS.saturation.drive));
}

/** tanh with its knee at the peak divided by `drive`. */
export function saturate(samples: Float32Array, drive: number): Float32Array {
  const peak = samples.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  if (peak === 0) return samples;
  const scale = peak / Math.tanh(drive);
  return samples.map((x) => scale * Math.tanh(drive * x / peak));
}

/** What a compressor does. */
export interface Compressor {
  /** Below the loudest moment, dB. */
  threshold: number;
  ratio: number;
  /** Time constants, seconds. */
  attack: number;
  release: number;
}

/** A compressor, or none. */
export function drawCompressor(random: Random): Compressor | null {
  const { share, threshold, ratio, attack, release } = EFFECTS.compression;
  if (!random.chance(share)) return null;
  return {
    threshold: random.uniform(...threshold),
    ratio: random.uniform(...ratio),
    attack: random.logUniform(...attack),
    release: random.logUniform(...release),
  };
}

/**
 * The gain that a compressor gives `samples` over time: the same for every part of a mixture, so
 * that a compressed mixture still is the sum of its stems.
 */
export function compression(samples: Float32Array, compressor: Compressor): Float32Array {
  const levels = followed(samples, compressor);
  const knee = levels.reduce((a, b) => Math.max(a, b), 0) * gain(compressor.threshold);
  const slope = 1 / compressor.ratio - 1;
  const gains = levels.map((level) => level > knee ? (level / knee) ** slope : 1);
  const out = new Float32Array(samples.length);
  for (let i = 0; i < out.length; i++) {
    const [step, part] = [Math.floor(i / STEP), i % STEP / STEP];
    out[i] = gains[step] * (1 - part) + gains[step + 1] * part;
  }
  return out;
}

/** Root mean squares of steps, followed at the speeds of attack and release. */
function followed(samples: Float32Array, { attack, release }: Compressor): Float32Array {
  const speed = (seconds: number) => 1 - Math.exp(-STEP / (seconds * SAMPLE_RATE));
  const [rising, falling] = [speed(attack), speed(release)];
  const out = new Float32Array(Math.ceil(samples.length / STEP) + 1);
  let level = 0;
  for (let step = 0; step < out.length; step++) {
    let energy = 0;
    const end = Math.min(samples.length, (step + 1) * STEP);
    for (let i = step * STEP; i < end; i++) energy += samples[i] * samples[i];
    const now = Math.sqrt(energy / STEP);
    level += (now > level ? rising : falling) * (now - level);
    out[step] = Math.max(level, SILENCE);
  }
  return out;
}

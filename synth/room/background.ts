/**
 * What a recording holds besides the music.
 *
 * @module
 */
import { SAMPLE_RATE } from "../../lib/frontend/constants.ts";
import type { Random } from "../../lib/random.ts";
import { gain } from "../timbre/timbre.ts";

/** Share of clips with a background. */
const NOISY = 0.5;
/** Root mean square of the background against the peak of the music, dB. */
const LEVEL = [-70, -45] as const;
/** Harmonics of mains hum. */
const HUM_HARMONICS = 5;

/** Noise or hum of `length` samples for music that peaks at `peak`, or none. */
export function drawBackground(random: Random, length: number, peak: number): Float32Array | null {
  if (!random.chance(NOISY)) return null;
  const out = new Float32Array(length);
  const level = peak * gain(random.uniform(...LEVEL));
  if (random.chance(0.2)) hum(random, out, level);
  else noise(random, out, level);
  return out;
}

/** White noise through a one-pole low-pass, from white to brown. */
function noise(random: Random, out: Float32Array, level: number): void {
  const pole = random.chance(0.3) ? 0 : random.uniform(0.5, 0.98);
  const scale = level * Math.sqrt(12 * (1 - pole * pole));
  let y = 0;
  for (let i = 0; i < out.length; i++) {
    y = pole * y + random.next() - 0.5;
    out[i] = scale * y;
  }
}

function hum(random: Random, out: Float32Array, level: number): void {
  const w = 2 * Math.PI * random.pick([50, 60]) / SAMPLE_RATE;
  for (let k = 1; k <= HUM_HARMONICS; k++) {
    const amplitude = level * random.uniform(0.1, 1);
    const phase = random.uniform(0, 2 * Math.PI);
    for (let i = 0; i < out.length; i++) out[i] += amplitude * Math.sin(phase + k * w * i);
  }
}

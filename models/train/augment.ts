/**
 * Variations of a crop that leave its notes and its sources alone.
 *
 * @module
 */
import { BINS, BINS_PER_OCTAVE, OCTAVES } from "../../lib/frontend/constants.ts";
import type { Random } from "../../lib/random.ts";
import type { Augmentation } from "./recipe.ts";

const ENERGY_PER_DB = Math.LN10 / 10;

/**
 * A smooth random frequency response, energy factor of each bin: another microphone, room or
 * loudspeaker. Normal gains in decibel at the octaves, joined by cosines.
 */
function randomResponse(deviationDb: number, random: Random): Float32Array {
  const gains = Array.from({ length: OCTAVES + 1 }, () => random.normal(0, deviationDb));
  return Float32Array.from({ length: BINS }, (_, bin) => {
    const octave = Math.floor(bin / BINS_PER_OCTAVE);
    const phase = (bin % BINS_PER_OCTAVE) / BINS_PER_OCTAVE;
    const blend = (1 - Math.cos(Math.PI * phase)) / 2;
    const gain = gains[octave] * (1 - blend) + gains[octave + 1] * blend;
    return Math.exp(gain * ENERGY_PER_DB);
  });
}

/**
 * Mean energies of steady noise, one a bin. The transform's bandwidth grows with frequency, so
 * white noise rises by a factor of two each octave and pink noise is flat.
 */
function randomNoise(mean: number, random: Random): Float32Array {
  const tilt = random.next();
  const noise = Float32Array.from(
    { length: BINS },
    (_, bin) => 2 ** (tilt * bin / BINS_PER_OCTAVE),
  );
  const scale = mean / (noise.reduce((sum, e) => sum + e, 0) / BINS);
  return noise.map((e) => e * scale);
}

/** Square root of the sum over frames of the squared total energy. */
function loudness(energy: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < energy.length; at += BINS) {
    let total = 0;
    for (let i = at; i < at + BINS; i++) total += energy[i];
    sum += total * total;
  }
  return Math.sqrt(sum);
}

/**
 * Gives a crop another frequency response, a noise floor and a level slightly off, in place.
 *
 * The noise of a bin is exponentially distributed, as the energy of Gaussian noise is; that bins
 * overlap is neglected. The level follows the loudness of the crop.
 *
 * @param energy frames × 288
 * @param level frames
 */
export function augment(
  energy: Float32Array,
  level: Float32Array,
  { equalisationDb, noiseDb, levelError }: Augmentation,
  random: Random,
): void {
  const before = loudness(energy);
  const response = randomResponse(equalisationDb, random);
  const mean = energy.reduce((sum, e) => sum + e, 0) / energy.length;
  const decibel = random.uniform(noiseDb[0], noiseDb[1]);
  const noise = randomNoise(mean * Math.exp(decibel * ENERGY_PER_DB), random);
  for (let i = 0; i < energy.length; i++) {
    const bin = i % BINS;
    energy[i] = energy[i] * response[bin] - noise[bin] * Math.log(1 - random.next());
  }
  const change = before > 0 ? Math.log(loudness(energy) / before) : 0;
  const error = random.normal(0, levelError);
  for (let t = 0; t < level.length; t++) level[t] += change + error;
}

/**
 * How loud a note was struck, from the energy of its harmonics.
 *
 * @module
 */
import {
  BINS,
  BINS_PER_PITCH,
  HARMONIC_SHIFTS,
  HARMONICS,
  PITCHES,
} from "../frontend/constants.ts";

/** Distance of the first five harmonics from the fundamental, bins. */
const SHIFTS = HARMONIC_SHIFTS.filter((_, i) => HARMONICS[i] >= 1 && HARMONICS[i] <= 5);

/** Strength that is velocity 0, in decibels of a constant-Q energy of one. */
const SOFTEST = -60;

/** Strength that is velocity 1, in decibels. */
const LOUDEST = 0;

/**
 * Energy of each pitch's first five harmonics, the largest of the three bins around each.
 * Harmonics above the highest bin count as silent.
 *
 * @param energies Constant-Q energies, frames × 288.
 * @returns frames × 84.
 */
export function strength(energies: Float32Array): Float32Array {
  const frames = energies.length / BINS;
  const strengths = new Float32Array(frames * PITCHES);
  const largest = new Float64Array(BINS);
  for (let t = 0; t < frames; t++) {
    findLargest(energies.subarray(t * BINS, (t + 1) * BINS), largest);
    for (let p = 0; p < PITCHES; p++) {
      let sum = 0;
      for (const shift of SHIFTS) sum += largest[p * BINS_PER_PITCH + 1 + shift] ?? 0;
      strengths[t * PITCHES + p] = sum;
    }
  }
  return strengths;
}

/** Largest energy of each bin of a frame and its two neighbours, as far as they exist. */
function findLargest(frame: Float32Array, largest: Float64Array) {
  for (let k = 0; k < BINS; k++) {
    largest[k] = Math.max(frame[Math.max(k - 1, 0)], frame[k], frame[Math.min(k + 1, BINS - 1)]);
  }
}

/**
 * Velocity of a note, 0 … 1: its strength in decibels, −60 dB to 0 and 0 dB to 1, linear in
 * between and clamped. A sine of full scale has −6 dB.
 */
export function velocity(strength: number): number {
  const level = 10 * Math.log10(strength);
  return Math.min(1, Math.max(0, (level - SOFTEST) / (LOUDEST - SOFTEST)));
}

/**
 * What is kept of a note's sound: its spectrum, seen from its own pitch, as it unfolds in time.
 *
 * Bins are counted from the fundamental, so that a partial lies in the same place whatever the
 * pitch. Time is cut into slots that widen from the onset on: the attack is seen frame by frame,
 * the rest in ever longer means.
 *
 * @module
 */
import {
  BINS,
  BINS_PER_OCTAVE,
  BINS_PER_PITCH,
  HARMONIC_SHIFTS,
  HARMONICS,
  LOWEST_PITCH,
} from "../frontend/constants.ts";

/** Where slots begin, in frames from the onset; the last number is where the last slot ends. */
const SLOT_EDGES = [-2, -1, 0, 1, 2, 3, 4, 6, 8, 11, 15, 20, 27, 36, 48, 64, 90];

/** Time slots of a portrait: 1.07 s in all. */
export const SLOTS = SLOT_EDGES.length - 1;

/** Bins of a portrait below the fundamental: an octave. */
const BINS_BELOW = BINS_PER_OCTAVE;

/** Bins of a portrait: from an octave below the fundamental up to its 17th partial. */
export const PORTRAIT_BINS = 186;

/** Distances of the first seven partials from the fundamental, bins. */
const PARTIALS = HARMONIC_SHIFTS.filter((_, i) => HARMONICS[i] >= 1);

/** Added to energies relative to the note's own before the logarithm: 50 dB under it. */
const FLOOR = 1e-5;

/** Largest logarithm that is told apart: partials of others may be that much louder, nepers. */
const CEILING = 3;

/** Added to energies whose logarithm is a loudness; below any noise floor. */
const SILENCE = 1e-12;

/** Brings logarithms from FLOOR to CEILING to about −2 … 3. */
const SCALE = 1 / 3;
const OFFSET = 5;

/** A value below all that {@linkcode portray} gives. */
export const DARKEST = (Math.log(FLOOR) + OFFSET) * SCALE;

/** Value that a portrait's brightness changes by when energies grow by one neper. */
export const PER_NEPER = SCALE;

/** Constant-Q energies of consecutive frames, frames × 288. */
export interface Energies {
  values: Float32Array;
  /** Frame of the recording that they start with. */
  start: number;
}

/** Where a note lies, in frames of the recording. */
export interface Span {
  /** MIDI. */
  pitch: number;
  onset: number;
  /** Frame behind the last. */
  offset: number;
}

export interface Portrait {
  /** Log-energies relative to the note's strongest slot, {@linkcode SLOTS} × {@linkcode PORTRAIT_BINS}. */
  spectrum: Float32Array;
  /** 1 for each slot that the note lasts into, 0 for the others, whose spectrum is zero. */
  heard: Float32Array;
  /** Natural logarithm of the energy of the note's partials in its strongest slot. */
  loudness: number;
}

/** The constant-Q bin in which a portrait of `pitch` begins; it may lie outside the transform. */
export function lowestBin(pitch: number): number {
  return BINS_PER_PITCH * (pitch - LOWEST_PITCH) + 1 - BINS_BELOW;
}

/** Portrays a note. Frames that are not in `energies` are unheard. */
export function portray({ values, start }: Energies, { pitch, onset, offset }: Span): Portrait {
  const end = start + values.length / BINS;
  const bottom = lowestBin(pitch);
  const first = Math.max(0, -bottom);
  const last = Math.min(PORTRAIT_BINS, BINS - bottom);
  const spectrum = new Float32Array(SLOTS * PORTRAIT_BINS);
  const heard = new Float32Array(SLOTS);
  let strongest = 0;
  for (let slot = 0; slot < SLOTS; slot++) {
    const from = Math.max(start, onset + SLOT_EDGES[slot]);
    const noteEnd = SLOT_EDGES[slot] > 0 ? offset : Infinity;
    const to = Math.min(end, onset + SLOT_EDGES[slot + 1], noteEnd);
    if (to <= from) continue;
    heard[slot] = 1;
    const mean = spectrum.subarray(slot * PORTRAIT_BINS, (slot + 1) * PORTRAIT_BINS);
    for (let frame = from; frame < to; frame++) {
      const at = (frame - start) * BINS + bottom;
      for (let bin = first; bin < last; bin++) mean[bin] += values[at + bin] / (to - from);
    }
    strongest = Math.max(strongest, energyOfPartials(mean));
  }
  for (let slot = 0; slot < SLOTS; slot++) {
    if (heard[slot] === 0) continue;
    for (let bin = first; bin < last; bin++) {
      const at = slot * PORTRAIT_BINS + bin;
      spectrum[at] = brightness(strongest > 0 ? spectrum[at] / strongest : 0);
    }
  }
  return { spectrum, heard, loudness: Math.log(strongest + SILENCE) };
}

function brightness(energy: number): number {
  return (Math.min(CEILING, Math.log(energy + FLOOR)) + OFFSET) * SCALE;
}

/** Each partial counts with the strongest of the three bins it may lie in. */
function energyOfPartials(spectrum: Float32Array): number {
  let sum = 0;
  for (const shift of PARTIALS) {
    const at = BINS_BELOW + shift;
    sum += Math.max(spectrum[at - 1], spectrum[at], spectrum[at + 1]);
  }
  return sum;
}

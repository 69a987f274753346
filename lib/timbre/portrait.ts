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
  HARMONIC_SHIFTS,
  HARMONICS,
  PITCHES,
} from "../frontend/constants.ts";
import { meanOf } from "../mean.ts";
import { fundamentalBin, type Outline, ownPartials, partialsOf } from "./outline.ts";

/** Where slots begin, in frames from the onset; the last number is where the last slot ends. */
const SLOT_EDGES = [-2, -1, 0, 1, 2, 3, 4, 6, 8, 11, 15, 20, 27, 36, 48, 64, 90];

/** Time slots of a portrait: 1.07 s in all. */
export const SLOTS = SLOT_EDGES.length - 1;

/** Slots around the onset whose energies make the attack of an outline. */
const ATTACK_SLOTS = 7;

/** Slots of a note's steady sound: from the first to before the last, or else of a shorter note. */
const STEADY_SLOTS = [[5, 13], [2, 5], [0, 2]];

/** Bins of a portrait below the fundamental: an octave. */
export const BINS_BELOW = BINS_PER_OCTAVE;

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

/** Added to the energies of an attack, relative to the note's own: 30 dB under it. */
const ATTACK_FLOOR = 1e-3;

/** Brings logarithms from FLOOR to CEILING to about −2 … 3. */
const SCALE = 1 / 3;
const OFFSET = 5;

/** A value below all that {@linkcode portray} gives. */
export const DARKEST = (Math.log(FLOOR) + OFFSET) * SCALE;

/** The largest value that {@linkcode portray} gives. */
export const BRIGHTEST = (CEILING + OFFSET) * SCALE;

/** Value that a portrait's brightness changes by when energies grow by one neper. */
export const PER_NEPER = SCALE;

/** What was heard in consecutive frames. */
export interface Scene {
  /** Constant-Q energies, frames × 288. */
  energy: Float32Array;
  /** How surely each pitch sounds, 0 … 1, frames × 84. */
  activity: Float32Array;
  /** Frame of the recording that they start with. */
  start: number;
}

/** Where a note lies, in frames of the recording. */
export interface Span {
  /** MIDI. */
  pitch: number;
  onset: number;
  /** Behind the last frame; it is rounded. */
  offset: number;
}

export interface Portrait {
  /** Log-energies relative to the note's strongest slot, {@linkcode SLOTS} × {@linkcode PORTRAIT_BINS}. */
  spectrum: Float32Array;
  /** 1 for each slot that the note lasts into, 0 for the others, whose spectrum is zero. */
  heard: Float32Array;
  /** Natural logarithm of the energy of the note's partials in its strongest slot. */
  loudness: number;
  outline: Outline;
}

/** The constant-Q bin in which a portrait of `pitch` begins; it may lie outside the transform. */
export function lowestBin(pitch: number): number {
  return fundamentalBin(pitch) - BINS_BELOW;
}

/** Portrays a note. Frames that are not in the scene are unheard. */
export function portray(scene: Scene, span: Span): Portrait {
  const slots = slotsOf(scene, span);
  const heard = Float32Array.from(slots, ({ from, to }) => Number(to > from));
  const means = slots.map((slot) => meanSpectrum(scene, slot, span.pitch));
  const energies = means.map(energyOfPartials);
  const strongest = Math.max(...energies);
  const spectrum = new Float32Array(SLOTS * PORTRAIT_BINS);
  const [first, last] = binsHeard(span.pitch);
  means.forEach((mean, slot) => {
    if (heard[slot] === 0) return;
    for (let bin = first; bin < last; bin++) {
      spectrum[slot * PORTRAIT_BINS + bin] = brightness(relative(mean[bin], strongest));
    }
  });
  const steady = steadySlots(heard);
  const outline = {
    partials: partialsOf(meanOf(steady.map((slot) => means[slot])), BINS_BELOW, last),
    own: ownOf(scene, span),
    attack: Float32Array.from(
      energies.slice(0, Math.min(ATTACK_SLOTS, heard.lastIndexOf(1) + 1)),
      (energy) => Math.log(relative(energy, strongest) + ATTACK_FLOOR),
    ),
  };
  return { spectrum, heard, loudness: Math.log(strongest + SILENCE), outline };
}

/** How far each partial of a note is its own: {@linkcode Outline.own}. */
export function ownOf(scene: Scene, span: Span): Float32Array {
  const slots = slotsOf(scene, span);
  const heard = Float32Array.from(slots, ({ from, to }) => Number(to > from));
  const steady = steadySlots(heard).map((slot) => slots[slot]);
  return meanOf(steady.map((slot) => ownPartials(meanActivity(scene, slot), span.pitch)));
}

/** Frames of the scene, the last one excluded. */
interface Slot {
  from: number;
  to: number;
}

function slotsOf({ energy, start }: Scene, { onset, offset }: Span): Slot[] {
  const frames = energy.length / BINS;
  return Array.from({ length: SLOTS }, (_, slot) => {
    const noteEnd = SLOT_EDGES[slot] > 0 ? Math.round(offset) : Infinity;
    return {
      from: Math.max(0, onset + SLOT_EDGES[slot] - start),
      to: Math.min(frames, Math.min(onset + SLOT_EDGES[slot + 1], noteEnd) - start),
    };
  });
}

/** The part of a portrait that lies inside the transform. */
export function binsHeard(pitch: number): [first: number, last: number] {
  const bottom = lowestBin(pitch);
  return [Math.max(0, -bottom), Math.min(PORTRAIT_BINS, BINS - bottom)];
}

function meanSpectrum({ energy }: Scene, { from, to }: Slot, pitch: number): Float32Array {
  const mean = new Float32Array(PORTRAIT_BINS);
  const [first, last] = binsHeard(pitch);
  const share = 1 / (to - from);
  for (let frame = from; frame < to; frame++) {
    const at = frame * BINS + lowestBin(pitch);
    for (let bin = first; bin < last; bin++) mean[bin] += share * energy[at + bin];
  }
  return mean;
}

function meanActivity({ activity }: Scene, { from, to }: Slot): Float32Array {
  const mean = new Float32Array(PITCHES);
  const share = 1 / (to - from);
  for (let frame = from; frame < to; frame++) {
    for (let p = 0; p < PITCHES; p++) mean[p] += share * activity[frame * PITCHES + p];
  }
  return mean;
}

/** Slots of a note that tell its steady sound. */
function steadySlots(heard: Float32Array): number[] {
  for (const [first, last] of STEADY_SLOTS) {
    const slots = [...heard.keys()].slice(first, last).filter((slot) => heard[slot] > 0);
    if (slots.length > 0) return slots;
  }
  return [];
}

function relative(energy: number, strongest: number): number {
  return strongest > 0 ? energy / strongest : 0;
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

/**
 * What every source of sound has in common.
 *
 * @module
 */
import { LOWEST_PITCH, PITCHES } from "../../lib/frontend/constants.ts";
import type { Random } from "../../lib/random.ts";

/** The signal of one note, alone and dry. Its level means nothing: the renderer sets it. */
export interface Sound {
  /** At the sample rate of {@linkcode SAMPLE_RATE}; release and natural decay included. */
  samples: Float32Array;
  /** Sample at which the instrument is set in motion. */
  lead: number;
}

/** One tone colour: an instrument as one player plays it. */
export interface Timbre {
  /** Unique: equal keys are the same timbre. */
  key: string;
  /** For people. */
  name: string;
  /** Timbres of one family are hard to tell apart. */
  family: string;
  /** Lowest and highest MIDI pitch it can play, both included. */
  low: number;
  high: number;
  /** It sounds for as long as a note is held, rather than dying away. */
  sustained: boolean;
  /** It can sound several notes at once. */
  polyphonic: boolean;
  licence: string;
  /**
   * Sounds a note.
   *
   * @param pitch MIDI number, fractions allowed
   * @param seconds how long the note is held
   * @param velocity 0 … 1
   */
  note(pitch: number, seconds: number, velocity: number, random: Random): Sound;
}

/** Frequency of a MIDI pitch, Hz. */
export function hertz(pitch: number): number {
  return 440 * 2 ** ((pitch - 69) / 12);
}

/** Gain of a level in decibels. */
export function gain(decibels: number): number {
  return 10 ** (decibels / 20);
}

/** Fades `samples` in place with half a cosine, from 1 at `start` to 0 `length` samples later. */
export function fadeOut(samples: Float32Array, start: number, length: number): void {
  const first = Math.max(0, start);
  const last = Math.min(samples.length, start + length);
  for (let i = first; i < last; i++) {
    samples[i] *= 0.5 + 0.5 * Math.cos(Math.PI * (i - start) / length);
  }
  samples.fill(0, Math.max(0, Math.min(samples.length, start + length)));
}

/** Where a timbre without a body of wood or brass ends: any band of 1½ to 5 octaves. */
export function drawRange(random: Random): { low: number; high: number } {
  const span = random.integer(19, 58);
  const low = random.integer(LOWEST_PITCH, LOWEST_PITCH + PITCHES - 1 - span);
  return { low, high: low + span };
}

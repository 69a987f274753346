/**
 * What a listener knows of two notes besides their sound: how they lie in time, pitch and loudness;
 * and how unlike they sound where others do not cover them.
 *
 * @module
 */

import { type Outline, unlikeness } from "./outline.ts";

/** A note among others. */
export interface Placed {
  /** Seconds. */
  onset: number;
  offset: number;
  /** MIDI. */
  pitch: number;
  /** Natural logarithm of an energy. */
  loudness: number;
  outline: Outline;
}

/** Numbers that describe a note's place. */
export const FACTS = 3;

/** Numbers that describe a pair: how the two lie, and then how unlike they sound. */
export const PLACES = 8;
export const RELATIONS = PLACES + 3;

/** Middle of the pitches that music uses, MIDI, and the range of most of it, semitones. */
const MIDDLE = 60;
const RANGE = 20;

/** Distances beyond which two notes are far apart. */
const NEXT_SECONDS = 0.15;
const TOGETHER_SECONDS = 0.03;
const PHRASE_SECONDS = 1.5;
const STEP_SEMITONES = 3;
const LEAP_SEMITONES = 4;
const OCTAVE = 12;

/** Difference in loudness that counts as one: 13 dB. */
const LOUDNESS = 3;
const MOST_LOUDNESS = 2;

/** Lengths are at least this, seconds. */
const SHORTEST = 0.03;

/** A note by itself: loudness against the mean of all, length, pitch; notes × {@linkcode FACTS}. */
export function facts(notes: readonly Placed[]): Float32Array {
  const mean = notes.reduce((sum, { loudness }) => sum + loudness, 0) / notes.length;
  return Float32Array.from(notes.flatMap(({ onset, offset, pitch, loudness }) => [
    (loudness - mean) / LOUDNESS,
    Math.log(Math.max(SHORTEST, offset - onset)) / 2 + 0.5,
    (pitch - MIDDLE) / RANGE,
  ]));
}

/** Every pair of notes, {@linkcode RELATIONS} × notes × notes, symmetric in notes. */
export function relations(notes: readonly Placed[]): Float32Array {
  const count = notes.length;
  const out = new Float32Array(RELATIONS * count * count);
  const pair = new Float64Array(RELATIONS);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j <= i; j++) {
      relate(notes[i], notes[j], pair);
      for (let r = 0; r < RELATIONS; r++) {
        out[(r * count + i) * count + j] = pair[r];
        out[(r * count + j) * count + i] = pair[r];
      }
    }
  }
  return out;
}

function relate(a: Placed, b: Placed, pair: Float64Array): void {
  const apart = Math.max(a.onset, b.onset) - Math.min(a.offset, b.offset);
  const shorter = Math.max(SHORTEST, Math.min(a.offset - a.onset, b.offset - b.onset));
  const between = Math.abs(a.onset - b.onset);
  const interval = Math.abs(a.pitch - b.pitch);
  const adjacent = Math.exp(-Math.abs(apart) / NEXT_SECONDS);
  pair[0] = Math.min(1, Math.max(0, -apart) / shorter);
  pair[1] = adjacent;
  pair[2] = interval / OCTAVE;
  pair[3] = Math.exp(-interval / STEP_SEMITONES);
  pair[4] = Math.exp(-between / PHRASE_SECONDS);
  pair[5] = Math.exp(-between / TOGETHER_SECONDS);
  pair[6] = Math.min(MOST_LOUDNESS, Math.abs(a.loudness - b.loudness) / LOUDNESS);
  pair[7] = adjacent * Math.exp(-interval / LEAP_SEMITONES);
  const [partials, compared, attack] = unlikeness(a.outline, b.outline);
  pair[8] = partials;
  pair[9] = compared;
  pair[10] = attack;
}

/**
 * Keys and chord progressions.
 *
 * @module
 */
import type { Random } from "../../lib/random.ts";
import type { Band } from "./types.ts";

/** A chord that holds for a while. */
export interface Chord {
  beat: number;
  beats: number;
  /** Pitch classes, 0 = C, the root first. */
  tones: number[];
}

/** Chords over a whole clip, and the scale they come from. */
export interface Harmony {
  /** Pitch classes of the scale, ascending from the tonic. */
  scale: number[];
  chords: Chord[];
}

const SCALES = {
  major: [0, 2, 4, 5, 7, 9, 11],
  minor: [0, 2, 3, 5, 7, 8, 10],
  harmonic: [0, 2, 3, 5, 7, 8, 11],
  dorian: [0, 2, 3, 5, 7, 9, 10],
  mixolydian: [0, 2, 4, 5, 7, 9, 10],
};

/** Scale degrees that may follow each degree (0 = tonic). */
const NEXT = [
  [3, 4, 5, 1, 2, 6],
  [4, 6, 4, 0],
  [5, 3, 1],
  [4, 0, 1, 6],
  [0, 0, 5, 3],
  [3, 1, 4, 2],
  [0, 0, 5, 2],
];

/** A progression of `beats` beats whose chords change on bar lines or half bars. */
export function harmony(random: Random, beats: number, metre: number): Harmony {
  const tonic = random.integer(0, 11);
  const mode = random.weighted(Object.values(SCALES), [5, 3, 2, 1, 1]);
  const scale = mode.map((step) => (tonic + step) % 12);
  const change = random.pick([metre, metre, metre / 2, 2 * metre, 1]);
  const seventh = random.uniform(0, 0.4);
  const chords: Chord[] = [];
  let degree = random.pick([0, 0, 3, 5]);
  for (let beat = 0; beat < beats; beat += change) {
    const steps = random.chance(seventh) ? [0, 2, 4, 6] : [0, 2, 4];
    chords.push({ beat, beats: change, tones: steps.map((s) => scale[(degree + s) % 7]) });
    degree = random.pick(NEXT[degree]);
  }
  return { scale, chords };
}

/** The chord that holds at `beat`. */
export function chordAt({ chords }: Harmony, beat: number): Chord {
  const index = Math.floor(beat / chords[0].beats + 1e-6);
  return chords[Math.min(chords.length - 1, Math.max(0, index))];
}

/** All pitches of a band whose pitch class is among `classes`, ascending. */
export function pitchesOf(classes: readonly number[], { low, high }: Band): number[] {
  const pitches: number[] = [];
  for (let p = low; p <= high; p++) if (classes.includes(p % 12)) pitches.push(p);
  return pitches;
}

/** The member of ascending `pitches` nearest to `target`. */
export function nearest(pitches: readonly number[], target: number): number {
  let best = pitches[0];
  for (const p of pitches) if (Math.abs(p - target) < Math.abs(best - target)) best = p;
  return best;
}

/**
 * Bringing notes to where a player plays them, by whole octaves.
 *
 * @module
 */
import type { Band } from "./types.ts";

/** Octaves by which a part is moved, the nearest first. */
const OCTAVES = [0, -1, 1, -2, 2, -3, 3, -4, 4, -5, 5];

/** A note on paper or as played. */
interface Pitched {
  pitch: number;
}

function within(pitch: number, { low, high }: Band): boolean {
  return pitch >= low && pitch <= high;
}

/** The octaves, in semitones, that bring most notes into the range and, of those, the tessitura. */
export function bestOctave(notes: readonly Pitched[], range: Band, tessitura: Band): number {
  let best = 0;
  let most = -1;
  for (const octave of OCTAVES) {
    let fit = 0;
    for (const { pitch } of notes) {
      const moved = pitch + 12 * octave;
      fit += (notes.length + 1) * Number(within(moved, range)) + Number(within(moved, tessitura));
    }
    if (fit > most) [best, most] = [12 * octave, fit];
  }
  return best;
}

/** The notes, moved together by whole octaves to where most of them fit. */
export function moved<N extends Pitched>(notes: readonly N[], range: Band, tessitura: Band): N[] {
  const shift = bestOctave(notes, range, tessitura);
  return notes.map((n) => ({ ...n, pitch: n.pitch + shift }));
}

/** The notes, each moved by whole octaves into a band of an octave or more. */
export function folded<N extends Pitched>(notes: readonly N[], { low, high }: Band): N[] {
  return notes.map((n) => {
    const below = Math.max(0, Math.ceil((low - n.pitch) / 12));
    const above = Math.max(0, Math.ceil((n.pitch - high) / 12));
    return { ...n, pitch: n.pitch + 12 * (below - above) };
  });
}

/**
 * Notes on a grid of sixteenths, for notation.
 *
 * @module
 */
import type { Note } from "../../lib/types.ts";

/** Tempos considered, quarter notes a minute. */
const SLOWEST = 60;
const FASTEST = 180;
const TEMPO_STEP = 0.5;

/** Tempos that fit equally well are decided for the one nearer to this. */
const USUAL_TEMPO = 100;

/** How strongly, per octave of tempo. */
const PREFERENCE = 0.15;

/** Sixteenths of a quarter note. */
export const DIVISIONS = 4;

/** A note on the grid. */
export interface GridNote {
  pitch: number;
  /** Sixteenths from the first downbeat. */
  start: number;
  /** Sixteenths, at least one. */
  length: number;
}

/**
 * The steady tempo whose eighths the onsets lie on best: the mean resultant length of the onsets'
 * phases (N. I. Fisher, "Statistical Analysis of Circular Data", 1993), loud notes counting more.
 *
 * @returns Quarter notes a minute; 100 for fewer than four notes.
 */
export function estimateTempo(notes: readonly Note[]): number {
  if (notes.length < 4) return USUAL_TEMPO;
  let best = { tempo: USUAL_TEMPO, fit: -Infinity };
  for (let tempo = SLOWEST; tempo <= FASTEST; tempo += TEMPO_STEP) {
    const away = Math.abs(Math.log2(tempo / USUAL_TEMPO));
    const fit = alignment(notes, 30 / tempo).strength - PREFERENCE * away;
    if (fit > best.fit) best = { tempo, fit };
  }
  return best.tempo;
}

/** How well onsets lie on a grid of `period` seconds, 0 … 1, and where in it they lie. */
function alignment(notes: readonly Note[], period: number): { strength: number; phase: number } {
  let [re, im, total] = [0, 0, 0];
  for (const { onset, velocity } of notes) {
    const angle = 2 * Math.PI * onset / period;
    re += velocity * Math.cos(angle);
    im += velocity * Math.sin(angle);
    total += velocity;
  }
  const phase = Math.atan2(im, re) / (2 * Math.PI) * period;
  return { strength: total > 0 ? Math.hypot(re, im) / total : 0, phase };
}

/**
 * Notes moved to the nearest sixteenth; those of one pitch that fall together become one.
 *
 * @param tempo Quarter notes a minute.
 * @param all The whole song's notes, which decide where its grid lies.
 */
export function quantise(
  notes: readonly Note[],
  tempo: number,
  all: readonly Note[] = notes,
): GridNote[] {
  const sixteenth = 60 / tempo / DIVISIONS;
  const { phase } = alignment(all, sixteenth);
  const first = all.reduce((least, note) => Math.min(least, note.onset), Infinity);
  const origin = phase + Math.round((first - phase) / sixteenth) * sixteenth;
  const found = new Map<string, GridNote>();
  for (const { onset, offset, pitch } of notes) {
    const start = Math.max(0, Math.round((onset - origin) / sixteenth));
    const length = Math.max(1, Math.round((offset - origin) / sixteenth) - start);
    const key = `${start} ${pitch}`;
    found.set(key, { pitch, start, length: Math.max(length, found.get(key)?.length ?? 0) });
  }
  const sorted = [...found.values()].sort((a, b) => a.start - b.start || a.pitch - b.pitch);
  return withoutOverlap(sorted);
}

/** Shortens notes that reach into the next one of their pitch. */
function withoutOverlap(notes: GridNote[]): GridNote[] {
  const latest = new Map<number, GridNote>();
  for (const note of notes) {
    const before = latest.get(note.pitch);
    if (before) before.length = Math.min(before.length, note.start - before.start);
    latest.set(note.pitch, note);
  }
  return notes;
}

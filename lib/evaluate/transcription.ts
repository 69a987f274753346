/**
 * Note F by onset and pitch, as mir_eval.transcription counts it without offsets: an estimated
 * note is right if a reference note of its pitch starts within 50 ms, each reference note matched
 * once, by a maximum matching.
 *
 * @module
 */
import type { Note } from "../types.ts";

/** Seconds. */
const ONSET_TOLERANCE = 0.05;

/** The part of a note that is compared. */
export type NoteStart = Pick<Note, "onset" | "pitch">;

export interface Score {
  precision: number;
  recall: number;
  f: number;
}

/** @returns Pairs of indices into `reference` and `estimate`, as many as there can be. */
export function matchNotes(
  reference: readonly NoteStart[],
  estimate: readonly NoteStart[],
): [reference: number, estimate: number][] {
  const candidates = reference.map((r) =>
    estimate.flatMap((e, j) => e.pitch === r.pitch && near(e.onset, r.onset) ? [j] : [])
  );
  const takenBy = new Map<number, number>();
  const assign = (i: number, tried: Set<number>): boolean =>
    candidates[i].some((j) => {
      if (tried.has(j)) return false;
      tried.add(j);
      const holder = takenBy.get(j);
      if (holder !== undefined && !assign(holder, tried)) return false;
      takenBy.set(j, i);
      return true;
    });
  reference.forEach((_, i) => assign(i, new Set()));
  return [...takenBy].map(([j, i]) => [i, j]);
}

/** Distances are rounded to 0.1 ms, so that 50 ms are 50 ms. */
function near(a: number, b: number): boolean {
  return Math.round(Math.abs(a - b) * 1e4) / 1e4 <= ONSET_TOLERANCE;
}

export function scoreNotes(
  reference: readonly NoteStart[],
  estimate: readonly NoteStart[],
): Score {
  const right = matchNotes(reference, estimate).length;
  const precision = estimate.length ? right / estimate.length : 0;
  const recall = reference.length ? right / reference.length : 0;
  return { precision, recall, f: right ? 2 * precision * recall / (precision + recall) : 0 };
}

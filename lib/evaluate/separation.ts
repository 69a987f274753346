/**
 * Scores of tracks told apart by timbre.
 *
 * @module
 */
import type { TimbredNote } from "../types.ts";
import { type NoteStart, scoreNotes } from "./transcription.ts";

/**
 * Mean over the reference tracks of the note F under the assignment of estimated tracks that makes
 * it largest; a reference track left alone counts 0.
 */
export function separationF(
  reference: readonly (readonly NoteStart[])[],
  estimate: readonly TimbredNote[],
  timbres: number,
): number {
  const scores = reference.map((track) =>
    Array.from(
      { length: timbres },
      (_, timbre) => scoreNotes(track, estimate.filter((n) => n.timbre === timbre)).f,
    )
  );
  return bestAssignment(scores, 0, new Set()) / reference.length;
}

function bestAssignment(scores: number[][], row: number, taken: Set<number>): number {
  if (row === scores.length) return 0;
  let best = bestAssignment(scores, row + 1, taken);
  scores[row].forEach((score, column) => {
    if (taken.has(column)) return;
    taken.add(column);
    best = Math.max(best, score + bestAssignment(scores, row + 1, taken));
    taken.delete(column);
  });
  return best;
}

/**
 * Timbres for notes that were heard again.
 *
 * @module
 */
import { rowOf, type Score } from "../edit/score.ts";

/**
 * For each note of `heard`, the timbre of `score` whose mean direction its own is closest to; the
 * first where there is nothing to compare.
 */
export function nearestTimbres(score: Score, heard: Score): number[] {
  const size = score.embeddingSize;
  const sums = score.timbres.map(() => new Float64Array(size));
  for (const note of score.notes) {
    rowOf(score, note.row).forEach((x, d) => sums[note.timbre][d] += x);
  }
  const means = sums.map((sum) => {
    const length = Math.hypot(...sum);
    return sum.map((x) => length > 0 ? x / length : 0);
  });
  return heard.notes.map((note) => {
    const vector = rowOf(heard, note.row);
    const likeness = means.map((mean) => vector.reduce((sum, x, d) => sum + x * mean[d], 0));
    return Math.max(0, likeness.indexOf(Math.max(...likeness)));
  });
}

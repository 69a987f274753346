/**
 * How many timbres are playing.
 *
 * @module
 */
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { affinity, type Embeddings, select, spread } from "./affinity.ts";

/** Notes whose affinities are looked at. */
const SAMPLE = 256;

/** Most timbres that are told apart unasked. */
export const MOST_TIMBRES = 8;

/** Chosen on synthetic mixes and on Bach10, solos among both, for a small mean error overall. */
const COUNTING = { temperature: 0.3, leastShare: 0.07 };

/**
 * Counts clusters as the eigenvalues of the affinity matrix that carry at least a given share of
 * its trace: a matrix of K equal blocks of ones has K eigenvalues of 1/K.
 *
 * @returns 0 for no notes, else 1 … {@linkcode MOST_TIMBRES}.
 */
export function countTimbres(embeddings: Embeddings, options = COUNTING): number {
  if (embeddings.count === 0) return 0;
  const sample = select(embeddings, spread(embeddings.count, SAMPLE));
  const flat = affinity(sample, sample, options.temperature);
  const matrix = Matrix.from1DArray(sample.count, sample.count, flat);
  const { realEigenvalues } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  const large =
    realEigenvalues.filter((value) => value >= options.leastShare * sample.count).length;
  return Math.min(Math.max(large, 1), MOST_TIMBRES);
}

/**
 * Counting by the eigenvalues of the affinity matrix that carry at least a given share of its
 * trace: a matrix of K equal blocks of ones has K eigenvalues of 1/K.
 *
 * @module
 */
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { affinity, type Embeddings } from "../affinity.ts";
import { within } from "./counter.ts";

/** Chosen on synthetic mixes, solos among them. */
const COUNTING = { temperature: 0.1, leastShare: 0.07 };

export function countEigenvalues(embeddings: Embeddings, options = COUNTING): number {
  const { count } = embeddings;
  const flat = affinity(embeddings, embeddings, options.temperature);
  const matrix = Matrix.from1DArray(count, count, flat);
  const { realEigenvalues } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  return within(realEigenvalues.filter((value) => value >= options.leastShare * count).length);
}

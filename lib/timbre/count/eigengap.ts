/**
 * Counting by the largest gap between eigenvalues of the Laplacian of a pruned affinity, the
 * pruning found with it.
 *
 * Reference. T. J. Park et al., "Auto-tuning spectral clustering for speaker diarization using
 * normalized maximum eigengap", IEEE Signal Processing Letters 27, 2020 (NME-SC).
 *
 * @module
 */
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { affinity, type Embeddings, select, spread } from "../affinity.ts";
import { MOST_TIMBRES, within } from "./counter.ts";

/** Notes looked at: each pruning takes an eigendecomposition. */
const SAMPLE = 128;

/** Neighbours that a note keeps, as shares of all notes. */
const KEPT = [0.03, 0.05, 0.08, 0.12, 0.17, 0.23, 0.3];

const LEAST_KEPT = 2;

/** Keeps the graph's degrees from vanishing. */
const TINY = 1e-9;

export function countEigengap(embeddings: Embeddings): number {
  const sample = select(embeddings, spread(embeddings.count, SAMPLE));
  const { count } = sample;
  if (count <= LEAST_KEPT) return 1;
  const affinities = affinity(sample, sample, 1);
  let best = { count: 1, ratio: Infinity };
  for (const share of KEPT) {
    const kept = Math.max(LEAST_KEPT, Math.round(share * count));
    const values = laplacianEigenvalues(prune(affinities, count, kept), count);
    const gaps = values.slice(1, MOST_TIMBRES + 1).map((value, i) => value - values[i]);
    const largest = Math.max(...gaps);
    const ratio = kept / (largest / (values.at(-1)! + TINY) + TINY);
    if (ratio < best.ratio) best = { count: gaps.indexOf(largest) + 1, ratio };
  }
  return within(best.count);
}

/** 1 for the `kept` nearest of each row, 0 for the others, made symmetric. */
function prune(affinities: Float64Array, count: number, kept: number): Float64Array {
  const pruned = new Float64Array(affinities.length);
  for (let i = 0; i < count; i++) {
    const row = affinities.subarray(i * count, (i + 1) * count);
    const nearest = [...row.keys()].sort((a, b) => row[b] - row[a]).slice(0, kept);
    for (const j of nearest) {
      pruned[i * count + j] += 0.5;
      pruned[j * count + i] += 0.5;
    }
  }
  return pruned;
}

/** In ascending order. */
function laplacianEigenvalues(affinities: Float64Array, count: number): number[] {
  const laplacian = Matrix.from1DArray(count, count, affinities).mul(-1);
  const degrees = laplacian.sum("row").map((sum) => -sum);
  degrees.forEach((degree, i) => laplacian.set(i, i, degree + laplacian.get(i, i)));
  const { realEigenvalues } = new EigenvalueDecomposition(laplacian, { assumeSymmetric: true });
  return realEigenvalues.sort((a, b) => a - b);
}

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
  const ratios = gapRatios(embeddings);
  return within(ratios.indexOf(Math.min(...ratios)) + 1);
}

/**
 * For 1 … 8 timbres the smallest ratio, over all prunings, of the neighbours kept to the gap behind
 * as many eigenvalues: the smaller it is, the more is said for that count. At most as many as notes
 * can tell.
 */
function gapRatios(embeddings: Embeddings): number[] {
  const sample = select(embeddings, spread(embeddings.count, SAMPLE));
  const { count } = sample;
  if (count <= LEAST_KEPT) return [0];
  const affinities = affinity(sample, sample, 1);
  const ratios = new Array<number>(Math.min(MOST_TIMBRES, count - 1)).fill(Infinity);
  for (const share of KEPT) {
    const kept = Math.max(LEAST_KEPT, Math.round(share * count));
    const values = laplacianEigenvalues(prune(affinities, count, kept), count);
    for (const i of ratios.keys()) {
      const gap = (values[i + 1] - values[i]) / (values.at(-1)! + TINY);
      ratios[i] = Math.min(ratios[i], kept / (gap + TINY));
    }
  }
  return ratios;
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

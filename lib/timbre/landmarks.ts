/**
 * A few points that stand for many notes.
 *
 * @module
 */
import { addProducts, type Embeddings, select, spread } from "./affinity.ts";

/** Points of the embedding space, each with the number of notes that it stands for. */
export interface Landmarks extends Embeddings {
  weights: ArrayLike<number>;
}

/** Rounds of k-means: a fifth changes labels no more. */
const ROUNDS = 3;

/**
 * The notes themselves if there are no more than `limit`, or else means of as many groups of near
 * ones, by k-means; fewer where notes coincide. Means are left at their lengths, under one, so that
 * the affinity of a note with a mean is about the mean of its affinities with the group.
 */
export function landmarksOf(embeddings: Embeddings, limit: number): Landmarks {
  const { size, count } = embeddings;
  if (count <= limit) return { ...embeddings, weights: new Uint32Array(count).fill(1) };
  const means = select(embeddings, spread(count, limit));
  const { values } = means;
  const weights = new Uint32Array(limit);
  for (let round = 0; round < ROUNDS; round++) {
    const groups = nearest(embeddings, means);
    weights.fill(0);
    for (const group of groups) weights[group]++;
    const sums = new Float64Array(values.length);
    for (let i = 0; i < count; i++) {
      for (let d = 0; d < size; d++) sums[groups[i] * size + d] += embeddings.values[i * size + d];
    }
    sums.forEach((sum, i) => {
      const weight = weights[Math.floor(i / size)];
      if (weight > 0) values[i] = sum / weight;
    });
  }
  const filled = [...weights.keys()].filter((group) => weights[group] > 0);
  return {
    ...select(means, filled),
    weights: filled.map((group) => weights[group]),
  };
}

/** The nearest of some points for each note. */
function nearest(embeddings: Embeddings, points: Embeddings): Uint32Array {
  const { size } = points;
  const halfSquares = Float64Array.from({ length: points.count }, (_, j) => {
    const point = points.values.subarray(j * size, (j + 1) * size);
    return point.reduce((sum, x) => sum + x * x, 0) / 2;
  });
  const startingAt = halfSquares.map((x) => -x);
  const likeness = new Float64Array(points.count);
  return Uint32Array.from({ length: embeddings.count }, (_, i) => {
    likeness.set(startingAt);
    addProducts(likeness, embeddings, i, points);
    let most = 0;
    for (let j = 1; j < points.count; j++) if (likeness[j] > likeness[most]) most = j;
    return most;
  });
}

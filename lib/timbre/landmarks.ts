/**
 * A few points that stand for many notes.
 *
 * @module
 */
import { type Embeddings, select, spread } from "./affinity.ts";

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
  const { values } = select(embeddings, spread(count, limit));
  const weights = new Uint32Array(limit);
  for (let round = 0; round < ROUNDS; round++) {
    const groups = nearest(embeddings, values);
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
    ...select({ values, size, count: limit }, filled),
    weights: filled.map((group) => weights[group]),
  };
}

/** The nearest of some points for each note. */
function nearest({ values, size, count }: Embeddings, points: Float32Array): Uint32Array {
  const halfSquares = Float64Array.from({ length: points.length / size }, (_, j) => {
    const point = points.subarray(j * size, (j + 1) * size);
    return point.reduce((sum, x) => sum + x * x, 0) / 2;
  });
  const found = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    let most = -Infinity;
    for (let j = 0; j < halfSquares.length; j++) {
      let likeness = -halfSquares[j];
      for (let d = 0; d < size; d++) likeness += values[i * size + d] * points[j * size + d];
      if (likeness > most) [found[i], most] = [j, likeness];
    }
  }
  return found;
}

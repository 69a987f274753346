/**
 * Counting by k-means that founds a cluster wherever a note is too far from all others: the limit
 * of a Dirichlet process mixture on the sphere for concentrated clusters.
 *
 * Reference. J. Straub et al., "Small-variance nonparametric clustering on the hypersphere", CVPR
 * 2015 (DP-vMF-means).
 *
 * @module
 */
import type { Embeddings } from "../affinity.ts";
import { within } from "./counter.ts";

/** Chosen on synthetic mixes, solos among them. */
const COUNTING = { leastCosine: 0.85, leastShare: 0.08 };

const ROUNDS = 20;

/** Clusters that are followed at once; more only slow the work down. */
const MOST_CLUSTERS = 40;

export function countDpMeans(embeddings: Embeddings, options = COUNTING): number {
  const { values, size, count } = embeddings;
  const row = (i: number) => values.subarray(i * size, (i + 1) * size);
  let centres: Float64Array[] = [Float64Array.from(row(0))];
  let sizes: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const sums: Float64Array[] = centres.map(() => new Float64Array(size));
    sizes = centres.map(() => 0);
    for (let i = 0; i < count; i++) {
      const cosines = centres.map((centre) => centre.reduce((s, x, d) => s + x * row(i)[d], 0));
      let cluster = cosines.indexOf(Math.max(...cosines));
      if (cosines[cluster] < options.leastCosine && centres.length < MOST_CLUSTERS) {
        cluster = centres.push(Float64Array.from(row(i))) - 1;
        sums.push(new Float64Array(size));
        sizes.push(0);
      }
      row(i).forEach((x, d) => sums[cluster][d] += x);
      sizes[cluster]++;
    }
    centres = sums.map(unit);
  }
  return within(sizes.filter((n) => n > 0 && n >= options.leastShare * count).length);
}

function unit(vector: Float64Array): Float64Array {
  const length = Math.hypot(...vector);
  return length > 0 ? vector.map((x) => x / length) : vector;
}

/**
 * Counting by agglomeration with a learnt stop: the two clusters whose notes are most alike on
 * average are joined (average linkage) until none are alike enough; small ones do not count.
 *
 * Reference. R. R. Sokal and C. D. Michener, "A statistical method for evaluating systematic
 * relationships", University of Kansas Science Bulletin 38, 1958 (UPGMA).
 *
 * @module
 */
import type { Embeddings } from "../affinity.ts";
import { within } from "./counter.ts";

/** Mean cosine of the notes of two clusters that are joined; chosen on synthetic mixes. */
const LEAST_COSINE = 0.64;

/** Clusters that count; chosen on synthetic mixes, solos among them. */
const LARGE: Readonly<Large> = { leastShare: 0.06, fewestNotes: 2 };

/** How large a cluster must be. */
export interface Large {
  /** Of all notes. */
  leastShare: number;
  fewestNotes: number;
}

export function countLinkage(embeddings: Embeddings): number {
  const [sizes] = clusterSizes(embeddings, [LEAST_COSINE]);
  return countLarge(sizes);
}

/** How many clusters are large, given the sizes of all. */
export function countLarge(sizes: readonly number[], { leastShare, fewestNotes } = LARGE): number {
  const notes = sizes.reduce((sum, size) => sum + size, 0);
  const least = Math.max(fewestNotes, leastShare * notes);
  return within(sizes.filter((size) => size >= least).length);
}

/**
 * Notes of each cluster that is left when no two have a mean cosine as large as asked for.
 *
 * @param leastCosines In falling order.
 * @returns Sizes for each of `leastCosines`.
 */
export function clusterSizes(
  { values, size, count }: Embeddings,
  leastCosines: readonly number[],
): number[][] {
  const found: number[][] = [];
  const sums = Array.from(
    { length: count },
    (_, i) => Float64Array.from(values.subarray(i * size, (i + 1) * size)),
  );
  const sizes = sums.map(() => 1);
  const alike = (a: number, b: number) => dot(sums[a], sums[b]) / (sizes[a] * sizes[b]);
  const cosines = sums.map((_, a) => Float64Array.from(sums.slice(0, a), (_, b) => alike(a, b)));
  let open = [...sums.keys()];
  while (open.length > 1) {
    let [kept, joined, most] = [0, 0, -Infinity];
    for (const [at, a] of open.entries()) {
      for (const b of open.slice(0, at)) {
        if (cosines[a][b] > most) [kept, joined, most] = [b, a, cosines[a][b]];
      }
    }
    while (most < leastCosines[found.length]) found.push(open.map((a) => sizes[a]));
    if (found.length === leastCosines.length) break;
    sums[kept].forEach((x, d) => sums[kept][d] = x + sums[joined][d]);
    sizes[kept] += sizes[joined];
    open = open.filter((a) => a !== joined);
    for (const a of open) {
      if (a !== kept) cosines[Math.max(a, kept)][Math.min(a, kept)] = alike(a, kept);
    }
  }
  while (found.length < leastCosines.length) found.push(open.map((a) => sizes[a]));
  return found;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += a[d] * b[d];
  return sum;
}

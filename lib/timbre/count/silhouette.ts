/**
 * Counting by how well notes sit in their clusters.
 *
 * Reference. P. Rousseeuw, "Silhouettes: a graphical aid to the interpretation and validation of
 * cluster analysis", J. Computational and Applied Mathematics 20, 1987; over cosines. Silhouettes
 * know nothing of a single cluster, which is the answer where none is good enough.
 *
 * @module
 */
import type { Embeddings } from "../affinity.ts";
import { spectralClustering } from "../spectral.ts";
import { MOST_TIMBRES } from "./counter.ts";

/** Mean silhouette under which all notes are taken for one timbre; chosen on synthetic mixes. */
const LEAST_SILHOUETTE = 0.3;

export function countSilhouette(embeddings: Embeddings, least = LEAST_SILHOUETTE): number {
  let best = { count: 1, silhouette: least };
  for (let count = 2; count <= Math.min(MOST_TIMBRES, embeddings.count - 1); count++) {
    const silhouette = meanSilhouette(embeddings, spectralClustering(embeddings, count), count);
    if (silhouette > best.silhouette) best = { count, silhouette };
  }
  return best.count;
}

/** −1 … 1, over distances 1 − cosine; a note alone in its cluster counts 0. */
function meanSilhouette(
  { values, size, count }: Embeddings,
  labels: Int32Array,
  clusters: number,
): number {
  const sums = Array.from({ length: clusters }, () => new Float64Array(size));
  const members = new Array<number>(clusters).fill(0);
  labels.forEach((label, i) => {
    members[label]++;
    for (let d = 0; d < size; d++) sums[label][d] += values[i * size + d];
  });
  let total = 0;
  labels.forEach((label, i) => {
    if (members[label] === 1) return;
    const vector = values.subarray(i * size, (i + 1) * size);
    const similarity = sums.map((sum) => sum.reduce((dot, x, d) => dot + x * vector[d], 0));
    const own = 1 - (similarity[label] - 1) / (members[label] - 1);
    const other = 1 - Math.max(
      ...similarity.flatMap((s, k) => k === label || members[k] === 0 ? [] : s / members[k]),
    );
    const larger = Math.max(own, other);
    if (larger > 0) total += (other - own) / larger;
  });
  return total / count;
}

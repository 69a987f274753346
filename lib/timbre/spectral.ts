/**
 * Spectral clustering through landmarks, after X. Chen and D. Cai, "Large scale spectral clustering
 * with landmark-based representation", AAAI 2011: notes are compared with at most a few hundred of
 * them, so that time and memory grow linearly with their number.
 *
 * @module
 */
import { kmeans } from "ml-kmeans";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { affinity, type Embeddings, select, spread } from "./affinity.ts";

/** Notes that all others are compared with. */
const LANDMARKS = 256;

/** Of the affinity between note and landmark; from 0.05 to 0.3 validation mixes do not care. */
const TEMPERATURE = 0.3;

/** Starts of k-means; the tightest result counts. */
const STARTS = 8;

/**
 * Clusters unit vectors.
 *
 * @param clusters 1 … embeddings.count.
 * @returns A label 0 … clusters − 1 for each vector.
 */
export function spectralClustering(embeddings: Embeddings, clusters: number): Int32Array {
  if (clusters === 1) return new Int32Array(embeddings.count);
  return tightest(spectralEmbedding(embeddings, clusters), clusters);
}

/** Rows of the leading eigenvectors of the normalised affinity, each at unit length. */
function spectralEmbedding(embeddings: Embeddings, dimensions: number): number[][] {
  const landmarks = select(embeddings, spread(embeddings.count, LANDMARKS));
  const z = new Matrix(landmarks.count ? embeddings.count : 0, landmarks.count);
  const weights = affinity(embeddings, landmarks, TEMPERATURE);
  for (let i = 0; i < z.rows; i++) {
    const row = weights.subarray(i * z.columns, (i + 1) * z.columns);
    const sum = row.reduce((total, w) => total + w, 0);
    row.forEach((w, j) => z.set(i, j, w / sum));
  }
  const scale = z.sum("column").map((sum) => 1 / Math.sqrt(sum));
  z.mulRowVector(scale);

  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
    z.transpose().mmul(z),
    { assumeSymmetric: true },
  );
  const leading = realEigenvalues
    .map((value, index) => ({ value, index }))
    .sort((a, b) => b.value - a.value)
    .slice(0, dimensions)
    .map(({ index }) => index);
  const projected = z.mmul(eigenvectorMatrix.subMatrixColumn(leading));
  return projected.to2DArray().map((row) => {
    const length = Math.hypot(...row);
    return length > 0 ? row.map((x) => x / length) : row;
  });
}

function tightest(points: number[][], clusters: number): Int32Array {
  let best = { labels: new Int32Array(points.length), spread: Infinity };
  for (let seed = 0; seed < STARTS; seed++) {
    const result = kmeans(points, clusters, { initialization: "kmeans++", seed });
    const squares = points.reduce(
      (sum, point, i) =>
        sum + point.reduce((s, x, d) => s + (x - result.centroids[result.clusters[i]][d]) ** 2, 0),
      0,
    );
    if (squares < best.spread) best = { labels: Int32Array.from(result.clusters), spread: squares };
  }
  return best.labels;
}

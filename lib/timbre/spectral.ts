/**
 * Spectral clustering through landmarks, after X. Chen and D. Cai, "Large scale spectral clustering
 * with landmark-based representation", AAAI 2011: notes are compared with at most a few hundred
 * points that stand for all of them, so that time and memory grow linearly with their number.
 *
 * @module
 */
import { kmeans } from "ml-kmeans";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { affinity, type Embeddings, select, spread } from "./affinity.ts";
import { type Landmarks, landmarksOf } from "./landmarks.ts";
import type { PairFactor } from "./priors.ts";

/** Points that notes are compared with: the notes themselves while there are no more of them. */
const LANDMARKS = 256;

/** Notes among which the centres of clusters are searched, before all notes refine them. */
const SAMPLE = 256;

/** Of the affinity between note and landmark; from 0.15 to 0.22 validation mixes do not care. */
const TEMPERATURE = 0.22;

/** Starts of k-means; the tightest result counts. */
const STARTS = 8;

/** How {@linkcode spectralClustering} compares notes. */
export interface SpectralOptions {
  /** Most points that notes are compared with; with as many as notes it is exact. */
  landmarks?: number;
  /** Of each affinity; landmarks are then notes themselves, from all over the recording. */
  factor?: PairFactor;
}

/**
 * Clusters unit vectors.
 *
 * @param clusters 1 … embeddings.count.
 * @returns A label 0 … clusters − 1 for each vector.
 */
export function spectralClustering(
  embeddings: Embeddings,
  clusters: number,
  { landmarks = LANDMARKS, factor }: SpectralOptions = {},
): Int32Array {
  if (clusters === 1) return new Int32Array(embeddings.count);
  const affinities = factor
    ? modified(embeddings, spread(embeddings.count, landmarks), factor)
    : weighted(embeddings, landmarksOf(embeddings, landmarks));
  const points = spectralEmbedding(affinities, embeddings.count, clusters);
  const sample = spread(embeddings.count, SAMPLE).map((row) => points[row]);
  const initialization = tightest(sample, clusters);
  const { centroids } = kmeans(points, clusters, { initialization });
  return Int32Array.from(points, (point) => nearest(point, centroids));
}

/** Affinities of all notes with all that landmarks stand for, notes × landmarks. */
function weighted(embeddings: Embeddings, landmarks: Landmarks): Float64Array {
  const { count, weights } = landmarks;
  const affinities = affinity(embeddings, landmarks, TEMPERATURE);
  for (let i = 0; i < affinities.length; i++) affinities[i] *= weights[i % count];
  return affinities;
}

/** Affinities of all notes with some of them, changed by a factor, notes × some. */
function modified(
  embeddings: Embeddings,
  some: readonly number[],
  factor: PairFactor,
): Float64Array {
  return affinity(embeddings, select(embeddings, some), TEMPERATURE).map((a, i) =>
    a * factor(Math.floor(i / some.length), some[i % some.length])
  );
}

/**
 * Rows of the leading eigenvectors of the normalised affinity, each at unit length.
 *
 * @param affinities notes × landmarks
 */
function spectralEmbedding(
  affinities: Float64Array,
  notes: number,
  dimensions: number,
): number[][] {
  const count = affinities.length / notes;
  const rows = Array.from(
    { length: notes },
    (_, i) => affinities.subarray(i * count, (i + 1) * count),
  );
  normalise(rows, count);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
    Matrix.from1DArray(count, count, gram(rows, count)),
    { assumeSymmetric: true },
  );
  const leading = realEigenvalues
    .map((value, index) => ({ value, index }))
    .sort((a, b) => b.value - a.value)
    .slice(0, dimensions)
    .map(({ index }) => eigenvectorMatrix.getColumn(index));
  return rows.map((row) => {
    const projected = leading.map((vector) => dot(vector, row));
    const length = Math.hypot(...projected);
    return length > 0 ? projected.map((x) => x / length) : projected;
  });
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += a[d] * b[d];
  return sum;
}

/** Makes each row sum to 1, and then divides each column by the root of its sum. */
function normalise(rows: readonly Float64Array[], columns: number): void {
  const sums = new Float64Array(columns);
  for (const row of rows) {
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += row[j];
    for (let j = 0; j < columns; j++) sums[j] += row[j] /= sum;
  }
  for (const row of rows) {
    for (let j = 0; j < columns; j++) row[j] /= Math.sqrt(sums[j]);
  }
}

/** Zᵀ·Z of the matrix Z with these rows, of which four are added at once. */
function gram(rows: readonly Float64Array[], columns: number): Float64Array {
  const product = new Float64Array(columns * columns);
  const none = new Float64Array(columns);
  for (let i = 0; i < rows.length; i += 4) {
    const [a, b, c, d] = [rows[i], rows[i + 1] ?? none, rows[i + 2] ?? none, rows[i + 3] ?? none];
    for (let j = 0; j < columns; j++) {
      const [aj, bj, cj, dj] = [a[j], b[j], c[j], d[j]];
      for (let k = 0, at = j * columns; k <= j; k++, at++) {
        product[at] = product[at] + aj * a[k] + bj * b[k] + cj * c[k] + dj * d[k];
      }
    }
  }
  for (let j = 0; j < columns; j++) {
    for (let k = 0; k < j; k++) product[k * columns + j] = product[j * columns + k];
  }
  return product;
}

/** Centres of the tightest of some clusterings. */
function tightest(points: number[][], clusters: number): number[][] {
  let best: { centres: number[][]; spread: number } = { centres: [], spread: Infinity };
  for (let seed = 0; seed < STARTS; seed++) {
    const { centroids } = kmeans(points, clusters, { initialization: "kmeans++", seed });
    const spread = points.reduce(
      (sum, point) => sum + squaredDistance(point, centroids[nearest(point, centroids)]),
      0,
    );
    if (spread < best.spread) best = { centres: centroids, spread };
  }
  return best.centres;
}

function nearest(point: readonly number[], centres: readonly number[][]): number {
  let [found, least] = [0, Infinity];
  for (const [cluster, centre] of centres.entries()) {
    const distance = squaredDistance(point, centre);
    if (distance < least) [found, least] = [cluster, distance];
  }
  return found;
}

function squaredDistance(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += (a[d] - b[d]) ** 2;
  return sum;
}

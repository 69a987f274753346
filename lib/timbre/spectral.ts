/**
 * Spectral clustering: k-means of the places that notes have in the space of {@linkcode placesOf}.
 *
 * @module
 */
import { kmeans } from "ml-kmeans";
import { type Embeddings, spread } from "./affinity.ts";
import { placesOf, type PlacesOptions } from "./places.ts";

/** Notes among which the centres of clusters are searched, before all notes refine them. */
const SAMPLE = 256;

/** Starts of k-means; the tightest result counts. */
const STARTS = 8;

/**
 * Clusters unit vectors.
 *
 * @param clusters 1 … embeddings.count.
 * @returns A label 0 … clusters − 1 for each vector.
 */
export function spectralClustering(
  embeddings: Embeddings,
  clusters: number,
  options?: PlacesOptions,
): Int32Array {
  if (clusters === 1) return new Int32Array(embeddings.count);
  const points = placesOf(embeddings, clusters, options);
  const sample = spread(embeddings.count, SAMPLE).map((row) => points[row]);
  const initialization = tightest(sample, clusters);
  const { centroids } = kmeans(points, clusters, { initialization });
  return Int32Array.from(points, (point) => nearest(point, centroids));
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

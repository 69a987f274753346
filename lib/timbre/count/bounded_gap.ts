/**
 * Counting by the eigengap, within bounds: notes that are very much alike are not taken for two
 * timbres, whatever the gap says, nor notes that are very unlike for one. Cosines have a scale and
 * know nothing of structure; gaps know structure and have no scale, so they cannot say one.
 *
 * @module
 */
import type { Embeddings } from "../affinity.ts";
import { gapRatios } from "./eigengap.ts";
import { clusterSizes, countLarge, LEAST_COSINE } from "./linkage.ts";

/** Mean cosine of clusters that are surely of one timbre; chosen on synthetic mixes. */
const SURE_COSINE = 0.85;

export function countBoundedGap(embeddings: Embeddings): number {
  const [many, few] = clusterSizes(embeddings, [SURE_COSINE, LEAST_COSINE])
    .map((sizes) => countLarge(sizes));
  return choose(few, many, () => gapRatios(embeddings));
}

/**
 * Chooses a count between bounds.
 *
 * @param ratios Of {@linkcode gapRatios}, if they are needed.
 */
export function choose(few: number, many: number, ratios: () => readonly number[]): number {
  if (few === 1 || many <= few) return few;
  const allowed = ratios().slice(few - 1, many);
  return few + Math.max(0, allowed.indexOf(Math.min(...allowed)));
}

/**
 * How many timbres are playing.
 *
 * @module
 */
import { type Embeddings, select, spread } from "./affinity.ts";
import type { Counter } from "./count/counter.ts";
import { countAgreement } from "./count/agreement.ts";
import { countDpMeans } from "./count/dp_means.ts";
import { countEigengap } from "./count/eigengap.ts";
import { countEigenvalues } from "./count/eigenvalues.ts";
import { countLinkage } from "./count/linkage.ts";
import { countSilhouette } from "./count/silhouette.ts";

/** Notes that are looked at. */
export const SAMPLE = 256;

/** Ways of counting, by name. */
export const COUNTERS = {
  "eigenvalues": countEigenvalues,
  "eigengap": countEigengap,
  "silhouette": countSilhouette,
  "linkage": countLinkage,
  "dp-means": countDpMeans,
  "agreement": countAgreement,
} as const satisfies Record<string, Counter>;

/** A name of {@linkcode COUNTERS}. */
export type CounterName = keyof typeof COUNTERS;

/** The one that counts best on validation mixes. */
export const DEFAULT_COUNTER: CounterName = "linkage";

/**
 * Counts timbres in notes from all over the recording.
 *
 * @returns 0 for no notes, else 1 … 8.
 */
export function countTimbres(
  embeddings: Embeddings,
  counter: CounterName = DEFAULT_COUNTER,
): number {
  if (embeddings.count === 0) return 0;
  return COUNTERS[counter](select(embeddings, spread(embeddings.count, SAMPLE)));
}

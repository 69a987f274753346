/**
 * How many timbres are playing.
 *
 * @module
 */
import { type Embeddings, select, spread } from "./affinity.ts";
import type { Counter } from "./count/counter.ts";
import { countAgreement } from "./count/agreement.ts";
import { countDiversity } from "./count/diversity.ts";
import { countDpMeans } from "./count/dp_means.ts";
import { countEigengap } from "./count/eigengap.ts";
import { countEigenvalues } from "./count/eigenvalues.ts";
import { countLinkage } from "./count/linkage.ts";
import { countSilhouette } from "./count/silhouette.ts";

/** Most notes that are looked at. */
const SAMPLE = 256;

/** Share of the notes, the least sure ones, that are not looked at: some of them are none. */
const UNSURE = 0.1;

/** Ways of counting, by name. */
export const COUNTERS = {
  "eigenvalues": countEigenvalues,
  "eigengap": countEigengap,
  "silhouette": countSilhouette,
  "linkage": countLinkage,
  "diversity": countDiversity,
  "dp-means": countDpMeans,
  "agreement": countAgreement,
} as const satisfies Record<string, Counter>;

/** A name of {@linkcode COUNTERS}. */
export type CounterName = keyof typeof COUNTERS;

/** The one that counts best on validation mixes. */
export const DEFAULT_COUNTER: CounterName = "diversity";

/**
 * Counts timbres in notes from all over the recording, the least sure ones left out.
 *
 * @returns 0 for no notes, else 1 … 8.
 */
export function countTimbres(
  embeddings: Embeddings,
  counter: CounterName = DEFAULT_COUNTER,
): number {
  if (embeddings.count === 0) return 0;
  return COUNTERS[counter](countedOf(embeddings));
}

/** The notes by which timbres are counted. */
export function countedOf(embeddings: Embeddings): Embeddings {
  const sure = surest(embeddings);
  return select(embeddings, spread(sure.length, SAMPLE).map((i) => sure[i]));
}

function surest({ count, sureness }: Embeddings): number[] {
  const all = Array.from({ length: count }, (_, note) => note);
  if (sureness === undefined) return all;
  const least = sureness.toSorted()[Math.floor(UNSURE * count)];
  return all.filter((note) => !(sureness[note] < least));
}

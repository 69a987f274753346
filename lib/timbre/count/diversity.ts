/**
 * Counting as ecologists count species of which some are alike: by the diversity of the notes, the
 * number of kinds so unlike each other that they would be as diverse. How unlike is unlike enough is
 * left open: diversities at several cosines are multiplied, each to a power that was learnt.
 *
 * Powers sum to one, so that kinds which no cosine confuses are counted as they are. Whether there is
 * but one timbre average linkage tells better.
 *
 * Reference. T. Leinster and C. A. Cobbold, "Measuring diversity: the importance of species
 * similarity", Ecology 93, 2012; diversity of order 0.
 *
 * @module
 */
import { affinity, type Embeddings } from "../affinity.ts";
import { within } from "./counter.ts";
import { countLinkage } from "./linkage.ts";

/**
 * Cosines past which two notes are more alike than not. None is so low that notes at right angles,
 * which is how far apart players can be, are half alike.
 */
export const LIKE_COSINES = [0.2, 0.4, 0.6, 0.8, 0.9];

/** How sharply likeness sets in there, per unit of cosine. */
const STEEPNESS = 12;

/** Powers of the diversities, learnt from training mixtures by `models/train/counting.ts`. */
const POWERS = [0.278, -0.177, 0.445, 0.148, 0.306];

export function countDiversity(embeddings: Embeddings): number {
  if (countLinkage(embeddings) === 1) return 1;
  const logarithm = diversities(embeddings).reduce((sum, d, i) => sum + POWERS[i] * Math.log(d), 0);
  return within(Math.max(2, Math.round(Math.exp(logarithm))));
}

/** Diversity of some notes for each of {@linkcode LIKE_COSINES}, 1 … the number of notes. */
export function diversities(embeddings: Embeddings): number[] {
  const { count } = embeddings;
  const affinities = affinity(embeddings, embeddings, 1 / STEEPNESS);
  return LIKE_COSINES.map((cosine) => {
    const half = Math.exp(STEEPNESS * (cosine - 1));
    const likeness = (affinity: number) => affinity * (1 + half) / (affinity + half);
    let diversity = 0;
    for (let i = 0; i < count; i++) {
      const row = affinities.subarray(i * count, (i + 1) * count);
      diversity += 1 / row.reduce((sum, affinity) => sum + likeness(affinity), 0);
    }
    return diversity;
  });
}

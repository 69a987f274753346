/**
 * Notes to timbres.
 *
 * @module
 */
import type { Embeddings } from "./affinity.ts";
import { type CounterName, countTimbres, DEFAULT_COUNTER } from "./count.ts";
import type { PairFactor } from "./priors.ts";
import { spectralClustering } from "./spectral.ts";

/** How {@linkcode separate} works. */
export interface SeparateOptions {
  /** How timbres are counted. */
  counter?: CounterName;
  /** What is expected of players besides their sound, such as {@linkcode priorsFor} says. */
  factor?: PairFactor;
}

/**
 * Tells notes apart by timbre.
 *
 * @param embeddings One unit vector a note, notes in order of onset.
 * @param timbres How many there are, or `"auto"`. With fewer notes than timbres, each note is one.
 * @returns A label for each note, numbered by first appearance.
 */
export function separate(
  embeddings: Embeddings,
  timbres: number | "auto" = "auto",
  { counter = DEFAULT_COUNTER, factor }: SeparateOptions = {},
): Int32Array {
  const asked = timbres === "auto" ? countTimbres(embeddings, counter) : timbres;
  const clusters = Math.min(asked, embeddings.count);
  if (clusters === 0) return new Int32Array(0);
  return byAppearance(spectralClustering(embeddings, clusters, { factor }));
}

/** The same labels, numbered by first appearance. */
export function byAppearance(labels: Int32Array): Int32Array {
  const names = new Map<number, number>();
  return labels.map((label) => {
    if (!names.has(label)) names.set(label, names.size);
    return names.get(label)!;
  });
}

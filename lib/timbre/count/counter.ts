/**
 * What all ways of counting timbres share.
 *
 * @module
 */
import type { Embeddings } from "../affinity.ts";

/** Most timbres that are told apart unasked. */
export const MOST_TIMBRES = 8;

/** Counts the timbres of at least one note, 1 … {@linkcode MOST_TIMBRES}. */
export type Counter = (embeddings: Embeddings) => number;

/** `count` as a counter may answer. */
export function within(count: number): number {
  return Math.min(Math.max(count, 1), MOST_TIMBRES);
}

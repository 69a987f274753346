/**
 * What associative memories share: they are shown vectors, and later recall one from a cue.
 *
 * @module
 */
import type { Embeddings } from "../affinity.ts";

/** Remembers vectors of one size. */
export interface AssociativeMemory {
  store(vector: ArrayLike<number>): void;
  /** What the cue reminds of, at unit length; zeros if of nothing. */
  recall(cue: ArrayLike<number>): Float64Array;
}

/** Notes as a memory recalls them that has met all of them. */
export function recallAll(
  memory: AssociativeMemory,
  { values, size, count }: Embeddings,
): Embeddings {
  const notes = Array.from({ length: count }, (_, i) => values.subarray(i * size, (i + 1) * size));
  for (const note of notes) memory.store(note);
  const recalled = new Float32Array(values.length);
  notes.forEach((note, i) => recalled.set(memory.recall(note), i * size));
  return { values: recalled, size, count };
}

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += a[d] * b[d];
  return sum;
}

/** The same direction at length one; zeros stay zeros. */
export function unit(vector: Float64Array): Float64Array {
  const length = Math.sqrt(dot(vector, vector));
  return length > 0 ? vector.map((x) => x / length) : vector;
}

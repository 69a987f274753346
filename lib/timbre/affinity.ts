/**
 * How alike two notes sound.
 *
 * @module
 */

/** Unit vectors in one array, `count` × `size`. */
export interface Embeddings {
  values: Float32Array;
  size: number;
  count: number;
}

/** The rows of `embeddings` at `indices`, in that order. */
export function select({ values, size }: Embeddings, indices: readonly number[]): Embeddings {
  const picked = new Float32Array(indices.length * size);
  indices.forEach((row, i) => picked.set(values.subarray(row * size, (row + 1) * size), i * size));
  return { values: picked, size, count: indices.length };
}

/**
 * exp((cos − 1) / temperature) of every pair: 1 for two notes that point the same way.
 *
 * @returns Row-major, a.count × b.count.
 */
export function affinity(a: Embeddings, b: Embeddings, temperature: number): Float64Array {
  const result = new Float64Array(a.count * b.count);
  for (let i = 0; i < a.count; i++) {
    for (let j = 0; j < b.count; j++) {
      let cosine = 0;
      for (let d = 0; d < a.size; d++) {
        cosine += a.values[i * a.size + d] * b.values[j * b.size + d];
      }
      result[i * b.count + j] = Math.exp((cosine - 1) / temperature);
    }
  }
  return result;
}

/** At most `limit` of `count` indices, evenly spread. */
export function spread(count: number, limit: number): number[] {
  const picked = Math.min(count, limit);
  return Array.from({ length: picked }, (_, i) => Math.floor((i + 0.5) * count / picked));
}

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
  /** How sure it is that each is a note's, 0 … 1; unknown if missing. */
  sureness?: Float32Array;
}

/** The vectors of `embeddings` at `indices`, in that order. */
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
    addProducts(result.subarray(i * b.count, (i + 1) * b.count), a, i, b);
  }
  for (let i = 0; i < result.length; i++) result[i] = Math.exp((result[i] - 1) / temperature);
  return result;
}

/**
 * Adds the dot products of row `i` of `a` with every row of `b` to `sums`. Four grow at once, for
 * an addition to a sum has to wait for the one before it.
 */
export function addProducts(sums: Float64Array, a: Embeddings, i: number, b: Embeddings): void {
  const { size, count, values } = b;
  const vector = a.values.subarray(i * size, (i + 1) * size);
  let j = 0;
  for (; j + 4 <= count; j += 4) {
    let [s0, s1, s2, s3] = [sums[j], sums[j + 1], sums[j + 2], sums[j + 3]];
    for (let d = 0, at = j * size; d < size; d++, at++) {
      const x = vector[d];
      s0 += x * values[at];
      s1 += x * values[at + size];
      s2 += x * values[at + 2 * size];
      s3 += x * values[at + 3 * size];
    }
    sums[j] = s0;
    sums[j + 1] = s1;
    sums[j + 2] = s2;
    sums[j + 3] = s3;
  }
  for (; j < count; j++) {
    for (let d = 0; d < size; d++) sums[j] += vector[d] * values[j * size + d];
  }
}

/** At most `limit` of `count` indices, evenly spread. */
export function spread(count: number, limit: number): number[] {
  const picked = Math.min(count, limit);
  return Array.from({ length: picked }, (_, i) => Math.floor((i + 0.5) * count / picked));
}

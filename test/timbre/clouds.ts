/**
 * Made-up embeddings: clouds of unit vectors around random directions.
 *
 * @module
 */
import type { Random } from "../../lib/random.ts";
import type { Embeddings } from "../../lib/timbre/affinity.ts";

const SIZE = 12;

/** Clouds of `each` vectors around `clouds` orthogonal directions, in mixed order. */
export function clouds(
  random: Random,
  count: number,
  each: number,
  noise = 0.1,
): { embeddings: Embeddings; labels: number[] } {
  const rotation = Array.from({ length: SIZE }, () => unit(random, SIZE));
  const labels = random.shuffle(Array.from({ length: count * each }, (_, i) => i % count));
  const values = new Float32Array(labels.length * SIZE);
  labels.forEach((label, i) => {
    const point = orthogonal(rotation, label).map((x) => x + random.normal(0, noise));
    values.set(normalise(point), i * SIZE);
  });
  return { embeddings: { values, size: SIZE, count: labels.length }, labels };
}

/** The `index`-th of the vectors that Gram–Schmidt makes of `vectors`. */
function orthogonal(vectors: number[][], index: number): number[] {
  let v = [...vectors[index]];
  for (let i = 0; i < index; i++) {
    const u = orthogonal(vectors, i);
    const along = v.reduce((sum, x, d) => sum + x * u[d], 0);
    v = v.map((x, d) => x - along * u[d]);
  }
  return normalise(v);
}

function unit(random: Random, size: number): number[] {
  return normalise(Array.from({ length: size }, () => random.normal()));
}

function normalise(v: number[]): number[] {
  const length = Math.hypot(...v);
  return v.map((x) => x / length);
}

/** Whether two labellings are the same up to names. */
export function sameGrouping(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  const pairs = new Set(Array.from(a, (label, i) => `${label},${b[i]}`));
  return pairs.size === new Set(Array.from(a)).size && pairs.size === new Set(Array.from(b)).size;
}

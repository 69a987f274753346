import fc from "fast-check";
import assert from "node:assert/strict";
import { PITCHES } from "../../lib/frontend/constants.ts";
import type { Posteriors } from "../../lib/inference/posteriors.ts";
import { Random } from "../../lib/random.ts";
import { EmbeddingPool } from "../../lib/timbre/pool.ts";

const SIZE = 3;
const PITCH = 60;
/** Channel of {@linkcode PITCH}. */
const CHANNEL = 36;

function posteriors(frames: number, random: Random): Posteriors {
  const draw = (length: number) => Float32Array.from({ length }, () => random.next());
  return {
    frames,
    onset: new Float32Array(0),
    frame: draw(frames * PITCHES),
    embedding: draw(frames * PITCHES * SIZE).map((x) => x - 0.5),
  };
}

/** The posterior-weighted mean over frames `from` … `to` − 1, at unit length. */
function naivePool({ frame, embedding }: Posteriors, from: number, to: number): number[] {
  const sum = Array(SIZE).fill(0);
  for (let t = from; t < to; t++) {
    const at = t * PITCHES + CHANNEL;
    for (let d = 0; d < SIZE; d++) sum[d] += frame[at] * embedding[at * SIZE + d];
  }
  return sum.map((x) => x / Math.hypot(...sum));
}

/** The same frames in pieces that end at `cuts`. */
function pieces(whole: Posteriors, cuts: number[]): Posteriors[] {
  const ends = [...new Set(cuts), whole.frames].sort((a, b) => a - b);
  return ends.map((end, i) => {
    const from = i === 0 ? 0 : ends[i - 1];
    const cut = (values: Float32Array, width: number) => values.slice(from * width, end * width);
    return {
      ...whole,
      frames: end - from,
      frame: cut(whole.frame, PITCHES),
      embedding: cut(whole.embedding, PITCHES * SIZE),
    };
  });
}

Deno.test("EmbeddingPool weighs a note's frames by their posterior, however they came", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 39 }), { maxLength: 5 }),
      fc.integer({ min: 0, max: 38 }),
      fc.integer({ min: 1, max: 39 }),
      fc.integer(),
      (cuts, from, length, seed) => {
        const whole = posteriors(40, new Random(seed));
        const to = Math.min(40, from + length);
        const pool = new EmbeddingPool(SIZE);
        for (const piece of pieces(whole, cuts)) pool.append(piece);
        const expected = naivePool(whole, from, to);
        pool.pool(PITCH, from, to).forEach((x, d) => assert.ok(Math.abs(x - expected[d]) < 1e-5));
      },
    ),
    { seed: 1, numRuns: 60 },
  );
});

Deno.test("EmbeddingPool has nothing to say of what it has forgotten", () => {
  const pool = new EmbeddingPool(SIZE);
  for (let i = 0; i < 70; i++) pool.append(posteriors(86, new Random(i)));
  assert.deepEqual([...pool.pool(PITCH, 0, 86)], [0, 0, 0]);
  assert.ok(Math.abs(Math.hypot(...pool.pool(PITCH, 69 * 86, 70 * 86)) - 1) < 1e-6);
});

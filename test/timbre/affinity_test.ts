import assert from "node:assert/strict";
import { affinity, type Embeddings, spread } from "../../lib/timbre/affinity.ts";

/** Two notes of opposite directions beside a long common one. */
const PAIR: Embeddings = { values: Float32Array.of(0.6, 0.8, -0.6, 0.8), size: 2, count: 2 };

Deno.test("affinity() is 1 for the same direction and falls with the cosine", () => {
  const found = affinity(PAIR, PAIR, 0.5);
  const across = Math.exp((0.28 - 1) / 0.5);
  [1, across, across, 1].forEach((x, i) => assert.ok(Math.abs(found[i] - x) < 1e-6));
});

Deno.test("spread() picks evenly, and everything where there is room", () => {
  assert.deepEqual(spread(4, 8), [0, 1, 2, 3]);
  assert.deepEqual(spread(9, 3), [1, 4, 7]);
});

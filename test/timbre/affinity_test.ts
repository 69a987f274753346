import assert from "node:assert/strict";
import { Random } from "../../lib/random.ts";
import { addProducts, affinity, type Embeddings, spread } from "../../lib/timbre/affinity.ts";

/** Two notes of opposite directions beside a long common one. */
const PAIR: Embeddings = { values: Float32Array.of(0.6, 0.8, -0.6, 0.8), size: 2, count: 2 };

Deno.test("affinity() is 1 for the same direction and falls with the cosine", () => {
  const found = affinity(PAIR, PAIR, 0.5);
  const across = Math.exp((0.28 - 1) / 0.5);
  [1, across, across, 1].forEach((x, i) => assert.ok(Math.abs(found[i] - x) < 1e-6));
});

Deno.test("addProducts() adds the product with each row, to the bit, however many rows there are", () => {
  const random = new Random(1);
  const size = 5;
  for (const count of [1, 3, 4, 7, 12]) {
    const values = Float32Array.from({ length: count * size }, () => random.normal());
    const embeddings = { values, size, count };
    const sums = Float64Array.from({ length: count }, () => random.normal());
    const expected = sums.slice();
    const row = count - 1;
    for (let j = 0; j < count; j++) {
      for (let d = 0; d < size; d++) expected[j] += values[row * size + d] * values[j * size + d];
    }
    addProducts(sums, embeddings, row, embeddings);
    assert.deepEqual(sums, expected);
  }
});

Deno.test("spread() picks evenly, and everything where there is room", () => {
  assert.deepEqual(spread(4, 8), [0, 1, 2, 3]);
  assert.deepEqual(spread(9, 3), [1, 4, 7]);
});

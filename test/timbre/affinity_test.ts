import assert from "node:assert/strict";
import { Random } from "../../lib/random.ts";
import { affinity, centre, type Embeddings, spread } from "../../lib/timbre/affinity.ts";
import { separate } from "../../lib/timbre/separate.ts";
import { clouds, sameGrouping } from "./clouds.ts";

/** Two notes of opposite directions beside a long common one. */
const PAIR: Embeddings = { values: Float32Array.of(0.6, 0.8, -0.6, 0.8), size: 2, count: 2 };

Deno.test("centre() leaves what differs, at unit length", () => {
  const { values } = centre(PAIR);
  [1, 0, -1, 0].forEach((x, i) => assert.ok(Math.abs(values[i] - x) < 1e-6));
  const alike = centre({ ...PAIR, values: Float32Array.of(0.6, 0.8, 0.6, 0.8) });
  assert.deepEqual([...alike.values], [0, 0, 0, 0]);
});

Deno.test("affinity() is 1 for the same direction and falls with the cosine", () => {
  const found = affinity(PAIR, PAIR, 0.5);
  const across = Math.exp((0.28 - 1) / 0.5);
  [1, across, across, 1].forEach((x, i) => assert.ok(Math.abs(found[i] - x) < 1e-6));
});

Deno.test("spread() picks evenly, and everything where there is room", () => {
  assert.deepEqual(spread(4, 8), [0, 1, 2, 3]);
  assert.deepEqual(spread(9, 3), [1, 4, 7]);
});

Deno.test("separate() compares notes by where they lie from their mean, however near", () => {
  let right = 0;
  for (let seed = 0; seed < 10; seed++) {
    const random = new Random(seed);
    const { embeddings: { values, size, count }, labels } = clouds(random, 4, 40, 0.03);
    // A masked note lies nearer to the direction that all notes share.
    const shared = Array.from({ length: size }, () => random.normal(0, 0.6));
    for (let row = 0; row < count; row++) {
      const vector = values.subarray(row * size, (row + 1) * size);
      const clarity = random.uniform(0.12, 1);
      vector.forEach((x, d) => vector[d] = shared[d] + clarity * x);
      const length = Math.hypot(...vector);
      vector.forEach((x, d) => vector[d] = x / length);
    }
    if (sameGrouping(separate({ values, size, count }, 4), labels)) right++;
  }
  assert.ok(right >= 8, `${right} of 10`);
});

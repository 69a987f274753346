import assert from "node:assert/strict";
import { bootstrapMean } from "../../lib/evaluate/bootstrap.ts";
import { Random } from "../../lib/random.ts";

Deno.test("bootstrapMean() repeats itself and holds the mean", () => {
  const pieces = [[0.2], [0.9], [0.4], [0.7]];
  const first = bootstrapMean(pieces, new Random(1));
  assert.deepEqual(bootstrapMean(pieces, new Random(1)), first);
  assert.ok(Math.abs(first.mean - 0.55) < 1e-12);
  assert.ok(first.low < first.mean && first.mean < first.high);
  assert.ok(first.low >= 0.2 && first.high <= 0.9);
});

Deno.test("bootstrapMean() is as wide as the standard error says for many pieces", () => {
  const random = new Random(2);
  const pieces = Array.from({ length: 200 }, () => [random.normal(0.5, 0.1)]);
  const { low, high, mean } = bootstrapMean(pieces, new Random(3));
  const error = 0.1 / Math.sqrt(200);
  assert.ok(Math.abs(high - mean - 1.96 * error) < 0.2 * error);
  assert.ok(Math.abs(mean - low - 1.96 * error) < 0.2 * error);
});

Deno.test("bootstrapMean() is no surer for more mixes of the same pieces", () => {
  const few = bootstrapMean([[0.2], [0.8], [0.6]], new Random(1));
  const many = bootstrapMean([[0.2], [0.8], [0.6]].map((s) => Array(50).fill(s[0])), new Random(1));
  for (const key of ["mean", "low", "high"] as const) {
    assert.ok(Math.abs(few[key] - many[key]) < 1e-12);
  }
});

Deno.test("bootstrapMean() takes the mean over scores, not over pieces", () => {
  assert.equal(bootstrapMean([[1, 1, 1], [0]], new Random(1)).mean, 0.75);
});

Deno.test("bootstrapMean() knows one value for certain and none not at all", () => {
  assert.deepEqual(bootstrapMean([[0.5]], new Random(1)), { mean: 0.5, low: 0.5, high: 0.5 });
  assert.throws(() => bootstrapMean([], new Random(1)), { message: /Cannot take a mean/ });
});

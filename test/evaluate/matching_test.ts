import assert from "node:assert/strict";
import fc from "fast-check";
import { maximumMatching } from "../../lib/evaluate/matching.ts";

const settings = { seed: 1, numRuns: 300 };

const graphs = fc.integer({ min: 1, max: 7 }).chain((references) =>
  fc.record({
    references: fc.constant(references),
    candidates: fc.array(
      fc.subarray([...Array(references).keys()]),
      { minLength: 1, maxLength: 7 },
    ),
  })
);

/** Size of the largest matching, by trying everything. */
function bruteForce(candidates: number[][], taken: number[] = []): number {
  if (candidates.length === 0) return 0;
  const [first, ...rest] = candidates;
  return Math.max(
    bruteForce(rest, taken),
    ...first.filter((r) => !taken.includes(r)).map((r) => 1 + bruteForce(rest, [...taken, r])),
  );
}

Deno.test("maximumMatching() pairs as many as there can be, each once, candidates only", () => {
  fc.assert(
    fc.property(graphs, ({ candidates, references }) => {
      const pairs = maximumMatching(candidates, references);
      assert.equal(pairs.length, bruteForce(candidates));
      assert.equal(new Set(pairs.map(([reference]) => reference)).size, pairs.length);
      assert.equal(new Set(pairs.map(([, estimate]) => estimate)).size, pairs.length);
      assert.ok(pairs.every(([reference, estimate]) => candidates[estimate].includes(reference)));
    }),
    settings,
  );
});

Deno.test("maximumMatching() gives up a greedy choice for a larger matching", () => {
  assert.deepEqual(maximumMatching([[0, 1], [0]], 2), [[0, 1], [1, 0]]);
});

Deno.test("maximumMatching() follows one long chain of swaps", () => {
  const size = 20000;
  const chain = Array.from({ length: size }, (_, i) => i + 1 < size ? [i, i + 1] : [0]);
  assert.equal(maximumMatching(chain, size).length, size);
});

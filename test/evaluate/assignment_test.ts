import assert from "node:assert/strict";
import fc from "fast-check";
import { assign } from "../../lib/evaluate/assignment.ts";
import { bestOfAll } from "./permutations.ts";

const gain = fc.integer({ min: 0, max: 10 }).map((x) => x / 10);
const tables = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })).chain((
  [rows, columns],
) =>
  fc.array(fc.array(gain, { minLength: columns, maxLength: columns }), {
    minLength: rows,
    maxLength: rows,
  })
);

Deno.test("assign() gains as much as the best permutation", () => {
  fc.assert(
    fc.property(tables, (gains) => {
      const pairs = assign(gains);
      const total = pairs.reduce((sum, [row, column]) => sum + gains[row][column], 0);
      assert.ok(Math.abs(total - bestOfAll(gains)) < 1e-12);
      assert.equal(pairs.length, Math.min(gains.length, gains[0].length));
      assert.equal(new Set(pairs.map(([row]) => row)).size, pairs.length);
      assert.equal(new Set(pairs.map(([, column]) => column)).size, pairs.length);
    }),
    { seed: 1, numRuns: 300 },
  );
});

Deno.test("assign() takes empty tables", () => {
  assert.deepEqual(assign([]), []);
  assert.deepEqual(assign([[], []]), []);
});

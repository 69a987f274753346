import assert from "node:assert/strict";
import fc from "fast-check";
import { compareLabels } from "../../lib/evaluate/labels.ts";

const settings = { seed: 1, numRuns: 300 };
const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-9, `${a} is not ${b}`);

const label = fc.integer({ min: 0, max: 3 });
const labellings = fc.array(fc.tuple(label, label), { minLength: 2, maxLength: 12 })
  .map((pairs) => [pairs.map(([a]) => a), pairs.map(([, b]) => b)]);

/** The adjusted Rand index by looking at every pair of notes. */
function pairCounting(a: number[], b: number[]): number {
  let [both, onlyA, onlyB, neither] = [0, 0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < i; j++) {
      if (a[i] === a[j] && b[i] === b[j]) both++;
      else if (a[i] === a[j]) onlyA++;
      else if (b[i] === b[j]) onlyB++;
      else neither++;
    }
  }
  const scale = (both + onlyA) * (onlyA + neither) + (both + onlyB) * (onlyB + neither);
  return scale === 0 ? 1 : 2 * (both * neither - onlyA * onlyB) / scale;
}

Deno.test("compareLabels() counts six notes as worked out by hand", () => {
  const scores = compareLabels([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2]);
  near(scores.adjustedRand, (2 - 6 * 3 / 15) / ((6 + 3) / 2 - 6 * 3 / 15));
  near(scores.purity, 5 / 6);
  // In the mixed label, a third of the notes, the player is open by one bit.
  near(scores.homogeneity, 1 - 1 / 3);
  near(scores.completeness, (scores.homogeneity * Math.log(2)) / Math.log(3));
});

Deno.test("compareLabels() finds the Rand index that counting pairs finds", () => {
  fc.assert(
    fc.property(labellings, ([a, b]) => near(compareLabels(a, b).adjustedRand, pairCounting(a, b))),
    settings,
  );
});

Deno.test("compareLabels() is perfect for the same labels under other names", () => {
  fc.assert(
    fc.property(labellings, ([a]) => {
      Object.values(compareLabels(a, a.map((x) => 10 - x))).forEach((score) => near(score, 1));
    }),
    settings,
  );
});

Deno.test("compareLabels() swaps homogeneity and completeness with the sides", () => {
  fc.assert(
    fc.property(labellings, ([a, b]) => {
      const [there, back] = [compareLabels(a, b), compareLabels(b, a)];
      near(there.homogeneity, back.completeness);
      near(there.vMeasure, back.vMeasure);
      near(there.adjustedRand, back.adjustedRand);
      for (const score of [there.homogeneity, there.completeness, there.vMeasure, there.purity]) {
        assert.ok(score > -1e-12 && score < 1 + 1e-12);
      }
    }),
    settings,
  );
});

Deno.test("compareLabels() gives one label for all no credit for telling apart", () => {
  const scores = compareLabels([0, 0, 1, 1], [5, 5, 5, 5]);
  assert.deepEqual(scores, {
    adjustedRand: 0,
    homogeneity: 0,
    completeness: 1,
    vMeasure: 0,
    purity: 0.5,
  });
});

Deno.test("compareLabels() lets labels of no notes agree", () => {
  assert.ok(Object.values(compareLabels([], [])).every((score) => score === 1));
});

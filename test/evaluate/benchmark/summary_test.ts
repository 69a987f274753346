import assert from "node:assert/strict";
import {
  bestSettings,
  meanSweep,
  summarise,
  summariseSystem,
} from "../../../lib/evaluate/benchmark/summary.ts";
import { settingsOf } from "../../../lib/evaluate/benchmark/thresholds.ts";
import { mixOf, pointOf, resultOf } from "./mixes.ts";

Deno.test("summarise() takes the mean and spread over mixes and resamples pieces", () => {
  const mixes = [mixOf("a", 2, 0.4), mixOf("a", 2, 0.6), mixOf("b", 2, 0.8)];
  const { mean, spread, low, high } = summarise(mixes, (mix) => mix.fixed.f)!;
  assert.ok(Math.abs(mean - 0.6) < 1e-12);
  assert.ok(Math.abs(spread - Math.sqrt(0.08 / 3)) < 1e-12);
  assert.ok(Math.abs(low - 0.5) < 1e-12, "the mean of a alone");
  assert.ok(Math.abs(high - 0.8) < 1e-12, "the mean of b alone");
});

Deno.test("summarise() leaves out mixes without the figure", () => {
  const mixes = [mixOf("a", 2, 0.4), mixOf("b", 3, 0.8)];
  assert.equal(summarise(mixes, (mix) => mix.parts === 3 ? mix.fixed.f : undefined)!.mean, 0.8);
  assert.equal(summarise(mixes, () => undefined), undefined);
});

Deno.test("summariseSystem() sums up every figure by the number of parts", () => {
  const mixes = [mixOf("a", 2, 0.4), mixOf("b", 2, 0.6), mixOf("a", 3, 0.5)];
  const [two, three] = summariseSystem(resultOf(mixes).systems[0]);
  assert.deepEqual([two.parts, two.mixes, three.parts, three.mixes], [2, 2, 3, 1]);
  assert.deepEqual(Object.keys(two.fixed), [
    "precision",
    "recall",
    "f",
    "onceF",
    "offsetF",
    "frameF",
  ]);
  assert.deepEqual(two.fixed.offsetF, summarise(mixes.slice(0, 2), (mix) => mix.fixed.f));
  assert.equal(three.fixed.frameF.mean, 0.5);
  assert.deepEqual([two.best, two.separation], [undefined, {}]);
});

Deno.test("bestSettings() chooses by the mean over mixes, for each number of parts", () => {
  const mixes = [
    { ...mixOf("a", 2, 0), sweep: [pointOf(0.1, 0.3, 0.9), pointOf(0.2, 0.3, 0.6)] },
    { ...mixOf("b", 2, 0), sweep: [pointOf(0.1, 0.3, 0.2), pointOf(0.2, 0.3, 0.6)] },
    { ...mixOf("b", 4, 0), sweep: [pointOf(0.1, 0.3, 0.5), pointOf(0.2, 0.3, 0.4)] },
  ];
  assert.deepEqual(bestSettings(mixes), [
    { parts: 2, setting: { onset: 0.2, frame: 0.3 } },
    { parts: 4, setting: { onset: 0.1, frame: 0.3 } },
  ]);
  assert.ok(Math.abs(meanSweep(mixes.slice(0, 2))[0].f - 0.55) < 1e-12);
  assert.deepEqual(bestSettings([mixOf("a", 2, 0.5)]), []);
});

Deno.test("settingsOf() combines all thresholds", () => {
  assert.deepEqual(settingsOf({ onset: [0.1, 0.2], frame: [0.3] }), [
    { onset: 0.1, frame: 0.3 },
    { onset: 0.2, frame: 0.3 },
  ]);
});

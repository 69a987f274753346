import assert from "node:assert/strict";
import { countConfusion } from "../../lib/plot/count_confusion.ts";
import { fByParts } from "../../lib/plot/f_by_parts.ts";
import { pieceStrips } from "../../lib/plot/piece_strips.ts";
import { precisionRecall } from "../../lib/plot/precision_recall.ts";
import { mixOf, pointOf, resultOf } from "../evaluate/benchmark/mixes.ts";

Deno.test("precisionRecall() draws onset thresholds at the best frame threshold", () => {
  const sweep = [pointOf(0.1, 0.3, 0.4), pointOf(0.1, 0.4, 0.9), pointOf(0.2, 0.4, 0.8)];
  const result = resultOf([{ ...mixOf("a", 2, 0.7), sweep }, mixOf("a", 3, 0.1)]);
  result.systems[0].best = [{ parts: 2, setting: { onset: 0.1, frame: 0.4 } }];
  const traces = precisionRecall(result, 2).data.filter(({ name }) => name !== undefined);
  assert.deepEqual(traces.map(({ name, x, y }) => [name, x, y]), [
    ["a system", [0.9, 0.8], [0.9, 0.8]],
    ["a system, fixed", [0.7], [0.7]],
  ]);
});

Deno.test("pieceStrips() has a mark for every mix", () => {
  const { data: [strip] } = pieceStrips(resultOf([mixOf("a", 2, 0.4), mixOf("b", 3, 0.6)]));
  assert.deepEqual([strip.x, strip.y], [["a", "b"], [0.4, 0.6]]);
});

Deno.test("fByParts() draws what a system was scored in", () => {
  const mixes = [mixOf("a", 2, 0.4), mixOf("b", 2, 0.6), mixOf("a", 3, 0.3)];
  const { data } = fByParts(resultOf(mixes));
  assert.deepEqual(data.map(({ name, x, y }) => [name, x, y]), [
    ["a system, notes", [2, 3], [0.5, 0.3]],
  ]);
});

Deno.test("countConfusion() counts every mix once", () => {
  const { systems: [system] } = resultOf([
    { ...mixOf("a", 2, 1), counted: 2 },
    { ...mixOf("b", 2, 1), counted: 3 },
    { ...mixOf("a", 3, 1), counted: 3 },
  ]);
  const { data: [{ x, y, z }] } = countConfusion(system);
  assert.deepEqual([x, y], [["2", "3"], ["0", "1", "2", "3"]]);
  assert.deepEqual(z, [[0, 0], [0, 0], [1, 0], [1, 1]]);
});

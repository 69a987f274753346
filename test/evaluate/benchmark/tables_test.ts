import assert from "node:assert/strict";
import { scoreLabels } from "../../../lib/evaluate/benchmark/score.ts";
import { tablesOf } from "../../../lib/evaluate/benchmark/tables.ts";
import { toMarkdown } from "../../../lib/export/table.ts";
import { mixOf, resultOf } from "./mixes.ts";

Deno.test("tablesOf() puts fixed and best thresholds side by side, as asked", () => {
  const setting = { onset: 0.3, frame: 0.25 };
  const fixed = mixOf("a", 2, 0.5);
  const result = resultOf([{ ...fixed, best: mixOf("a", 2, 0.75).fixed }]);
  Object.assign(result.systems[0], {
    thresholds: { onset: 0.2, frame: 0.4 },
    best: [{ parts: 2, setting }],
  });
  const [both] = tablesOf(result, "both");
  assert.deepEqual(both.rows, [[
    "2",
    "a system",
    ".500 ± .000",
    ".20 / .40",
    ".750 ± .000",
    ".30 / .25",
    ".500",
    ".750",
    ".500",
    ".750",
    ".500",
    ".750",
  ]]);
  assert.equal(tablesOf(result, "fixed")[0].rows[0].length, 7);
  assert.ok(tablesOf(result, "sweep")[0].header.every((name) => !name.includes("fixed")));
});

Deno.test("tablesOf() shows an interval where pieces differ", () => {
  const [{ rows }] = tablesOf(resultOf([mixOf("a", 2, 0.25), mixOf("b", 2, 0.75)]), "fixed");
  assert.equal(rows[0][2], ".500 ± .250 [.250 .750]");
});

Deno.test("tablesOf() says how many pieces and recordings there are", () => {
  const mixes = [mixOf("a", 1, 0.5), mixOf("a", 2, 0.5), mixOf("b", 2, 0.5)];
  const { caption } = tablesOf(resultOf(mixes), "fixed")[0];
  assert.match(caption, /^a data set, 2 pieces; recordings: 1 of 1 part, 2 of 2 parts\. /);
});

Deno.test("tablesOf() shows counts only where they were found out", () => {
  const notes = [{ onset: 0, offset: 1, pitch: 60 }];
  const transcription = { notes, label: () => [0] };
  const separation = scoreLabels([notes], transcription, ["given", "found"]);
  const [, table] = tablesOf(resultOf([{ ...mixOf("a", 1, 1), separation }]), "fixed");
  const counts = table.rows.map((row) => [row[2], ...row.slice(-2)]);
  assert.deepEqual(counts, [
    ["timbre, count given", "–", "–"],
    ["timbre, count found", "1.000", ".000"],
  ]);
});

Deno.test("tablesOf() sums costs up and leaves out systems without", () => {
  const cost = (audioSeconds: number, seconds: number, peakBytes: number) => ({
    cost: { audioSeconds, seconds, peakBytes },
  });
  const mixes = [
    { ...mixOf("a", 1, 1), ...cost(30, 2, 2 ** 20) },
    { ...mixOf("b", 1, 1), ...cost(10, 2, 2 ** 21) },
  ];
  const [, speed] = tablesOf(resultOf(mixes), "fixed");
  assert.deepEqual(speed.rows, [["a system", "none", "0.100", "10.0", "2"]]);
  assert.equal(tablesOf(resultOf([mixOf("a", 1, 1)]), "fixed").length, 1);
});

Deno.test("toMarkdown() makes all lines of a table equally long", () => {
  const text = toMarkdown({ caption: "c", header: ["a", "long name"], rows: [["1234", "5"]] });
  assert.equal(
    text,
    "c\n\n| a    | long name |\n| ---- | --------- |\n| 1234 | 5         |",
  );
});

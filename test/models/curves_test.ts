import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { branchCurves, drawnCurves, readLog, trainingCurves } from "../../models/train/curves.ts";
import { inFolder } from "../command.ts";

const lines = (entries: unknown[]) => entries.map((entry) => JSON.stringify(entry)).join("\n");

Deno.test("readLog() lets later lines count where steps were taken again, up to the last", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "log.jsonl");
    const entry = (step: number, loss: number) => ({ step, losses: { loss } });
    await writeFile(
      path,
      lines([entry(1, 9), entry(25, 8), entry(50, 7), entry(25, 6), entry(75, 5)]),
    );
    const kept = await readLog(path, 50);
    assert.deepEqual(kept.map(({ step, losses }) => [step, losses.loss]), [[1, 9], [25, 6]]);
    assert.equal((await readLog(path, 75)).length, 3);
  });
});

Deno.test("trainingCurves() draw every loss of every branch, thinned to the last point", () => {
  const entries = Array.from({ length: 1000 }, (_, i) => ({
    step: i + 1,
    losses: { loss: 1 / (i + 1), part: 2 },
    ...(i % 100 === 99 && { validation: { loss: 3, part: i } }),
  }));
  const [notes, timbres] = [
    branchCurves({ branch: "notes", entries: entries.slice(0, 10) }),
    branchCurves({ branch: "timbres", entries }),
  ];
  const { data } = trainingCurves([...notes, ...timbres]);
  const curves = data as unknown as { name: string; x: number[]; y: number[] }[];
  assert.deepEqual(curves.map(({ name }) => name), [
    "notes: loss",
    "notes: part",
    "timbres: loss",
    "timbres: part",
    "timbres validation: loss",
    "timbres validation: part",
  ]);
  for (const { x, y } of curves) {
    assert.equal(x.length, y.length);
    assert(x.length <= 300);
    assert(x.every((step, i) => i === 0 || step > x[i - 1]));
  }
  assert.equal(curves[0].x.length, 10);
  const [losses, checked] = [curves[2], curves[5]];
  assert.deepEqual([losses.x.at(-1), losses.y.at(-1)], [1000, 0.001]);
  assert(losses.x.length > 200);
  assert.deepEqual([checked.x, checked.y.at(-1)], [
    entries.flatMap(({ step, validation }) => validation ? [step] : []),
    999,
  ]);
});

Deno.test("drawnCurves() finds those of a branch again in a figure", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "model.curves.json");
    const [notes, others] = ["notes", "notes that last"].map((branch, i) => {
      const entries = [1, 2].map((step) => ({ step, losses: { loss: step + i, part: 1 } }));
      return branchCurves({ branch, entries: [...entries, { ...entries[1], step: 3 }] });
    });
    await writeFile(path, JSON.stringify(trainingCurves([...others, ...notes])));
    assert.deepEqual(await drawnCurves(path, "notes"), notes);
  });
});

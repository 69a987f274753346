import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { compareLabels } from "../../../lib/evaluate/labels.ts";
import { rankLabels } from "../../../lib/evaluate/baselines.ts";
import { DATASETS, findPieces } from "../../../lib/evaluate/datasets/mod.ts";
import { folderAt } from "./folders.ts";

const BACH10 = new URL("../../../../shared/data/bach10-dev/", import.meta.url);
const MAPS = new URL("../../../../shared/data/maps-dev/", import.meta.url);

/** Whether a test of a data set has to be skipped, said aloud. */
function missing(folder: URL): boolean {
  const isMissing = !existsSync(folder);
  if (isMissing) console.warn(`There is no data set at ${folder.pathname}: skipped`);
  return isMissing;
}

Deno.test({
  name: "bach10 reads the published files",
  ignore: missing(BACH10),
  fn: async () => {
    const pieces = await findPieces(DATASETS.bach10, folderAt(BACH10));
    const parts = await Promise.all(pieces.map((piece) => piece.parts()));
    assert.deepEqual(parts.map((piece) => piece.map(({ notes }) => notes.length)), [
      [34, 34, 38, 36],
      [71, 66, 72, 74],
      [37, 42, 51, 53],
    ]);
    for (const { notes } of parts.flat()) {
      assert.ok(notes.every(({ onset, offset }) => onset >= 0 && offset > onset));
    }
  },
});

Deno.test({
  name: "rankLabels() tells the voices of a chorale apart without hearing them",
  ignore: missing(BACH10),
  fn: async () => {
    for (const piece of await findPieces(DATASETS.bach10, folderAt(BACH10))) {
      const parts = await piece.parts();
      const notes = parts.flatMap(({ notes }, part) => notes.map((note) => ({ ...note, part })));
      const { adjustedRand } = compareLabels(notes.map(({ part }) => part), rankLabels(notes, 4));
      assert.ok(adjustedRand > 0.8, `${piece.name}: ${adjustedRand}`);
    }
  },
});

Deno.test({
  name: "maps reads the published files",
  ignore: missing(MAPS),
  fn: async () => {
    const pieces = await findPieces(DATASETS.maps, folderAt(MAPS));
    const parts = await Promise.all(pieces.map((piece) => piece.parts()));
    assert.deepEqual(parts.map(([{ notes }]) => notes.length), [829, 1490, 4457, 1003]);
    assert.ok(pieces.every(({ mix }) => mix?.endsWith(".flac")));
  },
});

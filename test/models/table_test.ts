import assert from "node:assert/strict";
import { copyFile, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Row, type Score, tableOf } from "../../models/table/row.ts";
import type { Trial } from "../../models/table/trials.ts";
import { inFolder, run } from "../command.ts";

const CLI = new URL("../../models/table/cli.ts", import.meta.url);
const EXAMPLE = fileURLToPath(new URL("../../lib/example/", import.meta.url));

function trial(name: string, players: number[], separated: boolean): Trial {
  const mixes = players.map((count) => ({ tracks: new Array(count).fill([]) }));
  return { name, separated, mixes } as unknown as Trial;
}

Deno.test("tableOf() lays out figures by number of players and leaves gaps open", () => {
  const trials = [trial("duets", [3, 2, 2], true), trial("piano", [1], false)];
  const rows: Row[] = [
    {
      system: "a",
      parameters: 12345,
      macsPerSecond: 2.6e6,
      secondsPerSecond: 0.0123,
      scores: {
        duets: [{ players: 3, noteF: 0.5, trackF: 0.25 }, { players: 2, noteF: 1, trackF: 0.125 }],
        piano: [{ players: 1, noteF: 0.75, trackF: 0.5 }],
      },
    },
    { system: "b", scores: { duets: [{ players: 2, adjustedRand: -0.05 }] } },
  ];
  const { header, rows: cells } = tableOf(trials, rows);
  assert.deepEqual(header, [
    "system",
    "parameters",
    "MMAC per s",
    "s per s",
    "duets note F, 2 / 3",
    "duets separated, 2 / 3",
    "duets ARI, 2 / 3",
    "piano note F",
  ]);
  assert.deepEqual(cells, [
    ["a", "12,345", "3", "0.012", "1.000 / .500", ".125 / .250", "–", ".750"],
    ["b", "–", "–", "–", "–", "–", "-.050 / –", "–"],
  ]);
});

Deno.test("deno task table puts models, baselines and equal notes in one table", () =>
  inFolder(async (folder) => {
    await mkdir(join(folder, "trios"));
    for (const file of ["trio.wav", "trio.json"]) {
      await copyFile(EXAMPLE + file, join(folder, "trios", file));
    }
    const { status, stdout, stderr } = await run(CLI, [
      ...["--model", "prism,septimbre", "--mixtures", "trios,nowhere"],
      ...["--json", "rows.json", "--html", "page.html"],
    ], folder);
    assert.equal(status, 0, stderr);
    for (const name of ["Bach10: no folder is named", "MAPS: no folder is named", "nowhere: "]) {
      assert(stderr.includes(`Left out ${name}`), stderr);
    }
    assert.match(stdout, /\| trios note F, 3 /);
    const { rows } = JSON.parse(await readFile(join(folder, "rows.json"), "utf8"));
    assert.deepEqual(rows.map(({ system }: Row) => system), [
      "prism",
      "septimbre",
      "septimbre, notes of prism",
      "rank of the voice, notes of prism",
      "pitch alone, notes of prism",
      "perfect labels, notes of prism",
    ]);
    const [prism, septimbre, borrower, , , bound] = rows.map(
      ({ scores }: Row): Partial<Score> => scores.trios?.[0] ?? {},
    );
    assert(rows[1].macsPerSecond > 880e6);
    assert(prism.noteF! > 0.8 && prism.trackF! <= bound.trackF!);
    assert(borrower.trackF! <= bound.trackF!);
    assert.notEqual(septimbre.noteF, prism.noteF);
    assert.equal(borrower.noteF, undefined);
    assert.match(await readFile(join(folder, "page.html"), "utf8"), /F against the number of pl/);
  }));

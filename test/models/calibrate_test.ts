import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Card } from "../../lib/inference/card.ts";
import { inFolder, run } from "../command.ts";

const CLI = new URL("../../models/train/calibrate.ts", import.meta.url);
const SYNTH = new URL("../../synth/cli.ts", import.meta.url);
const WEIGHTS = new URL("../../models/weights/", import.meta.url);

/** Copies prism into a folder, with thresholds at which it finds nothing. */
async function copyDeafened(folder: string): Promise<string> {
  for await (const { name } of Deno.readDir(WEIGHTS)) {
    if (/^prism\..*onnx$/.test(name)) {
      await Deno.copyFile(new URL(name, WEIGHTS), join(folder, name));
    }
  }
  const card: Card = JSON.parse(await Deno.readTextFile(new URL("prism.json", WEIGHTS)));
  const thresholds = { onset: 0.99, frame: 0.99, minimumSeconds: 9 };
  const path = join(folder, "prism.json");
  await Deno.writeTextFile(path, JSON.stringify({ ...card, thresholds }));
  return path;
}

Deno.test("deno task calibrate hears the same in FLAC mixtures as in WAV, and keeps it on the card", () =>
  inFolder(async (folder) => {
    const cards: Card[] = [];
    for (const format of ["wav", "flac"]) {
      const shape = ["--count", "2", "--seconds", "4", "--timbres", "1-2", "--format", format];
      const made = await run(SYNTH, [...shape, "--out", format], folder);
      assert.equal(made.status, 0, made.stderr);
      const path = await copyDeafened(folder);
      const { status, stdout, stderr } = await run(CLI, [path, "--data", format], folder);
      assert.equal(status, 0, stderr);
      assert.match(stdout, /^note F [^\n]+\ntimbres counted right by linkage [^\n]+\n$/);
      cards.push(JSON.parse(await readFile(path, "utf8")));
    }
    const [{ thresholds, scores }, flac] = cards;
    assert.deepEqual([flac.thresholds, flac.scores], [thresholds, scores]);
    assert.ok(thresholds.onset < 0.9 && scores["validation note F"] > 0.3);
  }));

Deno.test("deno task calibrate says in one line what is wrong, and leaves the card alone", () =>
  inFolder(async (folder) => {
    const path = await copyDeafened(folder);
    const before = await readFile(path);
    await Deno.mkdir(join(folder, "empty"));
    const wrong = [
      { args: [path, "--data", "nowhere"], status: 1 },
      { args: [path, "--data", "empty"], status: 1 },
      { args: ["nobody.json", "--data", "empty"], status: 1 },
      { args: [path], status: 2 },
    ];
    for (const { args, status } of wrong) {
      const found = await run(CLI, args, folder);
      assert.equal(found.status, status, args.join(" "));
      assert.match(found.stderr, /^[^\n]+\n$/, args.join(" "));
    }
    assert.deepEqual(await readFile(path), before);
  }));

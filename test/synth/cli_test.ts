import assert from "node:assert/strict";
import { contents, inFolder, run } from "../command.ts";

const CLI = new URL("../../synth/cli.ts", import.meta.url);

Deno.test("synth writes recordings, labels and a manifest where the user stands", () =>
  inFolder(async (folder) => {
    const args = "--out set --count 3 --seconds 1 --timbres 2 --shard 2/2".split(" ");
    const { status, stderr } = await run(CLI, args, folder);
    assert.equal(status, 0, stderr);
    const names = await contents(`${folder}/set`);
    assert.deepEqual(names, ["00001.json", "00001.wav", "manifest.json"]);
    const labels = JSON.parse(await Deno.readTextFile(`${folder}/set/00001.json`));
    assert.deepEqual([labels.schema, labels.seed, labels.players.length], [1, 2, 2]);
  }));

Deno.test("synth exits with 1 and one line where the material is not as it should be", () =>
  inFolder(async (folder) => {
    const { status, stderr } = await run(CLI, ["--out", "set", "--bank", "none"], folder);
    assert.equal(status, 1);
    assert.match(stderr, /^Cannot read the bank: .*none\/manifest.csv is not there\n$/);
    assert.deepEqual(await contents(folder), []);
  }));

const wrong = [
  "",
  "--out x --timbres 0-9",
  "--out x --shard 3/2",
  "--out x --sources kazoo",
  "--out x --seconds long",
  "--out x --exclude (",
  "--out x --count 0",
];

for (const args of wrong) {
  Deno.test(`synth exits with 2 on "${args}"`, () =>
    inFolder(async (folder) => {
      const { status, stderr } = await run(CLI, args.split(" ").filter(Boolean), folder);
      assert.equal(status, 2, stderr);
      assert.match(stderr, /^error: /);
      assert.deepEqual(await contents(folder), []);
    }));
}

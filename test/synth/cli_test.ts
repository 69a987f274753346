import toneMidi from "@tonejs/midi";
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
    assert.match(
      stderr,
      /^Cannot synthesise: cannot read the bank: .*none\/manifest.csv is not there\n$/,
    );
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

Deno.test("synth states the licence of a folder of scores in the manifest", () =>
  inFolder(async (folder) => {
    const midi = new toneMidi.Midi();
    const track = midi.addTrack();
    for (let i = 0; i < 40; i++) track.addNote({ midi: 60 + i % 12, time: i / 4, duration: 0.25 });
    await Deno.mkdir(`${folder}/tunes`);
    await Deno.writeFile(`${folder}/tunes/scale.mid`, midi.toArray());
    const args = "--out set --count 1 --seconds 1 --timbres 1 --scores tunes --licence".split(" ");
    const { status, stderr } = await run(CLI, [...args, "tunes=CC BY 4.0"], folder);
    assert.equal(status, 0, stderr);
    const { sources } = JSON.parse(await Deno.readTextFile(`${folder}/set/manifest.json`));
    const tunes = { name: "tunes", kind: "scores", licence: "CC BY 4.0" };
    assert.deepEqual(sources.find(({ name }: { name: string }) => name === "tunes"), tunes);
  }));

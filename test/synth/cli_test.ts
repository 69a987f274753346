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
    assert.deepEqual(names, ["00001.json", "00001.mid", "00001.wav", "manifest.json"]);
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
  "--out x --timbres 0-7",
  "--out x --shard 3/2",
  "--out x --sources kazoo",
  "--out x --seconds long",
  "--out x --hold-out (",
  "--out x --off echo",
  "--out x --format mp3",
  "--out x --style baroque",
  "--out x --arrangement upright",
  "--out x --workers 0",
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

Deno.test("synth writes neutral registers for held-out players without effects", () =>
  inFolder(async (folder) => {
    const args = "--out set --count 2 --seconds 2 --timbres 3 --split validation " +
      "--arrangement neutral --off reverb,background --format flac --stems --company 0";
    const { status, stderr } = await run(CLI, args.split(" "), folder);
    assert.equal(status, 0, stderr);
    const { recipe } = JSON.parse(await Deno.readTextFile(`${folder}/set/manifest.json`));
    assert.deepEqual([recipe.split, recipe.off], ["validation", ["reverb", "background"]]);
    assert.equal((await contents(`${folder}/set/stems`)).length, 6);
    const { players } = JSON.parse(await Deno.readTextFile(`${folder}/set/00000.json`));
    const bands = players.flatMap((player: { tessitura: unknown[] }) => player.tessitura);
    assert.equal(new Set(bands.map((band: unknown) => JSON.stringify(band))).size, 1);
  }));

Deno.test("synth casts a player of chords over four octaves for a wide arrangement, or says why not", () =>
  inFolder(async (folder) => {
    const wide = "--seconds 2 --arrangement wide --company 0 --out".split(" ");
    const { status, stderr } = await run(CLI, [...wide, "set", "--count", "3"], folder);
    assert.equal(status, 0, stderr);
    for (const clip of ["00000", "00001", "00002"]) {
      const { players } = JSON.parse(await Deno.readTextFile(`${folder}/set/${clip}.json`));
      const spans = players.flatMap((
        { tessitura }: { tessitura: { low: number; high: number }[] },
      ) => tessitura.map(({ low, high }) => high - low));
      assert.ok(Math.max(...spans) > 50, spans.join());
    }
    const reeds = await run(CLI, [...wide, "reeds", "--count", "1", "--sources", "reed"], folder);
    assert.equal(reeds.status, 1);
    assert.match(
      reeds.stderr,
      /cannot cast \d players, one of whom plays chords over more than four/,
    );
  }));

Deno.test("synth stops at a signal and leaves nothing half written", () =>
  inFolder(async (folder) => {
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", CLI.href, "--out", "set", "--count", "5000"],
      cwd: folder,
      env: { INIT_CWD: folder },
      stderr: "piped",
    }).spawn();
    while (!await Deno.stat(`${folder}/set/00000.json`).then(() => true, () => false)) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    child.kill("SIGINT");
    const { code, stderr } = await child.output();
    assert.equal(code, 130);
    assert.match(new TextDecoder().decode(stderr), /Interrupted\.\n$/);
    const names = await contents(`${folder}/set`);
    assert.equal(names.length % 3, 1, names.join());
    assert.ok(names.every((name) => !name.includes("tmp")));
  }));

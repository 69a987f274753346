import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { LOWEST_PITCH, PITCHES } from "../../lib/frontend/constants.ts";
import { labelByFrames } from "../../models/ablate/by_frames.ts";
import { VARIANTS } from "../../models/ablate/variants.ts";
import { modelNamed } from "../../models/zoo/mod.ts";
import { encodeWav } from "../../synth/wav.ts";
import { inFolder, run } from "../command.ts";

const CLI = new URL("../../models/ablate/cli.ts", import.meta.url);
const TRAIN = new URL("../../models/train/cli.ts", import.meta.url);

Deno.test("labelByFrames() labels notes by most of their frames", () => {
  const frames = 60;
  const embedding = new Float32Array(frames * PITCHES * 2);
  const note = (pitch: number, towards: (t: number) => 0 | 1) => {
    for (let t = 0; t < frames; t++) {
      embedding[(t * PITCHES + pitch - LOWEST_PITCH) * 2 + towards(t)] = 1;
    }
    return { onset: 0, offset: frames * 256 / 22_050, pitch };
  };
  const notes = [
    note(60, () => 0),
    note(62, () => 1),
    note(64, (t) => t < 15 ? 0 : 1),
    note(65, (t) => t < 45 ? 0 : 1),
  ];
  assert.deepEqual([...labelByFrames(notes, { frames, embedding }, 2)], [0, 1, 1, 0]);
});

Deno.test("every variant has a name of its own and a model of the zoo", () => {
  assert.equal(new Set(VARIANTS.map(({ name }) => name)).size, VARIANTS.length);
  for (const { model, trainedAs } of VARIANTS) {
    assert.equal(modelNamed(model).name, model);
    assert(trainedAs === undefined || VARIANTS.some(({ name }) => name === trainedAs));
  }
});

/** Clips of two seconds in which two sines take turns. */
async function writeClips(folder: string): Promise<void> {
  for (let i = 0; i < 3; i++) {
    const audio = Float32Array.from({ length: 44_100 }, (_, n) => 0.3 * Math.sin(n * 0.05 * i));
    const notes = [0, 1].map((player) => (
      { onset: 0.1 + player, offset: 0.9 + player, pitch: 60 + i, velocity: 1, player }
    ));
    const players = [{ timbre: "sine" }, { timbre: `other sine ${i}` }];
    await writeFile(join(folder, `0000${i}.wav`), encodeWav(audio));
    await writeFile(
      join(folder, `0000${i}.json`),
      JSON.stringify({ schema: 1, notes, players }),
    );
  }
  const sources = [{ name: "sines", kind: "tones", licence: "CC0 1.0" }];
  await writeFile(join(folder, "manifest.json"), JSON.stringify({ schema: 1, sources }));
}

Deno.test("deno task ablate trains what is not trained yet and prints a row each", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(join(folder, "clips"));
    await writeClips(join(folder, "clips"));
    const notes = await run(
      TRAIN,
      ["basicamt", "--data", "clips", "--run", "notes", "--out", "notes", "--steps", "1"],
      folder,
    );
    assert.equal(notes.status, 0, notes.stderr);
    const args = [
      ...["beam-alpha", "bins-frames", "beam-banks"],
      ...["--data", "clips", "--validation", "clips", "--mixtures", "clips", "--steps", "2"],
      ...["--notes", "notes/checkpoint.bin", "--out", "out", "--json", "found.json"],
    ];
    const first = await run(CLI, args, folder);
    assert.equal(first.status, 0, first.stderr);
    assert.match(first.stderr, /Left out beam-banks: no folder is named with --banks/);
    const { judged } = JSON.parse(await readFile(join(folder, "found.json"), "utf8"));
    assert.deepEqual(
      judged.map((row: { variant: { name: string } }) => row.variant.name),
      ["beam-alpha", "bins-frames"],
    );
    assert(judged[0].findings[0].bestF >= judged[0].findings[0].fixedF);
    const card = JSON.parse(await readFile(join(folder, "out/beam-alpha-2/beam.json"), "utf8"));
    assert.deepEqual(card.training.recipe.notes.alpha, { onset: 0.06, frame: 0.2 });
    const again = await run(CLI, args, folder);
    assert.equal(again.stdout, first.stdout);
    assert.doesNotMatch(again.stderr, /step 1\/2/);
  }));

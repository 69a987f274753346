import assert from "node:assert/strict";
import { readWaveform } from "../../lib/audio/recording.ts";
import { encodeFlac } from "../../synth/flac.ts";
import { inFolder, run } from "../command.ts";

const CLI = new URL("../../models/train/calibrate.ts", import.meta.url);
const EXAMPLE = new URL("../../lib/example/", import.meta.url);
const WEIGHTS = new URL("../../models/weights/", import.meta.url);

/** A copy of prism that may be written to. */
async function copyModel(folder: string): Promise<void> {
  for (const end of ["json", "onnx", "portraits.onnx", "comparison.onnx"]) {
    await Deno.copyFile(new URL(`prism.${end}`, WEIGHTS), `${folder}/prism.${end}`);
  }
}

Deno.test("calibrate finds thresholds on WAV and FLAC, and writes them on the card", () =>
  inFolder(async (folder) => {
    await copyModel(folder);
    await Deno.mkdir(`${folder}/clips`);
    const wav = await Deno.readFile(new URL("trio.wav", EXAMPLE));
    await Deno.writeFile(`${folder}/clips/a.wav`, wav);
    await Deno.writeFile(`${folder}/clips/b.flac`, await encodeFlac(await readWaveform(wav)));
    for (const name of ["a", "b"]) {
      await Deno.copyFile(new URL("trio.json", EXAMPLE), `${folder}/clips/${name}.json`);
    }
    const { status, stdout, stderr } = await run(CLI, ["prism.json", "--data", "clips"], folder);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^note F 0\.\d+ with .*\ntimbres counted right 1\.000 with .*\n$/);
    const card = JSON.parse(await Deno.readTextFile(`${folder}/prism.json`));
    const [, f, thresholds] = stdout.match(/^note F (\S+) with (.*)/)!;
    assert.deepEqual(card.thresholds, JSON.parse(thresholds));
    assert.equal(card.scores["validation note F"].toFixed(3), f);
  }));

Deno.test("calibrate without mixtures says so in one line and leaves the card alone", () =>
  inFolder(async (folder) => {
    await copyModel(folder);
    const before = await Deno.readTextFile(`${folder}/prism.json`);
    const { status, stderr } = await run(CLI, ["prism.json", "--data", "nowhere"], folder);
    assert.equal(status, 1);
    assert.match(stderr, /^Cannot calibrate prism\.json: [^\n]+\n$/);
    assert.equal(await Deno.readTextFile(`${folder}/prism.json`), before);
  }));

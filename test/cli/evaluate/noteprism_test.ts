import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { readWaveform } from "../../../lib/audio/recording.ts";
import { Cache } from "../../../lib/cli/evaluate/cache.ts";
import { openModel } from "../../../lib/cli/evaluate/noteprism.ts";
import { loadModel } from "../../../lib/inference/model.ts";
import { transcribe } from "../../../lib/transcribe.ts";
import { inFolder } from "../../command.ts";

const recording = readFileSync(new URL("../../../lib/example/trio.wav", import.meta.url));
const mix = {
  name: "trio",
  piece: "trio",
  tracks: [],
  digest: () => Promise.resolve("trio"),
  waveform: () => readWaveform(recording),
};

Deno.test("openModel() writes down what transcribe() does, heard now or before", () =>
  inFolder(async (folder) => {
    const song = await transcribe(recording, { model: await loadModel("prism", "native") });
    const wanted = song.notes.map(({ onset, pitch }) => ({ onset, pitch }));
    const system = await openModel("prism", "native", new Cache(folder));
    for (let time = 0; time < 2; time++) {
      const { notes, label } = await (await system.listen(mix)).write();
      assert.deepEqual(notes.map(({ onset, pitch }) => ({ onset, pitch })), wanted);
      assert.equal(new Set(Array.from(label!("auto")!)).size, song.timbres);
    }
    await system.release!();
  }));

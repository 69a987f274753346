import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { readWaveform } from "../../../lib/audio/recording.ts";
import { Cache } from "../../../lib/cli/evaluate/cache.ts";
import { openBorrower, openModel, openSolo } from "../../../lib/cli/evaluate/noteprism.ts";
import type { PitchedInterval } from "../../../lib/evaluate/check.ts";
import { loadModel } from "../../../lib/inference/model.ts";
import { transcribe } from "../../../lib/transcribe.ts";
import { inFolder } from "../../command.ts";

const recording = readFileSync(new URL("../../../lib/example/trio.wav", import.meta.url));
const mix = {
  name: "trio",
  piece: "trio",
  tracks: [],
  alone: [],
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

Deno.test("openBorrower() tells apart the notes of another model by its own embeddings", () =>
  inFolder(async (folder) => {
    const cache = new Cache(folder);
    const [lender, own, borrower] = [
      await openModel("prism", "native", cache),
      await openModel("septimbre", "native", cache),
      await openBorrower("septimbre", "prism", "native", cache),
    ];
    assert.equal(borrower.name, "septimbre, notes of prism");
    assert.deepEqual(borrower.thresholds, lender.thresholds);
    const written = [];
    for (const system of [lender, own, borrower]) {
      written.push(await (await system.listen(mix)).write());
      await system.release!();
    }
    const [lent, heard, borrowed] = written;
    const spans = (notes: readonly PitchedInterval[]) =>
      notes.map(({ onset, offset, pitch }) => ({ onset, offset, pitch }));
    assert.deepEqual(spans(borrowed.notes), spans(lent.notes));
    assert.notDeepEqual(spans(borrowed.notes), spans(heard.notes));
    assert.equal(borrowed.embeddings!.size, heard.embeddings!.size);
  }));

Deno.test("openSolo() writes each part down by itself and tells the notes of all apart", () =>
  inFolder(async (folder) => {
    const cache = new Cache(folder);
    const silence = {
      ...mix,
      name: "silence",
      digest: () => Promise.resolve("silence"),
      waveform: () => Promise.resolve(new Float32Array(22_050)),
    };
    const [whole, solo] = [
      await openModel("prism", "native", cache),
      await openSolo("prism", "native", cache),
    ];
    const { notes } = await (await whole.listen(mix)).write();
    const parts = { ...mix, name: "parts", alone: [mix, silence, mix] };
    const twice = await (await solo.listen(parts)).write();
    const pairs = notes.flatMap(({ onset, pitch }) => [{ onset, pitch }, { onset, pitch }]);
    assert.deepEqual(twice.notes.map(({ onset, pitch }) => ({ onset, pitch })), pairs);
    const labels = Array.from(twice.label!(3)!);
    assert.equal(new Set(labels).size, 3);
    labels.forEach((label, i) => assert.equal(label, labels[i ^ 1], `note ${i}`));
    await assert.rejects(solo.listen(mix), /the parts of trio were not recorded alone/);
    await whole.release!();
    await solo.release!();
  }));

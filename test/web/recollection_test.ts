import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { unlikeness } from "../../lib/timbre/outline.ts";
import { Recording } from "../../lib/audio/recording.ts";
import { loadModel } from "../../lib/inference/model.ts";
import { NEGLIGIBLE } from "../../lib/notes/extract.ts";
import { Ear, type Heard, type HeardNote, Scribe } from "../../lib/listen.ts";
import { thresholdsOf } from "../../web/session/thresholds.ts";
import { Recollection } from "../../web/worker/recollection.ts";

const example = readFileSync(new URL("../../lib/example/trio.wav", import.meta.url));

Deno.test("Recollection makes the notes again that were heard, whatever the thresholds", async () => {
  const model = await loadModel("prism");
  const ear = await Ear.create(model);
  const recollection = new Recollection();
  const heard: Heard[] = [];
  const keep = (block: Heard) => {
    heard.push(block);
    recollection.append(block);
  };
  for await (const samples of new Recording(example).waveform()) {
    for await (const block of ear.push(samples)) keep(block);
  }
  for await (const block of ear.flush()) keep(block);

  const notesOf = async (blocks: Iterable<Heard>, sensitivity: number) => {
    const minimumSeconds = sensitivity === 0 ? 0.2 : 0.07;
    const thresholds = thresholdsOf({ sensitivity, minimumSeconds }, model.card.thresholds);
    const scribe = await Scribe.create(model, thresholds);
    const notes: HeardNote[] = [];
    for (const block of blocks) notes.push(...await scribe.push(block));
    return [...notes, ...await scribe.flush()];
  };
  const counts: number[] = [];
  for (const sensitivity of [0, 50, 100]) {
    const expected = await notesOf(heard, sensitivity);
    const found = await notesOf(recollection.recall(), sensitivity);
    counts.push(found.length);
    assert.equal(found.length, expected.length);
    found.forEach((note, i) => {
      const { embedding, features: _, loudness, outline, onset, confidence, ...rest } = expected[i];
      for (const [key, value] of Object.entries(rest)) {
        assert.equal(note[key as keyof typeof rest], value);
      }
      assert.ok(Math.abs(note.onset - onset) < 0.003);
      assert.ok(Math.abs(note.confidence - confidence) < NEGLIGIBLE);
      assert.ok(Math.abs(note.loudness - loudness) < 0.1);
      outline!.own.forEach((own, h) =>
        // What hardly sounds, 0.1, counts or does not.
        assert.ok(Math.abs(note.outline!.own[h] - own) < 0.12)
      );
      const [itself] = unlikeness(outline!, outline!);
      const [distance] = unlikeness(note.outline!, outline!);
      assert.ok(distance - itself < 0.1, `distance ${distance}, ${itself}`);
      const cosine = embedding.reduce((sum, x, d) => sum + x * note.embedding[d], 0);
      // Energies come back to a quarter of a decibel.
      assert.ok(cosine > 0.99, `cosine ${cosine}`);
    });
  }
  assert.ok(counts[0] < counts[1] && counts[1] < counts[2], `${counts}`);
  for (const session of [model.session, ...Object.values(model.further)]) await session?.release();
});

Deno.test("thresholdsOf() gives the model's own in the middle and stays above what is forgotten", () => {
  const usual = { onset: 0.2, frame: 0.35, minimumSeconds: 0.07 };
  assert.deepEqual(thresholdsOf({ sensitivity: 50, minimumSeconds: 0.07 }, usual), usual);
  let before = { onset: 1, frame: 1 };
  for (let sensitivity = 0; sensitivity <= 100; sensitivity++) {
    const { onset, frame } = thresholdsOf({ sensitivity, minimumSeconds: 0.07 }, usual);
    assert.ok(onset < before.onset && frame < before.frame);
    assert.ok(onset >= NEGLIGIBLE && frame < 1);
    before = { onset, frame };
  }
});

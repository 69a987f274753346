import assert from "node:assert/strict";
import { loadModel } from "../../lib/inference/model.ts";
import type { HeardNote } from "../../lib/listen.ts";
import { compareNotes } from "../../lib/timbre/compare.ts";

Deno.test("compareNotes() says how sure each note is, and takes what a note is alone", async () => {
  const model = await loadModel("prism");
  const alone = { ...model, card: { ...model.card, embeddingSize: 2 }, further: {} };
  const note = { offset: 1, pitch: 60, velocity: 0.5, features: new Float32Array(0), loudness: 0 };
  const notes: HeardNote[] = [
    { ...note, onset: 0, confidence: 0.75, embedding: Float32Array.of(1, 0) },
    { ...note, onset: 0.5, confidence: 0.25, embedding: Float32Array.of(0, 1) },
  ];
  assert.deepEqual(await compareNotes(alone, notes), {
    values: Float32Array.of(1, 0, 0, 1),
    size: 2,
    count: 2,
    sureness: Float32Array.of(0.75, 0.25),
  });
});

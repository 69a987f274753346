import fc from "fast-check";
import assert from "node:assert/strict";
import { decode } from "../../lib/audio/decode.ts";
import { begin } from "../../web/edit/history.ts";
import { readProject, writeProject } from "../../web/files/project.ts";
import { wavBlob } from "../../web/files/wav.ts";
import { scores } from "./scores.ts";

const file = { name: "a name / of 录音.wav", blob: new Blob([new Uint8Array(3000).fill(7)]) };
const [score] = fc.sample(scores, { seed: 4, numRuns: 1 });
const written = new Uint8Array(
  await (await writeProject({ file, history: begin(score) }))
    .arrayBuffer(),
);

Deno.test("readProject() gives back what writeProject() was given", async () => {
  await fc.assert(
    fc.asyncProperty(
      scores,
      fc.option(fc.uint8Array({ maxLength: 5000 })),
      async (score, bytes) => {
        const file = bytes ? { name: "x.wav", blob: new Blob([bytes.slice()]) } : undefined;
        const project = await readProject(await writeProject({ file, history: begin(score) }));
        assert.deepEqual(project!.history, begin(score));
        assert.equal(project!.file?.name, file?.name);
        assert.deepEqual(await project!.file?.blob.bytes(), await file?.blob.bytes());
      },
    ),
    { seed: 1, numRuns: 30 },
  );
});

Deno.test("readProject() keeps any name of a recording", async () => {
  assert.equal((await readProject(new Blob([written])))!.file!.name, file.name);
});

Deno.test("readProject() takes no recording for a project", async () => {
  assert.equal(await readProject(new Blob(["RIFF....WAVE"])), undefined);
  assert.equal(await readProject(new Blob([])), undefined);
});

Deno.test("readProject() refuses or reads a damaged file, and neither hangs nor lies", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(written.length - 5),
      fc.integer({ min: 1, max: 255 }),
      fc.boolean(),
      async (place, change, cut) => {
        const bytes = written.slice(0, cut ? place + 4 : undefined);
        if (!cut) bytes[place + 4] ^= change;
        let project;
        try {
          project = await readProject(new Blob([bytes]));
        } catch (error) {
          assert.ok(error instanceof Error);
          return;
        }
        const { notes, timbres, embeddings, embeddingSize } = project!.history.score;
        assert.ok(notes.every((note) => note.timbre < timbres.length && note.onset < note.offset));
        assert.ok(notes.every((note) => (note.row + 1) * embeddingSize <= embeddings.length));
      },
    ),
    { seed: 1, numRuns: 300 },
  );
});

Deno.test("wavBlob() writes what decoders read", async () => {
  const samples = Int16Array.from({ length: 2 * 1000 }, (_, i) => 3 * i - 3000);
  const pieces = [new Blob([samples.slice(0, 600)]), new Blob([samples.slice(600)])];
  const read: number[][] = [[], []];
  for await (const pcm of decode(wavBlob(pieces, { channels: 2, sampleRate: 48_000 }))) {
    assert.equal(pcm.sampleRate, 48_000);
    pcm.channelData.forEach((channel, c) => read[c].push(...channel));
  }
  for (const c of [0, 1]) {
    assert.deepEqual(read[c].map((x) => Math.round(x * 0x8000)), [
      ...samples.filter((_, i) => i % 2 === c),
    ]);
  }
});

import fc from "fast-check";
import assert from "node:assert/strict";
import { strToU8, zipSync } from "fflate";
import { decode } from "../../lib/audio/decode.ts";
import { begin } from "../../web/edit/history.ts";
import { readProject, writeProject } from "../../web/files/project.ts";
import { unzip } from "../../web/files/unzip.ts";
import { wavBlob } from "../../web/files/wav.ts";
import { bomb } from "./projects.ts";
import { scores } from "./scores.ts";

const file = { name: "a name / of 录音.wav", blob: new Blob([new Uint8Array(3000).fill(7)]) };
const [score] = fc.sample(scores.filter(({ notes }) => notes.length > 5), { seed: 4, numRuns: 1 });
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

/** A project file of a score that a stranger wrote. */
function strange(value: unknown): Blob {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const vectors = new Uint8Array(score.embeddings.slice().buffer);
  return new Blob([
    zipSync({ "score.json": strToU8(text), "embeddings.f32": vectors }) as Uint8Array<ArrayBuffer>,
  ]);
}

const { embeddings: _, ...honest } = { schema: 1, ...score };
const [first, ...rest] = honest.notes;

Deno.test("readProject() says what is wrong with a score that a stranger wrote", async () => {
  assert.equal((await readProject(strange(honest)))!.history.score.notes.length, rest.length + 1);
  const strangers: [unknown, RegExp][] = [
    ["{", /score is damaged$/],
    [null, /holds no score$/],
    [[], /has schema undefined, not 1$/],
    [{ ...honest, schema: "<b>2</b>" }, /has schema "<b>2<\/b>", not 1$/],
    [{ ...honest, schema: 2 }, /has schema 2, not 1$/],
    [{ ...honest, duration: 1e300 }, /lasts 1e\+300 s$/],
    [{ ...honest, duration: 0.5 }, /has a note after its end$/],
    [{ ...honest, extraction: null }, /has no sensitivity$/],
    [{ ...honest, notes: [null] }, /has a note that is none$/],
    [{ ...honest, notes: { length: 1 } }, /has no list of notes$/],
    [{ ...honest, notes: [{ ...first, pitch: 1e9 }] }, /has a note of pitch 1000000000$/],
    [{ ...honest, notes: [{ ...first, offset: -1 }] }, /has a note at no time$/],
    [{ ...honest, notes: [{ ...first, timbre: 15 }] }, /has a note of timbre 15$/],
    [{ ...honest, notes: [{ ...first, row: 1e6 }] }, /has a note without an embedding$/],
    [{ ...honest, notes: [first, { ...first }] }, /has two notes of one name$/],
    [{ ...honest, removed: ["x"] }, /has a note that is none$/],
    [{ ...honest, pins: { same: [[0, 1e9]], different: [] } }, /has a pin of no note$/],
    [{ ...honest, pins: { same: [[0]], different: [] } }, /has a pin that is no pair$/],
    [
      { ...honest, timbres: [{ name: "x".repeat(1e6), colour: 0 }] },
      /has a timbre without a name$/,
    ],
    [{ ...honest, timbres: Array(1e5).fill(honest.timbres[0]) }, /has no list of timbres$/],
  ];
  for (const [value, problem] of strangers) {
    await assert.rejects(readProject(strange(value)), problem);
  }
});

Deno.test("unzip() unpacks no more than it may", async () => {
  const archive = new Blob([zipSync({ zeros: new Uint8Array(1e6) }) as Uint8Array<ArrayBuffer>]);
  assert.equal((await unzip(archive)).get("zeros")!.size, 1e6);
  await assert.rejects(unzip(archive, 1e6 - 1), /the archive is too large/);
  const many = new Blob([bomb(3) as Uint8Array<ArrayBuffer>]);
  assert.equal((await unzip(many, 3e7)).get("zeros")!.size, 1e7);
  await assert.rejects(unzip(many, 3e7 - 1), /the archive is too large/);
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

import assert from "node:assert/strict";
import { findMixes } from "../../../lib/cli/evaluate/mixes.ts";
import type { Piece } from "../../../lib/evaluate/datasets/mod.ts";
import { folderOf } from "../../evaluate/datasets/folders.ts";
import { wav } from "../../wav.ts";

const constant = (seconds: number, value: number) =>
  wav([new Float32Array(seconds * 22_050).fill(value)]);
const folder = folderOf({
  "own.wav": constant(1, 0.5),
  "a.wav": constant(1, 0.25),
  "b.wav": constant(2, 0.125),
  "b2.wav": constant(1, 0.125),
});
const note = { onset: 0, offset: 1, pitch: 60 };
const parts = [
  { instrument: "a", notes: [note], stems: ["a.wav"] },
  { instrument: "b", notes: [note, { ...note, pitch: 61 }], stems: ["b.wav", "b2.wav"] },
];
const piece: Piece = { name: "piece", mix: "own.wav", parts: () => Promise.resolve(parts) };

Deno.test("findMixes() adds up the stems of every choice of parts", async () => {
  const mixes = await findMixes([piece], folder, [1, 2]);
  assert.deepEqual(mixes.map(({ name }) => name), ["piece-1", "piece-2", "piece-1+2"]);
  assert.deepEqual(mixes[2].tracks, parts.map(({ notes }) => notes));
  const sum = await mixes[2].waveform();
  assert.equal(sum.length, 2 * 22_050);
  for (const [second, level] of [[0.5, 0.5], [1.5, 0.125]]) {
    assert.ok(Math.abs(sum[second * 22_050] - level) < 1e-3, `${sum[second * 22_050]}`);
  }
});

Deno.test("findMixes() takes the piece's own recording if asked, or without stems", async () => {
  const asked = await findMixes([piece], folder, "whole");
  const bare = {
    ...piece,
    parts: async () => (await piece.parts()).map((p) => ({ ...p, stems: [] })),
  };
  const only = await findMixes([bare], folder, [2]);
  for (const mixes of [asked, only]) {
    assert.deepEqual(mixes.map(({ name }) => name), ["piece"]);
    assert.ok(Math.abs((await mixes[0].waveform())[100] - 0.5) < 1e-3);
  }
});

Deno.test("findMixes() gives each mix its parts alone", async () => {
  const [whole] = await findMixes([piece], folder, "whole");
  const [first, , both] = await findMixes([piece], folder, [1, 2]);
  assert.deepEqual(first.alone.map(({ name }) => name), ["piece-1"]);
  for (const mix of [whole, both]) {
    assert.deepEqual(mix.alone.map(({ name }) => name), ["piece-1", "piece-2"]);
    assert.deepEqual(mix.alone.flatMap(({ tracks }) => tracks), mix.tracks);
    assert.equal((await mix.alone[1].waveform()).length, 2 * 22_050);
  }
});

Deno.test("findMixes() names recordings by their content", async () => {
  const [a, , both] = await findMixes([piece], folder, [1, 2]);
  const other = folderOf({
    "a.wav": constant(1, 0.3),
    "b.wav": new Uint8Array(0),
    "b2.wav": new Uint8Array(0),
  });
  const [changed] = await findMixes([piece], other, [1]);
  const digests = await Promise.all([a, a, both, changed].map((mix) => mix.digest()));
  assert.equal(digests[0], digests[1]);
  assert.equal(new Set(digests).size, 3);
});

Deno.test("findMixes() names the stem that cannot be read", async () => {
  const broken = folderOf({ "a.wav": new TextEncoder().encode("not a recording") });
  const [mix] = await findMixes([piece], broken, [1]);
  await assert.rejects(mix.waveform(), /cannot read a\.wav/);
});

import assert from "node:assert/strict";
import type { Model } from "../../lib/inference/model.ts";
import type { HeardNote } from "../../lib/listen.ts";
import type { NamedTensor } from "../../lib/inference/runtime.ts";
import { Random } from "../../lib/random.ts";
import { TimbreMemory } from "../../lib/timbre/memory.ts";
import { PARTIALS } from "../../lib/timbre/outline.ts";
import { clouds, sameGrouping } from "./clouds.ts";

/** A model that hears every note for itself. */
const model = { card: { embeddingSize: 12 }, further: {} } as unknown as Model;

function notesOf(random: Random, players: number, each: number, noise = 0.1) {
  const { embeddings: { values, size }, labels } = clouds(random, players, each, noise);
  const notes = labels.map((label, i): HeardNote => ({
    onset: i / 4,
    offset: i / 4 + 0.2,
    pitch: 48 + 5 * label + random.integer(0, 4),
    velocity: 0.5,
    confidence: 1,
    embedding: values.slice(i * size, (i + 1) * size),
    features: new Float32Array(0),
    loudness: 0,
  }));
  return { notes, labels };
}

/** Labels as a listener has them who heeds all relabellings. */
async function listen(memory: TimbreMemory, notes: readonly HeardNote[], batch = 5) {
  const labels: number[] = [];
  let changed = 0;
  for (let at = 0; at < notes.length; at += batch) {
    labels.push(...await memory.hear(notes.slice(at, at + batch)));
    for (const { from, to, notes } of await memory.consolidate()) {
      labels.forEach((label, i) => {
        if (notes ? !notes.includes(i) : label !== from) return;
        assert.equal(label, from);
        labels[i] = to;
        changed++;
      });
    }
  }
  return { labels, changed };
}

Deno.test("TimbreMemory tells clouds apart as they come", async () => {
  for (let seed = 0; seed < 4; seed++) {
    const players = 1 + seed % 4;
    const { notes, labels } = notesOf(new Random(seed), players, 60);
    const heard = await listen(new TimbreMemory(model, players), notes);
    assert.ok(sameGrouping(heard.labels, labels), `seed ${seed}`);
  }
});

Deno.test("TimbreMemory founds a timbre for a note that is like none, before it looks again", async () => {
  const { notes, labels } = notesOf(new Random(11), 3, 5, 0.05);
  const memory = new TimbreMemory(model);
  const heard: number[] = [];
  for (const note of notes) heard.push(...await memory.hear([note]));
  assert.ok(sameGrouping(heard, labels));
});

Deno.test("TimbreMemory finds out how many there are", async () => {
  const { notes, labels } = notesOf(new Random(3), 3, 100, 0.05);
  const heard = await listen(new TimbreMemory(model), notes);
  assert.ok(sameGrouping(heard.labels, labels));
});

Deno.test("TimbreMemory knows a player again who was silent for long", async () => {
  const { notes, labels } = notesOf(new Random(5), 3, 300, 0.05);
  const first = labels[0];
  const alone = notes.filter((_, i) => labels[i] !== first || i < 90);
  const back = notes.filter((_, i) => labels[i] === first && i >= 90).slice(0, 10);
  const memory = new TimbreMemory(model);
  const { labels: heard } = await listen(memory, alone);
  const again = await memory.hear(back);
  assert.deepEqual(new Set(again), new Set([heard[0]]));
});

Deno.test("TimbreMemory compares new notes with some of every timbre, however long it was silent", async () => {
  const { notes, labels } = notesOf(new Random(9), 3, 300, 0.05);
  const outline = {
    partials: new Float32Array(PARTIALS),
    own: new Float32Array(PARTIALS),
    attack: new Float32Array(1),
  };
  const compared: NamedTensor[] = [];
  const comparison = {
    run: ({ features }: Record<string, NamedTensor>) => {
      compared.push(features);
      return Promise.resolve({ embedding: features.data });
    },
  };
  const comparing = { card: { embeddingSize: 12 }, further: { comparison } } as unknown as Model;
  const music = notes.filter((_, i) => labels[i] !== 0 || i < 90)
    .map((note) => ({ ...note, features: note.embedding, outline }));
  const memory = new TimbreMemory(comparing);
  await listen(memory, music);
  await memory.hear(music.slice(-1));
  const { data, shape: [rows, size] } = compared.at(-1)!;
  assert.ok(rows <= 100, `${rows} notes compared`);
  const silent = notes[labels.indexOf(0)].embedding;
  const likeness = Array.from(
    { length: rows },
    (_, row) => silent.reduce((sum, x, d) => sum + x * data[row * size + d], 0),
  );
  assert.ok(likeness.filter((cosine) => cosine > 0.8).length > 5);
});

Deno.test("TimbreMemory keeps count of every note in its table", async () => {
  const { notes } = notesOf(new Random(7), 4, 150, 0.4);
  const memory = new TimbreMemory(model);
  const { labels, changed } = await listen(memory, notes);
  assert.ok(changed > 0);
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const weights = [...memory.prototypes].map(([label, { weight }]): [number, number] => [
    label,
    weight,
  ]);
  assert.deepEqual(new Map(weights), counts);
  for (const [label, { register: [low, high], since }] of memory.prototypes) {
    const own = notes.filter((_, i) => labels[i] === label);
    assert.ok(low <= Math.min(...own.map(({ pitch }) => pitch)));
    assert.ok(high >= Math.max(...own.map(({ pitch }) => pitch)));
    assert.ok(since <= own[0].onset);
  }
});

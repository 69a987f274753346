/**
 * noteprism's own models under test.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { concatenate } from "../../concatenate.ts";
import type { Transcription } from "../../evaluate/benchmark/score.ts";
import { type Setting, THRESHOLD_GRID } from "../../evaluate/benchmark/thresholds.ts";
import { PITCHES, SAMPLE_RATE } from "../../frontend/constants.ts";
import type { Card } from "../../inference/card.ts";
import type { Model } from "../../inference/model.ts";
import type { Backend } from "../../inference/runtime.ts";
import { Ear, type Heard, type HeardNote, Scribe } from "../../listen.ts";
import { separate } from "../../timbre/separate.ts";
import type { Waveform } from "../../types.ts";
import { interruption } from "../main.ts";
import { loadNamedModel, namedCard } from "../models.ts";
import type { Cache, Hearing } from "./cache.ts";
import { measure } from "./cost.ts";
import type { System } from "./system.ts";

/** Samples heard at a time: two seconds. */
const PIECE = 2 * SAMPLE_RATE;

/** A model by its bundled name or the path of its card. */
export async function openModel(name: string, backend: Backend, cache: Cache): Promise<System> {
  const model = await loadNamedModel(name, backend);
  const { card } = model;
  const digest = await digestOf(name, card);
  return {
    name: card.name,
    engine: `onnxruntime, ${backend}, one thread`,
    thresholds: { fixed: card.thresholds, grid: THRESHOLD_GRID },
    async listen(mix) {
      const key = {
        name: `${card.name}-${mix.name}`,
        digests: [digest, backend, await mix.digest()],
      };
      const { hearing, cost } = await cache.get(key, () =>
        measure(mix, async (waveform) => {
          const heard = await hear(model, waveform);
          (await write(card, heard)).label?.("auto");
          return toHearing(heard);
        }));
      const heard = toHeard(hearing);
      return { cost, write: (setting) => write(card, heard, setting) };
    },
    release: () => model.session.release(),
  };
}

/** The network and how it is run; its thresholds decide later. */
async function digestOf(name: string, card: Card): Promise<string> {
  const network = await readFile(new URL(card.file, namedCard(name)));
  const { inputs, outputs, context, window } = card;
  return createHash("sha256").update(network)
    .update(JSON.stringify({ inputs, outputs, context, window })).digest("hex");
}

async function hear(model: Model, waveform: Waveform): Promise<Heard> {
  const ear = await Ear.create(model);
  const pieces: Heard[] = [];
  for (let at = 0; at < waveform.length; at += PIECE) {
    interruption.signal.throwIfAborted();
    for await (const heard of ear.push(waveform.subarray(at, at + PIECE))) pieces.push(heard);
  }
  for await (const heard of ear.flush()) pieces.push(heard);
  return {
    frames: pieces.reduce((sum, { frames }) => sum + frames, 0),
    onset: concatenate(pieces.map(({ onset }) => onset)),
    frame: concatenate(pieces.map(({ frame }) => frame)),
    strength: concatenate(pieces.map(({ strength }) => strength)),
    embedding: concatenate(pieces.map(({ embedding }) => embedding)),
  };
}

/** Embeddings take most of the room and need the least precision. */
function toHearing({ onset, frame, strength, embedding }: Heard): Hearing {
  return { onset, frame, strength, embedding: Float16Array.from(embedding) };
}

function toHeard(hearing: Hearing): Heard {
  const [onset, frame, strength, embedding] = ["onset", "frame", "strength", "embedding"]
    .map((name) => Float32Array.from(hearing[name]));
  return { frames: onset.length / PITCHES, onset, frame, strength, embedding };
}

async function write(card: Card, heard: Heard, setting?: Setting): Promise<Transcription> {
  const scribe = await Scribe.create(card, setting);
  const notes = [...scribe.push(heard), ...scribe.flush()]
    .sort((a, b) => a.onset - b.onset || a.pitch - b.pitch);
  const { embeddingSize } = card;
  if (!embeddingSize) return { notes };
  return { notes, label: (timbres) => separate(embeddingsOf(notes, embeddingSize), timbres) };
}

function embeddingsOf(notes: readonly HeardNote[], size: number) {
  const values = new Float32Array(notes.length * size);
  notes.forEach(({ embedding }, i) => values.set(embedding, i * size));
  return { values, size, count: notes.length };
}

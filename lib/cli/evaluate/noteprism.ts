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
import { compareNotes } from "../../timbre/compare.ts";
import { separate } from "../../timbre/separate.ts";
import type { Waveform } from "../../types.ts";
import { interruption } from "../main.ts";
import { loadNamedModel, namedCard } from "../models.ts";
import type { Cache, Hearing } from "./cache.ts";
import { measure } from "./cost.ts";
import type { System } from "./system.ts";

/** Samples heard at a time: two seconds. */
const PIECE = 2 * SAMPLE_RATE;

/** Frames written down at a time. */
const PIECE_FRAMES = 1000;

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
          (await write(model, heard)).label?.("auto");
          return toHearing(heard);
        }));
      const heard = toHeard(hearing);
      return { cost, write: (setting) => write(model, heard, setting) };
    },
    async release() {
      for (const session of [model.session, ...Object.values(model.further)]) {
        await session?.release();
      }
    },
  };
}

/** The network and how it is run; its thresholds decide later. */
async function digestOf(name: string, card: Card): Promise<string> {
  const hash = createHash("sha256");
  for (const file of [card.file, ...Object.values(card.further ?? {})]) {
    hash.update(await readFile(new URL(file, namedCard(name))));
  }
  const { inputs, outputs, context, window } = card;
  return hash
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
    energy: concatenate(pieces.map(({ energy }) => energy)),
  };
}

/** Embeddings take most of the room and need the least precision. */
function toHearing({ onset, frame, strength, embedding, energy }: Heard): Hearing {
  return { onset, frame, strength, energy, embedding: Float16Array.from(embedding) };
}

function toHeard(hearing: Hearing): Heard {
  const [onset, frame, strength, embedding, energy] = [
    "onset",
    "frame",
    "strength",
    "embedding",
    "energy",
  ]
    .map((name) => Float32Array.from(hearing[name]));
  return { frames: onset.length / PITCHES, onset, frame, strength, embedding, energy };
}

/** Stretches of `PIECE_FRAMES`, as a scribe takes them. */
function* pieces(heard: Heard): Generator<Heard> {
  for (let from = 0; from < heard.frames; from += PIECE_FRAMES) {
    const frames = Math.min(PIECE_FRAMES, heard.frames - from);
    const cut = (values: Float32Array) => {
      const width = values.length / heard.frames;
      return values.subarray(from * width, (from + frames) * width);
    };
    const { onset, frame, strength, embedding, energy } = heard;
    yield {
      frames,
      onset: cut(onset),
      frame: cut(frame),
      strength: cut(strength),
      embedding: cut(embedding),
      energy: cut(energy),
    };
  }
}

async function write(model: Model, heard: Heard, setting?: Setting): Promise<Transcription> {
  const scribe = await Scribe.create(model, setting);
  const notes: HeardNote[] = [];
  for (const piece of pieces(heard)) notes.push(...await scribe.push(piece));
  notes.push(...await scribe.flush());
  notes.sort((a, b) => a.onset - b.onset || a.pitch - b.pitch);
  const embeddings = await compareNotes(model, notes);
  if (embeddings.size === 0) return { notes };
  return { notes, embeddings, label: (timbres) => separate(embeddings, timbres) };
}

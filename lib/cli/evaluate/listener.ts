/**
 * One of noteprism's models, hearing mixes: what it says of each is kept.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { concatenate } from "../../concatenate.ts";
import type { Cost } from "../../evaluate/benchmark/results.ts";
import { PITCHES, SAMPLE_RATE } from "../../frontend/constants.ts";
import type { Card } from "../../inference/card.ts";
import type { Model } from "../../inference/model.ts";
import type { Backend } from "../../inference/runtime.ts";
import { Ear, type Heard } from "../../listen.ts";
import type { Waveform } from "../../types.ts";
import { interruption } from "../main.ts";
import { loadNamedModel, namedCard } from "../models.ts";
import type { Hearing, Keeper } from "./cache.ts";
import { measure } from "./cost.ts";
import type { Mix } from "./mixes.ts";
import { writeDown } from "./write_down.ts";

/** Samples heard at a time: two seconds. */
const PIECE = 2 * SAMPLE_RATE;

/** A model that hears mixes, each once. */
export interface Listener {
  model: Model;
  engine: string;
  hear(mix: Mix): Promise<{ heard: Heard; cost?: Cost }>;
  release(): Promise<void>;
}

/** @param name Bundled name, or the path of a card. */
export async function openListener(
  name: string,
  backend: Backend,
  keeper: Keeper,
): Promise<Listener> {
  const model = await loadNamedModel(name, backend);
  const { card } = model;
  const digest = await digestOf(name, card);
  return {
    model,
    engine: `onnxruntime, ${backend}, one thread`,
    async hear(mix) {
      const key = {
        name: `${card.name}-${mix.name}`,
        digests: [digest, backend, await mix.digest()],
      };
      const { hearing, cost } = await keeper.get(key, () =>
        measure(mix, async (waveform) => {
          const heard = await hear(model, waveform);
          (await writeDown(model, [heard])).label?.("auto");
          return toHearing(heard);
        }));
      return { heard: toHeard(hearing), cost };
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

/** All of a recording as a model hears it. */
export async function hear(model: Model, waveform: Waveform): Promise<Heard> {
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

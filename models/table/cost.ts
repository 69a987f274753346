/**
 * What a system costs: parameters, arithmetic, time.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import { readWaveform } from "../../lib/audio/recording.ts";
import { BASIC_PITCH } from "../../lib/cli/evaluate/basic_pitch.ts";
import { NOTHING_KEPT } from "../../lib/cli/evaluate/cache.ts";
import { openSystem } from "../../lib/cli/evaluate/dataset.ts";
import type { Mix } from "../../lib/cli/evaluate/mixes.ts";
import { namedCard } from "../../lib/cli/models.ts";
import type { Card } from "../../lib/inference/card.ts";
import { macsPerSecond } from "../graph/cost.ts";
import { Graph } from "../graph/graph.ts";
import { hearing } from "../graph/input.ts";
import { Trace } from "../graph/trace.ts";
import { MODELS } from "../zoo/mod.ts";

/** Parameters of Basic Pitch, as published. */
const BASIC_PITCH_PARAMETERS = 16_782;

/** Runs of which the fastest counts. */
const RUNS = 3;

/** Figures that are not known are left out. */
export interface Cost {
  parameters?: number;
  /** Multiplications with additions for each second of audio, in networks that run over frames. */
  macsPerSecond?: number;
  /** Whether it says anything about timbres. */
  tellsTimbres: boolean;
}

/** @param name Bundled model, path of a card, or Basic Pitch. */
export async function costOf(name: string): Promise<Cost> {
  if (name === BASIC_PITCH) return { parameters: BASIC_PITCH_PARAMETERS, tellsTimbres: false };
  const card: Card = JSON.parse(await readFile(namedCard(name), "utf8"));
  return {
    parameters: card.parameters,
    macsPerSecond: card.macsPerSecond ?? zooMacs(card.name),
    tellsTimbres: card.embeddingSize !== undefined,
  };
}

/** For cards that do not say: of the model of that name in the zoo. */
function zooMacs(name: string): number | undefined {
  const model = MODELS.find((model) => model.name === name);
  if (model === undefined) return undefined;
  const trace = new Trace(new Graph(), "validation");
  model.infer(trace, hearing(trace.graph, model.inputs, "batch", "frames"));
  return macsPerSecond(trace.graph);
}

/**
 * Seconds that a system takes for a second of audio on one thread of WebAssembly, from samples to
 * labelled notes: the fastest of a few runs.
 *
 * @param bytes A recording.
 */
export async function secondsPerSecond(name: string, bytes: Uint8Array): Promise<number> {
  const waveform = await readWaveform(bytes);
  const mix: Mix = {
    name: "recording",
    piece: "recording",
    tracks: [],
    alone: [],
    digest: () => Promise.resolve(""),
    waveform: () => Promise.resolve(waveform),
  };
  const system = await openSystem(name, "wasm", NOTHING_KEPT);
  let least = Infinity;
  for (let run = 0; run < RUNS; run++) {
    const { cost } = await system.listen(mix);
    least = Math.min(least, cost!.seconds / cost!.audioSeconds);
  }
  await system.release?.();
  return least;
}

/**
 * A trained model as files: the ONNX model and its card.
 *
 * @module
 */
import { join } from "node:path";
import { writeWhole } from "../../lib/cli/files.ts";
import type { Card, Thresholds } from "../../lib/inference/card.ts";
import { buildInference, buildLive, encodeNetwork } from "../zoo/inference.ts";
import type { Model } from "../zoo/model.ts";
import { modelNamed } from "../zoo/mod.ts";
import type { Run } from "./state.ts";
import { lossOf, type Told, type Trained } from "./trained.ts";
import { secondsPerStep } from "./trainer.ts";

/** Frames of an inference window: 10.45 s. */
const WINDOW = 900;

/** Thresholds of a model that was not calibrated; the shortest note is of 7.5 frames. */
const UNTUNED: Readonly<Thresholds> = { onset: 0.3, frame: 0.3, minimumSeconds: 0.087 };

/** Some runs and those before them whose weights they started from. */
function runsOf(runs: readonly Run[]): Run[] {
  return runs.flatMap((run) => [run, ...run.origin.from ? runsOf([run.origin.from]) : []]);
}

/** What all branches learnt from, each source once. */
function sourcesOf(runs: readonly Run[]): Card["training"]["data"] {
  const all = runs.flatMap(({ origin }) => origin.data.sources);
  return [...new Map(all.map((source) => [source.name, source])).values()];
}

/** Time all runs took, if it is known of all. */
function secondsOf(runs: readonly Run[]): number | undefined {
  if (runs.some(({ seconds }) => seconds === 0)) return undefined;
  return Math.round(runs.reduce((sum, { seconds }) => sum + seconds, 0));
}

/** What a card says of a run, and of the one before it whose weights it started from. */
function toldOf({ origin: { recipe, seed, from }, step, seconds, best }: Run): Told {
  return {
    ...recipe,
    seed,
    lastStep: step,
    bestStep: best.step,
    seconds: Math.round(seconds) || undefined,
    from: from && toldOf(from),
  };
}

/** What the runs of a model's branches were. */
function trainingOf(runs: readonly Run[]): Card["training"] {
  return {
    recipe: Object.fromEntries(
      runs.map((run) => [modelNamed(run.origin.model).branch, toldOf(run)]),
    ),
    seed: runs[runs.length - 1].origin.seed,
    audioSeconds: Math.round(
      runsOf(runs).reduce(
        (sum, { origin, step }) => sum + step * secondsPerStep(origin.recipe),
        0,
      ),
    ),
    seconds: secondsOf(runsOf(runs)),
    data: sourcesOf(runsOf(runs)),
  };
}

/** Each name as its own value. */
function named<K extends string>(names: readonly K[]): Record<K, string> {
  return Object.fromEntries(names.map((name): [K, string] => [name, name])) as Record<K, string>;
}

/**
 * Writes `MODEL.onnx`, `MODEL.live.onnx` where frames can be heard as they come, `MODEL.NAME.onnx`
 * for each further graph, and `MODEL.json`.
 *
 * @param branches of the model, the one trained last at the end
 * @param thresholds where they are known, else untuned guesses
 * @returns the card's path
 */
export async function exportModel(
  folder: string,
  model: Model,
  branches: readonly Trained[],
  thresholds: Partial<Thresholds> = {},
): Promise<string> {
  const values = new Map(branches.flatMap(({ values }) => [...values]));
  const runs = branches.map(({ run }) => run);
  const network = buildInference(model, values);
  const further = Object.entries(model.further ?? {}).map(([name, build]) => ({
    name,
    file: `${model.name}.${name}.onnx`,
    ...encodeNetwork(values, build),
  }));
  const live = model.wholeWindow ? undefined : buildLive(model, values);
  const { name, description, inputs, embeddingSize, context, wholeWindow } = model;
  const card: Card = {
    schema: 1,
    name,
    description,
    file: `${name}.onnx`,
    live: live && { file: `${name}.live.onnx`, kept: live.kept },
    further: model.further && Object.fromEntries(further.map(({ name, file }) => [name, file])),
    inputs: named(inputs),
    outputs: named(network.outputs),
    embeddingSize,
    context,
    wholeWindow,
    window: WINDOW,
    thresholds: { ...UNTUNED, ...thresholds },
    parameters: further.reduce((sum, { parameters }) => sum + parameters, network.parameters),
    macsPerSecond: network.macsPerSecond,
    training: trainingOf(runs),
    scores: Object.fromEntries(
      runs.map(({ origin, best }) => [lossOf(modelNamed(origin.model).branch), best.loss]),
    ),
    licence: "Apache-2.0",
  };
  await writeWhole(join(folder, card.file), network.onnx);
  if (live) await writeWhole(join(folder, card.live!.file), live.onnx);
  for (const { file, onnx } of further) await writeWhole(join(folder, file), onnx);
  const path = join(folder, `${name}.json`);
  await writeWhole(path, JSON.stringify(card, null, 2) + "\n");
  return path;
}

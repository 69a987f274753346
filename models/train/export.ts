/**
 * A trained model as files: the ONNX model and its card.
 *
 * @module
 */
import { join } from "node:path";
import { writeWhole } from "../../lib/cli/files.ts";
import type { Card } from "../../lib/inference/card.ts";
import type { Values } from "../graph/trace.ts";
import { buildInference, buildLive, encodeNetwork } from "../zoo/inference.ts";
import type { Model } from "../zoo/model.ts";
import { modelNamed } from "../zoo/mod.ts";
import { views } from "./layout.ts";
import { buildProgram } from "./program.ts";
import type { Run, State } from "./state.ts";
import { secondsPerStep } from "./trainer.ts";

/** Frames of an inference window: 10.45 s. */
const WINDOW = 900;

/** Shortest note that is kept: 7.5 frames. */
const MINIMUM_SECONDS = 0.087;

/** Best parameters and running statistics by name. */
export function bestValues({ origin, bestParameters, bestRunning }: State): Values {
  const { parameters, running } = buildProgram(origin, "validation");
  return new Map([...views(bestParameters, parameters), ...views(bestRunning, running)]);
}

/** Some runs and those before them whose weights they started from. */
function runsOf(runs: readonly Run[]): Run[] {
  return runs.flatMap((run) => [run, ...run.origin.from ? runsOf([run.origin.from]) : []]);
}

/** What all branches learnt from, each source once. */
function sourcesOf(states: readonly Run[]): Card["training"]["data"] {
  const all = states.flatMap(({ origin }) => origin.data.sources);
  return [...new Map(all.map((source) => [source.name, source])).values()];
}

/** Time all runs took; unknown where a checkpoint is older than this record. */
function secondsOf(states: readonly Run[]): number | undefined {
  if (states.some(({ seconds }) => seconds === 0)) return undefined;
  return Math.round(states.reduce((sum, { seconds }) => sum + seconds, 0));
}

/** What a run did, and the one before it whose weights it started from. */
function recipeOf({ origin: { recipe, seed, from }, best }: Run): Record<string, unknown> {
  return { ...recipe, seed, bestStep: best.step, from: from && recipeOf(from) };
}

/** What the runs of a model's branches were. */
function trainingOf(states: readonly State[]): Card["training"] {
  return {
    recipe: Object.fromEntries(
      states.map((state) => [modelNamed(state.origin.model).branch, recipeOf(state)]),
    ),
    seed: states[states.length - 1].origin.seed,
    audioSeconds: Math.round(
      runsOf(states).reduce(
        (sum, { origin, step }) => sum + step * secondsPerStep(origin.recipe),
        0,
      ),
    ),
    seconds: secondsOf(runsOf(states)),
    data: sourcesOf(runsOf(states)),
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
 * @param states one for each branch of the model, the branch trained last at the end
 * @returns the card's path
 */
export async function exportModel(
  folder: string,
  model: Model,
  states: readonly State[],
  thresholds: { onset: number; frame: number },
): Promise<string> {
  const values = new Map(states.flatMap((state) => [...bestValues(state)]));
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
    thresholds: { ...thresholds, minimumSeconds: MINIMUM_SECONDS },
    parameters: further.reduce((sum, { parameters }) => sum + parameters, network.parameters),
    macsPerSecond: network.macsPerSecond,
    training: trainingOf(states),
    scores: Object.fromEntries(
      states.map(({ origin, best }) => [
        `${modelNamed(origin.model).branch}ValidationLoss`,
        best.loss,
      ]),
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

/**
 * A trained model as files: the ONNX model and its card.
 *
 * @module
 */
import { join } from "node:path";
import { writeWhole } from "../../lib/cli/files.ts";
import type { Card } from "../../lib/inference/card.ts";
import type { Values } from "../graph/trace.ts";
import { buildInference, type ModelName, MODELS } from "../zoo/inference.ts";
import { views } from "./layout.ts";
import { buildProgram } from "./program.ts";
import type { State } from "./state.ts";
import { secondsPerStep } from "./trainer.ts";

/** Frames of an inference window: 10.45 s. */
const WINDOW = 900;

/** Shortest note that is kept: 7.5 frames. */
const MINIMUM_SECONDS = 0.087;

/** Best parameters and running statistics by name. */
export function bestValues({ origin, bestParameters, bestRunning }: State): Values {
  const { parameters, running } = buildProgram(origin.recipe, "validation");
  return new Map([...views(bestParameters, parameters), ...views(bestRunning, running)]);
}

/** What all branches learnt from, each source once. */
function sourcesOf(states: readonly State[]): Card["training"]["data"] {
  const all = states.flatMap(({ origin }) => origin.data.sources);
  return [...new Map(all.map((source) => [source.name, source])).values()];
}

/**
 * Writes `MODEL.onnx` and `MODEL.json`.
 *
 * @param states one for each branch of the model, the branch trained last at the end
 * @returns the card's path
 */
export async function exportModel(
  folder: string,
  model: ModelName,
  states: readonly State[],
  thresholds: { onset: number; frame: number },
): Promise<string> {
  const { onnx, parameters } = buildInference(
    model,
    new Map(states.flatMap((state) => [...bestValues(state)])),
  );
  const { description, context, embeddingSize } = MODELS[model];
  const card: Card = {
    schema: 1,
    name: model,
    description,
    file: `${model}.onnx`,
    inputs: { energy: "energy", level: "level" },
    outputs: {
      onset: "onset",
      frame: "frame",
      ...(embeddingSize ? { embedding: "embedding" } : {}),
    },
    ...(embeddingSize ? { embeddingSize } : {}),
    context,
    window: WINDOW,
    thresholds: { ...thresholds, minimumSeconds: MINIMUM_SECONDS },
    parameters,
    training: {
      recipe: Object.fromEntries(states.map(({ origin, best }) => [
        origin.recipe.branch,
        { ...origin.recipe, seed: origin.seed, bestStep: best.step },
      ])),
      seed: states[states.length - 1].origin.seed,
      audioSeconds: Math.round(states.reduce(
        (sum, { origin, step }) => sum + step * secondsPerStep(origin.recipe),
        0,
      )),
      data: sourcesOf(states),
    },
    scores: Object.fromEntries(
      states.map(({ origin, best }) => [`${origin.recipe.branch}ValidationLoss`, best.loss]),
    ),
    licence: "Apache-2.0",
  };
  await writeWhole(join(folder, card.file), onnx);
  const path = join(folder, `${model}.json`);
  await writeWhole(path, JSON.stringify(card, null, 2) + "\n");
  return path;
}

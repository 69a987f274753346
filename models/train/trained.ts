/**
 * Trained weights of a branch, and how they came about: from the checkpoint of a run, or from a
 * model's card with the ONNX files beside it.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import type { Card, Thresholds } from "../../lib/inference/card.ts";
import { readConstants } from "../graph/constants.ts";
import type { Values } from "../graph/trace.ts";
import type { Model } from "../zoo/model.ts";
import { MODELS } from "../zoo/mod.ts";
import { views } from "./layout.ts";
import { buildProgram } from "./program.ts";
import type { Recipe } from "./recipe.ts";
import { loadState, type Run, type State } from "./state.ts";

/** A run, and the best values it found. */
export interface Trained {
  run: Run;
  /** Parameters and running statistics by name. */
  values: Values;
  /** Of the card they are from, or of the one they started from. */
  thresholds?: Thresholds;
}

/** What a card says of a run. */
export interface Told extends Recipe {
  seed: number;
  /** Steps taken. */
  lastStep: number;
  bestStep: number;
  /** Time they took. */
  seconds?: number;
  from?: Told;
}

/** What a run found best. */
export function trainedBy(state: State): Trained {
  const { origin, step, seconds, best, bestParameters, bestRunning } = state;
  const { parameters, running } = buildProgram(origin, "validation");
  const values = new Map([...views(bestParameters, parameters), ...views(bestRunning, running)]);
  return { run: { origin, step, seconds, best }, values, thresholds: origin.thresholds };
}

/**
 * Reads the trained weights of a model's own branch.
 *
 * @param path a checkpoint of the model, or the card of a model that holds its branch
 * @throws {Error} If the file cannot be read, or holds no such weights.
 */
export async function loadTrained(path: string, { name, branch }: Model): Promise<Trained> {
  if (!isCard(path)) {
    const state = await loadState(path);
    if (state.origin.model === name) return trainedBy(state);
    throw new Error(`Cannot take weights of ${name} from ${path}: it holds ${state.origin.model}`);
  }
  const card = await readCard(path);
  const told = card.training?.recipe?.[branch] as Told | undefined;
  if (told?.lastStep === undefined || !holds(card, name)) {
    throw new Error(
      `Cannot take weights of ${name} from ${path}: it is the card of ${card.name ?? "nobody"}`,
    );
  }
  const run = runOf(told, name, card, card.scores[lossOf(branch)]);
  return { run, values: await valuesIn(path, card, branch), thresholds: card.thresholds };
}

/** Whether weights are taken from a card, and not from a checkpoint. */
export function isCard(path: string): boolean {
  return extname(path) === ".json";
}

/** Where a card keeps the lowest validation loss of a branch. */
export function lossOf(branch: string): string {
  return `${branch}ValidationLoss`;
}

async function readCard(path: string): Promise<Card> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    throw new Error(`Cannot read the card ${path}: ${(error as Error).message}`);
  }
}

/** Whether a card is of that model, or of one that holds its branch too. */
function holds({ name }: Card, model: string): boolean {
  return name === model || MODELS.some(({ name: other, base }) => other === name && base === model);
}

function runOf(told: Told, model: string, card: Card, loss: number): Run {
  const { seed, lastStep, bestStep, seconds = 0, from, ...recipe } = told;
  const origin = {
    model,
    seed,
    recipe,
    from: from && runOf(from, model, card, NaN),
    data: { sources: card.training.data },
  };
  return { origin, step: lastStep, seconds, best: { loss, step: bestStep } };
}

/** All that the files of a card hold of a branch. */
async function valuesIn(path: string, { file, further }: Card, branch: string): Promise<Values> {
  const files = [file, ...Object.values(further ?? {})].map((file) => join(dirname(path), file));
  const values = new Map<string, Float32Array>();
  for (const file of files) {
    try {
      for (const [name, array] of readConstants(await readFile(file))) {
        if (name.startsWith(`${branch}.`)) values.set(name, array);
      }
    } catch (error) {
      throw new Error(`Cannot read weights from ${file}: ${(error as Error).message}`);
    }
  }
  return values;
}

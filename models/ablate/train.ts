/**
 * Training of variants, all with the same budget.
 *
 * @module
 */
import { access } from "node:fs/promises";
import { join } from "node:path";
import { exportModel } from "../train/export.ts";
import type { Recipe } from "../train/recipe.ts";
import { checkpointPath, runTraining } from "../train/run.ts";
import { loadTrained, trainedBy } from "../train/trained.ts";
import { modelNamed } from "../zoo/mod.ts";
import type { Kind, Variant } from "./variants.ts";

/** Crops of one worker in a step, and their frames (1.45 s): many steps in little time. */
const CROPS = 2;
const FRAMES = 125;

/** Steps over which the learning rate rises, as a part of all. */
const WARM_UP = 0.1;

/** Written on every card, so that fixed thresholds are the same for all. */
const THRESHOLDS = { onset: 0.3, frame: 0.35 };

/** Of all variants. */
export interface Budget {
  steps: number;
  seed: number;
  /** Folders of clips by kind. */
  folders: Partial<Record<Kind, readonly string[]>>;
  without?: RegExp;
  validation: string;
  /** Checkpoint or card of BasicAMT, which variants that tell timbres find their notes with. */
  notes: string;
  /** Where runs and models are kept. */
  out: string;
}

/** Trains a variant, or goes on where a run was stopped; one that is finished is left alone. */
export async function trainVariant(
  { name, trainedAs = name, model: modelName, recipe, kind = "data" }: Variant,
  { steps, seed, folders, without, validation, notes, out }: Budget,
  signal: AbortSignal,
): Promise<string> {
  const model = modelNamed(modelName);
  const run = join(out, `${trainedAs}-${steps}`);
  const card = join(run, `${modelName}.json`);
  if (await exists(card)) return card;
  const { state } = await runTraining({
    model: modelName,
    recipe: { ...model.recipe, ...recipe, ...equally(model.recipe, steps) },
    seed,
    run,
    resume: await exists(checkpointPath(run)),
    base: new Map(),
    data: folders[kind],
    without,
    validation,
  }, signal);
  signal.throwIfAborted();
  const base = model.base ? [await loadTrained(notes, modelNamed(model.base))] : [];
  return await exportModel(run, model, [...base, trainedBy(state)], THRESHOLDS);
}

/** What is the same for all, whatever they are. */
function equally(recipe: Recipe, steps: number): Partial<Recipe> {
  return {
    crops: CROPS,
    frames: FRAMES,
    steps,
    warmUp: Math.min(recipe.warmUp, Math.ceil(WARM_UP * steps)),
    validateEvery: steps,
  };
}

function exists(path: string): Promise<boolean> {
  return access(path).then(() => true, () => false);
}

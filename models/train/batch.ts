/**
 * The feeds of one graph run, drawn from clips.
 *
 * @module
 */
import * as ort from "onnxruntime-node";
import { BINS, PITCHES } from "../../lib/frontend/constants.ts";
import type { Random } from "../../lib/random.ts";
import type { Clips } from "./clips.ts";
import { contrastMatrices, drawBins, drawPairs } from "./contrast.ts";
import { drawClip, drawStart, hear, noteTargets } from "./crops.ts";
import type { NotesRecipe, Recipe, TimbresRecipe } from "./recipe.ts";

/** Tensors by input name. */
export type Feeds = Record<string, ort.Tensor>;

/** Draws a batch; `vary` turns augmentation on. */
export function drawBatch(clips: Clips, recipe: Recipe, random: Random, vary: boolean): Feeds {
  return recipe.branch === "notes"
    ? notesBatch(clips, recipe, random, vary)
    : timbresBatch(clips, recipe, random, vary);
}

function float(data: Float32Array, ...shape: number[]): ort.Tensor {
  return new ort.Tensor("float32", data, shape);
}

function notesBatch(clips: Clips, recipe: NotesRecipe, random: Random, vary: boolean): Feeds {
  const { crops: count, frames, augmentation } = recipe;
  const crops = Array.from(
    { length: count },
    () => drawStart(clips, drawClip(clips, random), frames, random),
  );
  const { energy, level } = hear(clips, crops, frames, random, vary ? augmentation : undefined);
  const { onset, frame } = noteTargets(clips, crops, frames);
  return {
    energy: float(energy, count, frames, BINS),
    level: float(level, count, frames),
    onsetTarget: float(onset, count, frames, PITCHES),
    frameTarget: float(frame, count, frames, PITCHES),
  };
}

function timbresBatch(clips: Clips, recipe: TimbresRecipe, random: Random, vary: boolean): Feeds {
  const { crops: count, frames, bins: size, augmentation } = recipe;
  const crops = drawPairs(clips, count, frames, random);
  const { energy, level } = hear(clips, crops, frames, random, vary ? augmentation : undefined);
  const bins = drawBins(clips, crops, frames, size, random);
  const within = contrastMatrices(bins, "within");
  const across = contrastMatrices(bins, "across");
  const indices = bins.flatMap(({ crop, frame, pitch }) => [crop, frame, pitch]).map(BigInt);
  return {
    energy: float(energy, count, frames, BINS),
    level: float(level, count, frames),
    bins: new ort.Tensor("int64", BigInt64Array.from(indices), [size, 3]),
    withinPositives: float(within.positives, size, size),
    withinMask: float(within.mask, size, size),
    acrossPositives: float(across.positives, size, size),
    acrossMask: float(across.mask, size, size),
  };
}

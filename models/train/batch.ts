/**
 * The feeds of one graph run, drawn from clips.
 *
 * @module
 */
import { BINS, PITCHES } from "../../lib/frontend/constants.ts";
import type { Random } from "../../lib/random.ts";
import type { Clips } from "./clips.ts";
import { contrastMatrices, drawBins, drawPairs } from "./contrast.ts";
import { drawClip, drawStart, hear, noteTargets } from "./crops.ts";
import type { NotesRecipe, TimbresRecipe } from "./recipe.ts";

/** Values of a graph's input. */
export interface Feed {
  data: Float32Array | BigInt64Array;
  shape: readonly number[];
}

/** By name of the input. */
export type Feeds = Record<string, Feed>;

function feed(data: Feed["data"], ...shape: number[]): Feed {
  return { data, shape };
}

/** Crops, and their onset and frame targets; `vary` turns augmentation on. */
export function drawNotes(
  clips: Clips,
  recipe: NotesRecipe,
  random: Random,
  vary: boolean,
): Feeds {
  const { crops: count, frames, augmentation } = recipe;
  const crops = Array.from(
    { length: count },
    () => drawStart(clips, drawClip(clips, random), frames, random),
  );
  const { energy, level } = hear(clips, crops, frames, random, vary ? augmentation : undefined);
  const { onset, frame } = noteTargets(clips, crops, frames);
  return {
    energy: feed(energy, count, frames, BINS),
    level: feed(level, count, frames),
    onsetTarget: feed(onset, count, frames, PITCHES),
    frameTarget: feed(frame, count, frames, PITCHES),
  };
}

/** Crops, and the pairs of note bins to be compared; `vary` turns augmentation on. */
export function drawTimbres(
  clips: Clips,
  recipe: TimbresRecipe,
  random: Random,
  vary: boolean,
): Feeds {
  const { crops: count, frames, bins: size, augmentation } = recipe;
  const crops = drawPairs(clips, count, frames, random);
  const { energy, level } = hear(clips, crops, frames, random, vary ? augmentation : undefined);
  const bins = drawBins(clips, crops, frames, size, random);
  const within = contrastMatrices(bins, "within");
  const across = contrastMatrices(bins, "across");
  const indices = bins.flatMap(({ crop, frame, pitch }) => [crop, frame, pitch]).map(BigInt);
  return {
    energy: feed(energy, count, frames, BINS),
    level: feed(level, count, frames),
    bins: feed(BigInt64Array.from(indices), size, 3),
    withinPositives: feed(within.positives, size, size),
    withinMask: feed(within.mask, size, size),
    acrossPositives: feed(across.positives, size, size),
    acrossMask: feed(across.mask, size, size),
  };
}

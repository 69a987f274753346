/**
 * The feeds of one graph run, drawn from clips.
 *
 * @module
 */
import { PITCHES } from "../../lib/frontend/constants.ts";
import { type FeatureName, FEATURES } from "../../lib/frontend/features.ts";
import type { Random } from "../../lib/random.ts";
import type { Clips } from "./clips.ts";
import { contrastMatrices, drawBins, drawPairs, notesOf } from "./contrast.ts";
import { type Crop, drawClip, drawStart, hear, noteTargets } from "./crops.ts";
import type { NotesRecipe, Recipe, TimbresRecipe } from "./recipe.ts";

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

/** Where the crops of a batch come from, and what is heard of them. */
export interface Source {
  clips: Clips;
  features: readonly FeatureName[];
  /** Whether crops are augmented. */
  vary: boolean;
}

/** The features of crops. */
function featureFeeds(
  crops: readonly Crop[],
  { clips, features, vary }: Source,
  { frames, augmentation }: Recipe,
  random: Random,
): Feeds {
  const heard = hear(clips, crops, frames, random, vary ? augmentation : undefined);
  return Object.fromEntries(
    features.map((name) => [name, feed(heard[name]!, crops.length, frames, ...FEATURES[name])]),
  );
}

/** Crops, and their onset and frame targets. */
export function drawNotes(source: Source, recipe: NotesRecipe, random: Random): Feeds {
  const { clips } = source;
  const { crops: count, frames } = recipe;
  const crops = Array.from(
    { length: count },
    () => drawStart(clips, drawClip(clips, random), frames, random),
  );
  const heard = featureFeeds(crops, source, recipe, random);
  const { onset, frame } = noteTargets(clips, crops, frames);
  return {
    ...heard,
    onsetTarget: feed(onset, count, frames, PITCHES),
    frameTarget: feed(frame, count, frames, PITCHES),
  };
}

/** Crops, and the pairs of note bins to be compared. */
export function drawTimbres(source: Source, recipe: TimbresRecipe, random: Random): Feeds {
  const crops = drawPairs(source.clips, recipe.crops, recipe.frames, random);
  return pairFeeds(crops, source, recipe, random);
}

/** The same, and the frame targets of all bins. */
export function drawUnified(source: Source, recipe: TimbresRecipe, random: Random): Feeds {
  const { crops: count, frames } = recipe;
  const crops = drawPairs(source.clips, count, frames, random);
  const { frame } = noteTargets(source.clips, crops, frames);
  return {
    ...pairFeeds(crops, source, recipe, random),
    frameTarget: feed(frame, count, frames, PITCHES),
  };
}

function pairFeeds(
  crops: readonly Crop[],
  source: Source,
  recipe: TimbresRecipe,
  random: Random,
): Feeds {
  const { clips } = source;
  const { frames, bins: size, binsPerNote = 1 } = recipe;
  const heard = featureFeeds(crops, source, recipe, random);
  const bins = drawBins(clips, crops, frames, size, random, binsPerNote);
  const notes = notesOf(bins, binsPerNote);
  const within = contrastMatrices(notes, "within");
  const across = contrastMatrices(notes, "across");
  const indices = bins.flatMap(({ crop, frame, pitch }) => [crop, frame, pitch]).map(BigInt);
  return {
    ...heard,
    bins: feed(BigInt64Array.from(indices), size, 3),
    withinPositives: feed(within.positives, notes.length, notes.length),
    withinMask: feed(within.mask, notes.length, notes.length),
    acrossPositives: feed(across.positives, notes.length, notes.length),
    acrossMask: feed(across.mask, notes.length, notes.length),
  };
}

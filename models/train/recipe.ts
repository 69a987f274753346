/**
 * What a training run does. A recipe, a seed and the data fix its result.
 *
 * @module
 */

/** How crops are varied; every draw is fresh for each crop. */
export interface Augmentation {
  /** Standard deviation of the random frequency response at its control points, dB. */
  equalisationDb: number;
  /** Range of the broadband noise added, dB relative to the crop's mean energy in a bin. */
  noiseDb: readonly [number, number];
  /** Standard deviation of the error put on the level, nepers. */
  levelError: number;
}

/** What every run needs. */
export interface Recipe {
  /** Crops of one worker in one step. */
  crops: number;
  /** Frames of a crop; powers of two are slow. */
  frames: number;
  /** Optimiser steps of a whole run. */
  steps: number;
  /** Steps over which the learning rate rises to its peak. */
  warmUp: number;
  learningRate: number;
  /** Whether kernels follow Muon; all else, and kernels elsewhere, follow AdamW. */
  muon?: boolean;
  /** Learning rate of the last step, as a fraction of the peak. */
  finalRate: number;
  weightDecay: number;
  /** Longest gradient, over all parameters. */
  gradientLimit: number;
  /** Part of the averaged weights that stays at each step. */
  averaging: number;
  /** Steps between validations. */
  validateEvery: number;
  /** Validations without an improvement before the run ends. */
  patience: number;
  augmentation: Augmentation;
}

/** Of a run that starts from trained weights, against one that starts anew. */
const FINISHING = { steps: 3 / 16, learningRate: 1 / 4 };

/**
 * What a run does that starts from trained weights, so that it adds to what they know: fewer steps, at
 * a lower rate, and judged at its end alone.
 */
export function finishing<Whole extends Recipe>(
  recipe: Whole,
  steps = Math.round(FINISHING.steps * recipe.steps),
): Whole {
  const learningRate = FINISHING.learningRate * recipe.learningRate;
  return { ...recipe, steps, learningRate, validateEvery: steps };
}

/** What is trained, and how. */
export interface Plan {
  /** Name of a model of the zoo. */
  model: string;
  recipe: Recipe;
}

/** Training of note posteriors. */
export interface NotesRecipe extends Recipe {
  /** Focal weights of positives. */
  alpha: { onset: number; frame: number };
  /** Weight of the loss of onsets, against that of frames; 1 if none is named. */
  onsetWeight?: number;
}

/** Training of embeddings of note bins. */
export interface TimbresRecipe extends Recipe {
  /** Note bins drawn in one worker's step. */
  bins: number;
  /** Of these, bins of one note whose mean is compared with other notes'; 1 if none is named. */
  binsPerNote?: number;
  temperature: number;
  /** Weight of the contrast between bins of one crop. */
  within: number;
  /** Weight of the contrast between bins of all crops. */
  across: number;
}

/** How unlike a player's notes are, at the most. */
export interface Unevenness {
  /** Share of passages whose players repeat a note as evenly as a sampler. */
  even: number;
  /** Standard deviation of each partial's level, from note to note, decibels. */
  partialDb: number;
  /** Standard deviation of the brightness, from note to note, decibels an octave. */
  brightnessDb: number;
  /** Standard deviation of each partial's level, from pitch to pitch, decibels. */
  pitchDb: number;
}

/** Training of notes compared with each other. */
export interface EnsemblesRecipe extends Recipe {
  /** Notes of a passage. */
  notes: number;
  temperature: number;
  /** Weight of the judgements whether two notes of a passage are of one player. */
  judged: number;
  /** Weight of the contrast within a passage between notes seen alone. */
  alone: number;
  /** Weight of the contrast between notes of all passages, seen alone. */
  across: number;
  /** Part of the notes that are left out of a passage, as if they had been missed. */
  missed: number;
  /** Standard deviation of the error put on onsets and ends, frames. */
  timingError: number;
  /** Like `equalisationDb`, of one player. */
  playerEqualisationDb: number;
  /** Standard deviation of a player's levels from bin to bin, at the most, decibels. */
  grainDb: number;
  unevenness: Unevenness;
}

/** Whether a recipe is one of passages of notes. */
export function comparesNotes(recipe: Recipe): recipe is EnsemblesRecipe {
  return "notes" in recipe;
}

/**
 * The recipe of Prism's comparison of notes; its note branch is Beam's.
 *
 * @module
 */
import type { EnsemblesRecipe } from "../recipe.ts";

export const prismRecipe: EnsemblesRecipe = {
  crops: 6,
  frames: 861,
  steps: 16000,
  warmUp: 200,
  learningRate: 2e-3,
  finalRate: 0.02,
  weightDecay: 0.01,
  gradientLimit: 5,
  averaging: 0.998,
  validateEvery: 1000,
  patience: 20,
  augmentation: { equalisationDb: 2, noiseDb: [-60, -20], levelError: 0 },
  notes: 48,
  temperature: 0.1,
  judged: 1,
  alone: 0.5,
  across: 0.5,
  missed: 0.05,
  timingError: 0.7,
  playerEqualisationDb: 1,
  grainDb: 5,
  unevenness: { even: 0.23, partialDb: 3, brightnessDb: 1, pitchDb: 10 },
};

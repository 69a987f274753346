/**
 * The recipe of Tanaka's timbre encoder; its note branch is BasicAMT's, fixed.
 *
 * @module
 */
import type { TimbresRecipe } from "../recipe.ts";

export const tanakaRecipe: TimbresRecipe = {
  crops: 4,
  frames: 250,
  steps: 3300,
  warmUp: 100,
  learningRate: 6e-4,
  finalRate: 0.03,
  weightDecay: 0.01,
  gradientLimit: 5,
  averaging: 0.99,
  validateEvery: 250,
  patience: 8,
  augmentation: { equalisationDb: 4, noiseDb: [-60, -20], levelError: 0.2 },
  bins: 512,
  temperature: 0.15,
  within: 1,
  across: 0.5,
};

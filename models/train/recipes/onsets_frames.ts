/**
 * The recipe of Onsets and Frames.
 *
 * @module
 */
import type { NotesRecipe } from "../recipe.ts";

export const onsetsFramesRecipe: NotesRecipe = {
  crops: 2,
  frames: 250,
  steps: 2800,
  warmUp: 100,
  learningRate: 6e-4,
  finalRate: 0.03,
  weightDecay: 0.01,
  gradientLimit: 5,
  averaging: 0.99,
  validateEvery: 250,
  patience: 8,
  augmentation: { equalisationDb: 4, noiseDb: [-60, -20], levelError: 0.2 },
  alpha: { onset: 0.3, frame: 0.35 },
};

/**
 * The recipe of Beam. Onsets weigh as much as makes their loss about as large as that of frames:
 * without, it is a seventh of it.
 *
 * @module
 */
import type { NotesRecipe } from "../recipe.ts";

export const beamRecipe: NotesRecipe = {
  crops: 4,
  frames: 250,
  steps: 8000,
  warmUp: 100,
  learningRate: 3e-3,
  muon: true,
  finalRate: 0.02,
  weightDecay: 0.01,
  gradientLimit: 5,
  averaging: 0.995,
  validateEvery: 500,
  patience: 8,
  augmentation: { equalisationDb: 4, noiseDb: [-60, -20], levelError: 0.2 },
  alpha: { onset: 0.3, frame: 0.35 },
  onsetWeight: 8,
};

/**
 * Evaluation as the field does it: notes, velocities, pitches by frame, tracks.
 *
 * @module
 */
export { pitchLabels, rankLabels } from "./baselines.ts";
export { bootstrapMean, type MeanInterval } from "./bootstrap.ts";
export type { Interval, PitchedInterval } from "./check.ts";
export { framesOf } from "./frames.ts";
export { compareLabels, type LabelScores } from "./labels.ts";
export { evaluateMultipitch, type MultipitchScores, type PitchFrames } from "./multipitch.ts";
export { MIR_EVAL_NAMES, underMirEvalNames } from "./names.ts";
export { hertzToMidi, midiToHertz } from "./pitch.ts";
export type { Score } from "./score.ts";
export {
  evaluateSeparation,
  perfectLabels,
  type SeparationScores,
  splitByLabel,
  type Tracks,
} from "./separation.ts";
export { parseNotes, parsePitchFrames, parsePlayedNotes } from "./text.ts";
export {
  evaluateTranscription,
  scoreNotes,
  TOLERANCES,
  type Tolerances,
  type TranscriptionScores,
} from "./transcription.ts";
export { evaluateVelocity, type PlayedNote, type VelocityScores } from "./velocity.ts";

/**
 * The names that mir_eval gives to the metrics.
 *
 * @module
 */
import type { MultipitchScores } from "./multipitch.ts";
import type { TranscriptionScores } from "./transcription.ts";
import type { VelocityScores } from "./velocity.ts";

const VELOCITY: Readonly<Record<keyof VelocityScores, string>> = {
  precision: "Precision",
  recall: "Recall",
  fMeasure: "F-measure",
  averageOverlap: "Average_Overlap_Ratio",
  precisionNoOffset: "Precision_no_offset",
  recallNoOffset: "Recall_no_offset",
  fMeasureNoOffset: "F-measure_no_offset",
  averageOverlapNoOffset: "Average_Overlap_Ratio_no_offset",
};

const TRANSCRIPTION: Readonly<Record<keyof TranscriptionScores, string>> = {
  ...VELOCITY,
  onsetPrecision: "Onset_Precision",
  onsetRecall: "Onset_Recall",
  onsetFMeasure: "Onset_F-measure",
  offsetPrecision: "Offset_Precision",
  offsetRecall: "Offset_Recall",
  offsetFMeasure: "Offset_F-measure",
};

const MULTIPITCH: Readonly<Record<keyof MultipitchScores, string>> = {
  precision: "Precision",
  recall: "Recall",
  accuracy: "Accuracy",
  substitutionError: "Substitution Error",
  missError: "Miss Error",
  falseAlarmError: "False Alarm Error",
  totalError: "Total Error",
  chromaPrecision: "Chroma Precision",
  chromaRecall: "Chroma Recall",
  chromaAccuracy: "Chroma Accuracy",
  chromaSubstitutionError: "Chroma Substitution Error",
  chromaMissError: "Chroma Miss Error",
  chromaFalseAlarmError: "Chroma False Alarm Error",
  chromaTotalError: "Chroma Total Error",
};

/** Our name of each metric to mir_eval's, by task. */
export const MIR_EVAL_NAMES = {
  transcription: TRANSCRIPTION,
  velocity: VELOCITY,
  multipitch: MULTIPITCH,
} as const;

/** The scores of a task under mir_eval's names. */
export function underMirEvalNames<Name extends string>(
  scores: Readonly<Record<Name, number>>,
  names: Readonly<Record<Name, string>>,
): Record<string, number> {
  const keys = Object.keys(names) as Name[];
  return Object.fromEntries(keys.map((key) => [names[key], scores[key]]));
}

/**
 * Scores of one mix.
 *
 * @module
 */
import { pitchLabels, rankLabels } from "../baselines.ts";
import type { PitchedInterval } from "../check.ts";
import { framesOf } from "../frames.ts";
import { evaluateMultipitch } from "../multipitch.ts";
import { scoreCounts } from "../score.ts";
import {
  evaluateSeparation,
  type SeparationScores,
  splitByLabel,
  type Tracks,
} from "../separation.ts";
import { matchWholeNotes, scoreNotes, unisonsOnce } from "../transcription.ts";
import type { Embeddings } from "../../timbre/affinity.ts";
import type { LabelSource, NoteFigures, SweepPoint } from "./results.ts";
import type { Setting } from "./thresholds.ts";

/** Notes as a system writes them down. */
export interface Transcription {
  notes: readonly PitchedInterval[];
  /** Unit vectors that its notes are told apart by. */
  embeddings?: Embeddings;
  /** A label for each note, from a system that tells timbres apart in that many, or on its own. */
  label?(timbres: number | "auto"): ArrayLike<number> | undefined;
  /** The same, told apart one after the other as they ended. */
  remember?(timbres: number | "auto"): Promise<ArrayLike<number>>;
}

/** Scores notes in every way a benchmark shows. */
export function scoreTranscription(
  reference: readonly PitchedInterval[],
  notes: readonly PitchedInterval[],
): NoteFigures {
  const { precision, recall, f } = scoreNotes(reference, notes);
  const whole = matchWholeNotes(reference, notes).length;
  return {
    precision,
    recall,
    f,
    onceF: scoreNotes(unisonsOnce(reference), unisonsOnce(notes)).f,
    offsetF: scoreCounts(whole, reference.length, notes.length).f,
    frameF: scoreFrames(reference, notes),
  };
}

/** Scores notes by onset and pitch alone, as thresholds are chosen by. */
export function scoreSetting(
  setting: Setting,
  reference: readonly PitchedInterval[],
  notes: readonly PitchedInterval[],
): SweepPoint {
  return { ...setting, ...scoreNotes(reference, notes) };
}

/** Scores the labels of a system, and those of the baselines that hear nothing, on its notes. */
export function scoreLabels(
  reference: Tracks<PitchedInterval>,
  { notes, label }: Transcription,
  wanted: readonly LabelSource[],
): Partial<Record<LabelSource, SeparationScores>> {
  const voices = reference.length;
  const labels: Record<LabelSource, () => ArrayLike<number> | undefined> = {
    given: () => label?.(voices),
    found: () => label?.("auto"),
    rank: () => voices > 1 ? rankLabels(notes, voices) : undefined,
    pitch: () => voices > 1 ? pitchLabels(notes, voices) : undefined,
  };
  const scores: Partial<Record<LabelSource, SeparationScores>> = {};
  for (const source of wanted) {
    const found = labels[source]();
    if (found) scores[source] = evaluateSeparation(reference, splitByLabel(notes, found));
  }
  return scores;
}

function scoreFrames(
  reference: readonly PitchedInterval[],
  notes: readonly PitchedInterval[],
): number {
  if (reference.length === 0 || notes.length === 0) return 0;
  const { precision, recall } = evaluateMultipitch(framesOf(reference), framesOf(notes));
  return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
}

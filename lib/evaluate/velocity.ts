/**
 * Note transcription with velocity: notes must also be as loud as they were played, up to one
 * scale for the whole piece.
 *
 * Conventions. As in {@linkcode evaluateTranscription}, and velocities are 0 … 1 (MIDI's over 127).
 * Notes are paired without regard to velocity. The reference's velocities are stretched to 0 … 1,
 * the estimate's are brought to them by the straight line that fits the pairs best (least
 * squares), and pairs that then differ by {@linkcode VELOCITY_TOLERANCE} or more are dropped.
 *
 * Reference. C. Hawthorne et al., "Onsets and Frames: dual-objective piano transcription",
 * ISMIR 2018; the figures are those of mir_eval's `transcription_velocity`.
 *
 * Differences from mir_eval: none but those of the notes.
 *
 * @module
 */
import { checkNotes, checkVelocities, type PitchedInterval } from "./check.ts";
import type { Pair } from "./matching.ts";
import { scoreCounts } from "./score.ts";
import {
  averageOverlap,
  matchNotes,
  matchWholeNotes,
  type Tolerances,
  type TranscriptionScores,
} from "./transcription.ts";

/** Difference of stretched velocities from which on they disagree. */
export const VELOCITY_TOLERANCE = 0.1;

/** One step of MIDI velocity: a smaller range is not stretched further. */
const LEAST_RANGE = 1 / 127;

/** A note with its velocity, 0 … 1. */
export interface PlayedNote extends PitchedInterval {
  velocity: number;
}

/** Tolerances of notes and of their velocities. */
export interface VelocityTolerances extends Tolerances {
  velocity: number;
}

/** All that mir_eval's `transcription_velocity.evaluate` reports. */
export type VelocityScores = Pick<
  TranscriptionScores,
  | "precision"
  | "recall"
  | "fMeasure"
  | "averageOverlap"
  | "precisionNoOffset"
  | "recallNoOffset"
  | "fMeasureNoOffset"
  | "averageOverlapNoOffset"
>;

/**
 * Scores notes with their velocities. Without notes on either side every score is 0, and a warning
 * is printed.
 *
 * @throws {RangeError} If a note is malformed; see {@linkcode checkNotes}.
 */
export function evaluateVelocity(
  reference: readonly PlayedNote[],
  estimate: readonly PlayedNote[],
  tolerances: Partial<VelocityTolerances> = {},
): VelocityScores {
  checkNotes("reference", reference);
  checkNotes("estimate", estimate);
  checkVelocities("reference", reference);
  checkVelocities("estimate", estimate);
  const { velocity = VELOCITY_TOLERANCE } = tolerances;
  const loud = (pairs: Pair[]) => agreeingInVelocity(reference, estimate, pairs, velocity);
  const score = (pairs: Pair[]) => scoreCounts(pairs.length, reference.length, estimate.length);
  const whole = loud(matchWholeNotes(reference, estimate, tolerances));
  const notes = loud(matchNotes(reference, estimate, tolerances));
  const { precision, recall, f } = score(whole);
  const noOffset = score(notes);
  return {
    precision,
    recall,
    fMeasure: f,
    averageOverlap: averageOverlap(reference, estimate, whole),
    precisionNoOffset: noOffset.precision,
    recallNoOffset: noOffset.recall,
    fMeasureNoOffset: noOffset.f,
    averageOverlapNoOffset: averageOverlap(reference, estimate, notes),
  };
}

function agreeingInVelocity(
  reference: readonly PlayedNote[],
  estimate: readonly PlayedNote[],
  pairs: Pair[],
  tolerance: number,
): Pair[] {
  const lowest = reference.reduce((least, r) => Math.min(least, r.velocity), Infinity);
  const highest = reference.reduce((most, r) => Math.max(most, r.velocity), -Infinity);
  const range = Math.max(LEAST_RANGE, highest - lowest);
  const played = pairs.map(([i]) => (reference[i].velocity - lowest) / range);
  const written = pairs.map(([, j]) => estimate[j].velocity);
  const fit = leastSquares(written, played);
  return pairs.filter((_, p) => Math.abs(fit(written[p]) - played[p]) < tolerance);
}

/** The straight line through points that minimises the squared error in `y`. */
function leastSquares(x: readonly number[], y: readonly number[]): (x: number) => number {
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const [meanX, meanY] = [mean(x), mean(y)];
  const variance = x.reduce((sum, value) => sum + (value - meanX) ** 2, 0);
  const covariance = x.reduce((sum, value, i) => sum + (value - meanX) * (y[i] - meanY), 0);
  const slope = variance > 0 ? covariance / variance : 0;
  return (value) => meanY + slope * (value - meanX);
}

/**
 * Multiple-pitch estimation: which pitches sound in each frame?
 *
 * Conventions. A time series holds the times of its frames in seconds and the frequencies in each
 * of them in hertz, none for silence. An estimate on other times is brought to the reference's by
 * its nearest frame; outside its own range it is silent. Within a frame, frequencies half a
 * semitone apart or less agree, and as many as can are paired. The chroma scores compare pitch
 * classes, so octave errors are forgiven. All frames are counted together before a ratio is taken.
 *
 * References. G. Poliner and D. Ellis, "A discriminative model for polyphonic piano
 * transcription", EURASIP J. Advances in Signal Processing, 2007; M. Bay, A. Ehmann and J. Downie,
 * "Evaluation of multiple-F0 estimation and tracking systems", ISMIR 2009. The figures are those of
 * mir_eval's `multipitch`.
 *
 * Differences from mir_eval: an estimate is brought to other times, evenly spaced or not, without
 * a warning.
 *
 * @module
 */
import { checkFrequencies, checkTimes, type Side, warn } from "./check.ts";
import { maximumMatching } from "./matching.ts";
import { hertzToMidi } from "./pitch.ts";

/** Semitones between pitches that agree. */
export const PITCH_WINDOW = 0.5;

const OCTAVE = 12;

/** Frequencies over time. */
export interface PitchFrames {
  /** Seconds, not decreasing. */
  times: ArrayLike<number>;
  /** Hertz, a list a frame. */
  frequencies: readonly ArrayLike<number>[];
}

/** All that mir_eval's `multipitch.evaluate` reports. */
export interface MultipitchScores {
  precision: number;
  recall: number;
  /** Right over all pitches in reference or estimate. */
  accuracy: number;
  /** Wrong pitches in place of right ones, over the reference's pitches, as all errors are. */
  substitutionError: number;
  missError: number;
  falseAlarmError: number;
  /** Sum of the three. */
  totalError: number;
  chromaPrecision: number;
  chromaRecall: number;
  chromaAccuracy: number;
  chromaSubstitutionError: number;
  chromaMissError: number;
  chromaFalseAlarmError: number;
  chromaTotalError: number;
}

/**
 * Scores frequencies frame by frame. Without frequencies on one side the scores are 0, and a
 * warning is printed.
 *
 * @param window In place of {@linkcode PITCH_WINDOW}, semitones.
 * @throws {RangeError} If times decrease, frequencies lie out of range, or their numbers differ.
 */
export function evaluateMultipitch(
  reference: PitchFrames,
  estimate: PitchFrames,
  window = PITCH_WINDOW,
): MultipitchScores {
  checkFrames("reference", reference);
  checkFrames("estimate", estimate);
  const heard = sameTimes(reference.times, estimate.times)
    ? estimate.frequencies
    : resample(estimate, reference.times);
  const played = reference.frequencies.map(toPitches);
  const written = heard.map(toPitches);
  if (!played.some((frame) => frame.length)) warn("the reference is silent in all its frames");
  if (!written.some((frame) => frame.length)) warn("the estimate is silent in all frames compared");
  const plain = tally(played, written, (a, b) => Math.abs(a - b) <= window);
  const chroma = tally(played, written, (a, b) => chromaDistance(a, b) <= window);
  return {
    precision: plain.precision,
    recall: plain.recall,
    accuracy: plain.accuracy,
    substitutionError: plain.substitution,
    missError: plain.miss,
    falseAlarmError: plain.falseAlarm,
    totalError: plain.total,
    chromaPrecision: chroma.precision,
    chromaRecall: chroma.recall,
    chromaAccuracy: chroma.accuracy,
    chromaSubstitutionError: chroma.substitution,
    chromaMissError: chroma.miss,
    chromaFalseAlarmError: chroma.falseAlarm,
    chromaTotalError: chroma.total,
  };
}

/**
 * The frequencies of the nearest frame for each of `times`, the earlier of two equally near; none
 * outside the range of the series.
 */
export function resample(
  { times: own, frequencies }: PitchFrames,
  times: ArrayLike<number>,
): ArrayLike<number>[] {
  const last = own.length - 1;
  let nearest = 0;
  return Array.from(times, (time) => {
    if (last < 0 || time < own[0] || time > own[last]) return [];
    while (nearest < last && own[nearest] / 2 + own[nearest + 1] / 2 < time) nearest++;
    return frequencies[nearest];
  });
}

function checkFrames(side: Side, { times, frequencies }: PitchFrames): void {
  checkTimes(side, times);
  if (times.length !== frequencies.length) {
    throw new RangeError(
      `Cannot score the ${side}: it has ${times.length} times but ${frequencies.length} frames`,
    );
  }
  checkFrequencies(side, frequencies);
}

/** Differences of time bases that do not matter: 10 ns, and 10 µs a second. */
function sameTimes(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  return a.length === b.length &&
    Array.from(a).every((time, i) => Math.abs(b[i] - time) <= 1e-8 + 1e-5 * Math.abs(time));
}

function toPitches(frequencies: ArrayLike<number>): number[] {
  return Array.from(frequencies, hertzToMidi);
}

function chromaDistance(a: number, b: number): number {
  const distance = Math.abs(modulo(a, OCTAVE) - modulo(b, OCTAVE));
  return Math.min(distance, OCTAVE - distance);
}

function modulo(x: number, n: number): number {
  return ((x % n) + n) % n;
}

/** Counts over all frames, and their ratios. */
function tally(
  reference: readonly number[][],
  estimate: readonly number[][],
  agree: (a: number, b: number) => boolean,
) {
  let [right, played, written, substituted, missed, invented] = [0, 0, 0, 0, 0, 0];
  reference.forEach((frame, t) => {
    const hits = countRight(frame, estimate[t], agree);
    right += hits;
    played += frame.length;
    written += estimate[t].length;
    substituted += Math.min(frame.length, estimate[t].length) - hits;
    missed += Math.max(0, frame.length - estimate[t].length);
    invented += Math.max(0, estimate[t].length - frame.length);
  });
  const over = (count: number, of: number) => of > 0 ? count / of : 0;
  return {
    precision: over(right, written),
    recall: over(right, played),
    accuracy: over(right, played + written - right),
    substitution: over(substituted, played),
    miss: over(missed, played),
    falseAlarm: over(invented, played),
    total: over(substituted + missed + invented, played),
  };
}

function countRight(
  reference: readonly number[],
  estimate: readonly number[],
  agree: (a: number, b: number) => boolean,
): number {
  const candidates = estimate.map((e) => reference.flatMap((r, i) => agree(r, e) ? [i] : []));
  return maximumMatching(candidates, reference.length).length;
}

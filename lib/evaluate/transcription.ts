/**
 * Note transcription: given the notes that were played and the notes that were written down, how
 * many were found, and how many of those found were played?
 *
 * Conventions. Times in seconds, pitches as MIDI numbers with or without fractions (convert hertz
 * with {@linkcode hertzToMidi}). An estimated note is right if it can be paired with a reference
 * note that agrees with it; pairs are a maximum bipartite matching, so that no note counts twice
 * and as many count as can. Agreement is of onsets, of onset and pitch, of onset, pitch and offset,
 * or of offsets alone, within {@linkcode TOLERANCES}, bounds included; differences of time are
 * rounded to 0.1 ms first, so that 50 ms are 50 ms.
 *
 * References. M. Bay, A. Ehmann and J. Downie, "Evaluation of multiple-F0 estimation and tracking
 * systems", ISMIR 2009; the MIREX task "Multiple fundamental frequency estimation and tracking",
 * note tracking; C. Raffel et al., "mir_eval: a transparent implementation of common MIR metrics",
 * ISMIR 2014, whose figures these are.
 *
 * Differences. From mir_eval: pitch comes as MIDI number, so two notes exactly 50 cents apart agree
 * here, where hertz leave it to rounding; there is no strict comparison and no β. From MIREX:
 * pairs are not greedy, times are not cut to 10 ms, and offsets have their 50 ms.
 *
 * @module
 */
import { checkNotes, type Interval, type PitchedInterval } from "./check.ts";
import { maximumMatching, type Pair } from "./matching.ts";
import { type Score, scoreCounts } from "./score.ts";
import { firstFrom } from "./search.ts";

/** How far apart two notes that agree may lie. */
export interface Tolerances {
  /** Seconds between the onsets. */
  onset: number;
  /** Cents between the pitches. */
  pitch: number;
  /** Seconds between the offsets, as a share of the reference note's duration … */
  offsetRatio: number;
  /** … and the least that is allowed, seconds. */
  offsetMinimum: number;
}

/** Those of MIREX and mir_eval. */
export const TOLERANCES: Readonly<Tolerances> = {
  onset: 0.05,
  pitch: 50,
  offsetRatio: 0.2,
  offsetMinimum: 0.05,
};

/** The start of a note: onset in seconds, pitch as MIDI number. */
export type NoteStart = Pick<PitchedInterval, "onset" | "pitch">;

/** All that mir_eval's `transcription.evaluate` reports. */
export interface TranscriptionScores {
  /** Notes right in onset, pitch and offset. */
  precision: number;
  recall: number;
  fMeasure: number;
  /** Mean overlap of the right notes with their references. */
  averageOverlap: number;
  /** Notes right in onset and pitch. */
  precisionNoOffset: number;
  recallNoOffset: number;
  fMeasureNoOffset: number;
  averageOverlapNoOffset: number;
  /** Onsets, whatever the pitch. */
  onsetPrecision: number;
  onsetRecall: number;
  onsetFMeasure: number;
  /** Offsets, whatever the pitch and onset. */
  offsetPrecision: number;
  offsetRecall: number;
  offsetFMeasure: number;
}

/**
 * Scores notes in every way mir_eval does. Without notes on either side every score is 0, and a
 * warning is printed.
 *
 * @throws {RangeError} If a note is malformed; see {@linkcode checkNotes}.
 * @example A note that ends too early
 * ```ts
 * import { evaluateTranscription } from "./transcription.ts";
 *
 * const scores = evaluateTranscription(
 *   [{ onset: 0, offset: 1, pitch: 60 }],
 *   [{ onset: 0.03, offset: 0.7, pitch: 60 }],
 * );
 * // scores.fMeasureNoOffset === 1, scores.fMeasure === 0
 * ```
 */
export function evaluateTranscription(
  reference: readonly PitchedInterval[],
  estimate: readonly PitchedInterval[],
  tolerances: Partial<Tolerances> = {},
): TranscriptionScores {
  checkNotes("reference", reference);
  checkNotes("estimate", estimate);
  const score = (pairs: Pair[]) => scoreCounts(pairs.length, reference.length, estimate.length);
  const whole = matchWholeNotes(reference, estimate, tolerances);
  const notes = matchNotes(reference, estimate, tolerances);
  const { precision, recall, f } = score(whole);
  const noOffset = score(notes);
  const onsets = score(matchOnsets(reference, estimate, tolerances));
  const offsets = score(matchOffsets(reference, estimate, tolerances));
  return {
    precision,
    recall,
    fMeasure: f,
    averageOverlap: averageOverlap(reference, estimate, whole),
    precisionNoOffset: noOffset.precision,
    recallNoOffset: noOffset.recall,
    fMeasureNoOffset: noOffset.f,
    averageOverlapNoOffset: averageOverlap(reference, estimate, notes),
    onsetPrecision: onsets.precision,
    onsetRecall: onsets.recall,
    onsetFMeasure: onsets.f,
    offsetPrecision: offsets.precision,
    offsetRecall: offsets.recall,
    offsetFMeasure: offsets.f,
  };
}

/** Scores notes by onset and pitch. */
export function scoreNotes(
  reference: readonly NoteStart[],
  estimate: readonly NoteStart[],
  tolerances: Partial<Tolerances> = {},
): Score {
  const right = matchNotes(reference, estimate, tolerances).length;
  return scoreCounts(right, reference.length, estimate.length);
}

/** Pairs notes whose onsets agree, whatever their pitches. */
function matchOnsets(
  reference: readonly Pick<Interval, "onset">[],
  estimate: readonly Pick<Interval, "onset">[],
  tolerances: Partial<Tolerances> = {},
): Pair[] {
  const { onset } = { ...TOLERANCES, ...tolerances };
  return match(reference.map((r) => r.onset), estimate.map((e) => e.onset), () => onset);
}

/** Pairs notes whose offsets agree, whatever their pitches and onsets. */
export function matchOffsets(
  reference: readonly Interval[],
  estimate: readonly Pick<Interval, "offset">[],
  tolerances: Partial<Tolerances> = {},
): Pair[] {
  const within = { ...TOLERANCES, ...tolerances };
  return match(
    reference.map((r) => r.offset),
    estimate.map((e) => e.offset),
    (r) => offsetTolerance(reference[r], within),
  );
}

/** Pairs notes that agree in onset and pitch. */
export function matchNotes(
  reference: readonly NoteStart[],
  estimate: readonly NoteStart[],
  tolerances: Partial<Tolerances> = {},
): Pair[] {
  return maximumMatching(agreeing(reference, estimate, tolerances), reference.length);
}

/** For each estimated note, the reference notes that agree with it in onset and pitch. */
export function agreeing(
  reference: readonly NoteStart[],
  estimate: readonly NoteStart[],
  tolerances: Partial<Tolerances> = {},
): number[][] {
  const { onset, pitch } = { ...TOLERANCES, ...tolerances };
  return candidatesOf(
    reference.map((r) => r.onset),
    estimate.map((e) => e.onset),
    () => onset,
    (r, e) => cents(reference[r], estimate[e]) <= pitch,
  );
}

/**
 * Notes of which none begins together with another of its pitch: of those that do, the first. Who
 * writes down what sounds, whoever plays it, hears a unison as one note.
 */
export function unisonsOnce<N extends NoteStart>(notes: readonly N[]): N[] {
  const order = notes.toSorted((a, b) => a.onset - b.onset);
  const together = agreeing(order, order);
  const kept = new Set<number>();
  for (const i of order.keys()) {
    if (!together[i].some((other) => kept.has(other))) kept.add(i);
  }
  return order.filter((_, i) => kept.has(i));
}

/** Pairs notes that agree in onset, pitch and offset. */
export function matchWholeNotes(
  reference: readonly PitchedInterval[],
  estimate: readonly PitchedInterval[],
  tolerances: Partial<Tolerances> = {},
): Pair[] {
  const within = { ...TOLERANCES, ...tolerances };
  return match(
    reference.map((r) => r.onset),
    estimate.map((e) => e.onset),
    () => within.onset,
    (r, e) =>
      cents(reference[r], estimate[e]) <= within.pitch &&
      distance(reference[r].offset, estimate[e].offset) <= offsetTolerance(reference[r], within),
  );
}

/**
 * Mean over pairs of the time both notes sound, over the time from the first onset to the last
 * offset; 0 without pairs.
 */
export function averageOverlap(
  reference: readonly Interval[],
  estimate: readonly Interval[],
  pairs: readonly Pair[],
): number {
  if (pairs.length === 0) return 0;
  const sum = pairs.reduce((total, [i, j]) => {
    const [r, e] = [reference[i], estimate[j]];
    const both = Math.min(r.offset, e.offset) - Math.max(r.onset, e.onset);
    return total + both / (Math.max(r.offset, e.offset) - Math.min(r.onset, e.onset));
  }, 0);
  return sum / pairs.length;
}

/** Steps a second that differences of time are rounded to. */
const STEPS = 1e4;

/** Pairs times that lie within reach of each other, among those that `agree`. */
function match(
  reference: readonly number[],
  estimate: readonly number[],
  reach: (reference: number) => number,
  agree?: (reference: number, estimate: number) => boolean,
): Pair[] {
  return maximumMatching(candidatesOf(reference, estimate, reach, agree), reference.length);
}

/**
 * For each estimate, the references within whose reach it lies, among those that `agree`, ascending.
 * Only the estimates near each reference are looked at.
 *
 * @param reach Of each reference, seconds.
 */
function candidatesOf(
  reference: readonly number[],
  estimate: readonly number[],
  reach: (reference: number) => number,
  agree: (reference: number, estimate: number) => boolean = () => true,
): number[][] {
  const order = [...estimate.keys()].sort((a, b) => estimate[a] - estimate[b]);
  const candidates: number[][] = estimate.map(() => []);
  reference.forEach((time, r) => {
    const tolerance = reach(r);
    const earliest = time - tolerance - 1 / STEPS;
    const latest = time + tolerance + 1 / STEPS;
    for (
      let i = firstFrom(order, (e) => estimate[e] >= earliest);
      i < order.length && estimate[order[i]] <= latest;
      i++
    ) {
      const e = order[i];
      if (distance(time, estimate[e]) <= tolerance && agree(r, e)) candidates[e].push(r);
    }
  });
  return candidates;
}

/** Seconds between two times, rounded to 0.1 ms, halves to the even step as NumPy rounds. */
function distance(a: number, b: number): number {
  const steps = Math.abs(a - b) * STEPS;
  const down = Math.floor(steps);
  const isHalf = steps - down === 0.5;
  return (isHalf ? down + down % 2 : Math.round(steps)) / STEPS;
}

function cents(a: NoteStart, b: NoteStart): number {
  return 100 * Math.abs(a.pitch - b.pitch);
}

function offsetTolerance({ onset, offset }: Interval, within: Tolerances): number {
  return Math.max(within.offsetRatio * (offset - onset), within.offsetMinimum);
}

/**
 * Transcription into tracks: the notes of each player together and apart from the others'.
 *
 * Conventions. Tracks have no names, so estimated tracks are assigned to reference tracks one to
 * one as serves each score best; there may be any number on either side, and tracks without notes
 * are left out. Notes are compared as in {@linkcode evaluateTranscription}. Scores of labels and of
 * duration look at notes paired by onset and pitch regardless of track, so that errors of labelling
 * are told from errors of transcription. Where two players strike the same pitch at once, which of
 * the two notes is paired is open; `unsharedRand` leaves such notes out.
 *
 * References. J. Gardner et al., "MT3: multi-task multitrack music transcription", ICLR 2022 (the
 * weighted scores, with instruments in place of assigned tracks); X. Anguera et al., "Speaker
 * diarization: a review of recent research", IEEE TASLP 20(2), 2012 (errors of duration);
 * {@linkcode compareLabels} (labels).
 *
 * @module
 */
import { assign } from "./assignment.ts";
import { checkNotes, type PitchedInterval } from "./check.ts";
import { compareLabels, type LabelScores } from "./labels.ts";
import { maximumMatching } from "./matching.ts";
import { type Score, scoreCounts } from "./score.ts";
import {
  agreeing,
  matchNotes,
  matchWholeNotes,
  type NoteStart,
  type Tolerances,
} from "./transcription.ts";

/** Notes by player. */
export type Tracks<N> = readonly (readonly N[])[];

/** What {@linkcode evaluateSeparation} reports. */
export interface SeparationScores extends LabelScores {
  /** Mean over the reference tracks of the note F by onset and pitch, 0 for one left alone. */
  trackF: number;
  /** The same with the estimated notes as they are but labelled by {@linkcode perfectLabels}. */
  boundF: number;
  /** `trackF` over `boundF`: what the labels alone leave standing. */
  shareOfBound: number;
  /**
   * `adjustedRand` of the notes that only one player can have played: where two strike a pitch
   * together, a note that is given to either is right, and that one says nothing of it.
   */
  unsharedRand: number;
  /** Notes right in onset, pitch and track, over all notes. */
  microPrecision: number;
  microRecall: number;
  microF: number;
  /**
   * As MT3 scores: notes right in onset, pitch and offset, precision of each track weighted by its
   * estimated notes, recall by its reference notes.
   */
  weightedPrecision: number;
  weightedRecall: number;
  weightedF: number;
  /** Seconds of reference notes that were not found, over all of theirs, as all errors are. */
  missError: number;
  /** Seconds of estimated notes that nobody played. */
  falseAlarmError: number;
  /** Seconds of reference notes that were found in a track assigned to another. */
  confusionError: number;
  /** Sum of the three. */
  totalError: number;
  /** 1 if there are as many estimated as reference tracks, else 0. */
  countAccuracy: number;
  /** How many tracks too many or too few. */
  countError: number;
}

/**
 * Scores tracks in every way. Without notes on either side, a warning is printed.
 *
 * @throws {RangeError} If a note is malformed; see {@linkcode checkNotes}.
 * @example Two players taken for one
 * ```ts
 * import { evaluateSeparation } from "./separation.ts";
 *
 * const flute = { onset: 0, offset: 1, pitch: 76 };
 * const horn = { onset: 0, offset: 1, pitch: 60 };
 * const scores = evaluateSeparation([[flute], [horn]], [[flute, horn]]);
 * // scores.microF === 0.5, scores.confusionError === 0.5, scores.countError === 1
 * ```
 */
export function evaluateSeparation(
  reference: Tracks<PitchedInterval>,
  estimate: Tracks<PitchedInterval>,
  tolerances: Partial<Tolerances> = {},
): SeparationScores {
  const played = reference.filter((track) => track.length > 0);
  const written = estimate.filter((track) => track.length > 0);
  checkNotes("reference", played.flat());
  checkNotes("estimate", written.flat());
  const found = findNotes(played, written, tolerances);
  const unshared = found.filter(({ isShared }) => !isShared);
  const trackF = scoreTracks(played, written, tolerances);
  const labels = perfectLabels(played, written.flat(), tolerances);
  const boundF = scoreTracks(played, splitByLabel(written.flat(), labels), tolerances);
  const micro = pool(played, written, (a, b) => matchNotes(a, b, tolerances).length);
  const weighted = pool(played, written, (a, b) => matchWholeNotes(a, b, tolerances).length);
  return {
    trackF,
    boundF,
    shareOfBound: boundF > 0 ? trackF / boundF : 0,
    unsharedRand: compareFound(unshared).adjustedRand,
    microPrecision: micro.precision,
    microRecall: micro.recall,
    microF: micro.f,
    weightedPrecision: weighted.precision,
    weightedRecall: weighted.recall,
    weightedF: weighted.f,
    ...compareFound(found),
    ...durationErrors(played, written, found),
    countAccuracy: written.length === played.length ? 1 : 0,
    countError: Math.abs(written.length - played.length),
  };
}

/**
 * Mean over the reference tracks of the note F by onset and pitch, under the assignment that makes
 * it largest; a reference track left alone counts 0.
 */
export function scoreTracks(
  reference: Tracks<NoteStart>,
  estimate: Tracks<NoteStart>,
  tolerances: Partial<Tolerances> = {},
): number {
  if (reference.length === 0) return 0;
  const gains = reference.map((r) =>
    estimate.map((e) => scoreCounts(matchNotes(r, e, tolerances).length, r.length, e.length).f)
  );
  return sum(assign(gains).map(([r, e]) => gains[r][e])) / reference.length;
}

/**
 * The labels of one who knows who plays: each estimated note gets the reference track of the note
 * it is paired with, and a note that nobody played that of the reference note nearest in pitch
 * among those sounding at its onset, or else nearest in onset.
 *
 * @returns The number of a reference track for each note, 0 if there are no reference notes.
 */
export function perfectLabels(
  reference: Tracks<PitchedInterval>,
  estimate: readonly NoteStart[],
  tolerances: Partial<Tolerances> = {},
): Int32Array {
  const notes = withTracks(reference);
  const players = new Map(
    matchNotes(notes, estimate, tolerances).map(([r, e]) => [e, notes[r].track]),
  );
  return Int32Array.from(estimate, (note, e) => players.get(e) ?? nearestTrack(note, notes));
}

/** Parts notes into tracks 0 … highest label. */
export function splitByLabel<N>(notes: readonly N[], labels: ArrayLike<number>): N[][] {
  const tracks: N[][] = [];
  notes.forEach((note, i) => {
    while (tracks.length <= labels[i]) tracks.push([]);
    tracks[labels[i]].push(note);
  });
  return tracks;
}

type TrackedNote = PitchedInterval & { track: number };

/** A reference note that was found, with its estimated track. */
interface FoundNote extends TrackedNote {
  label: number;
  /** The estimated note. */
  estimate: PitchedInterval;
  /** Whether it agrees with a note of another track, too. */
  isShared: boolean;
}

function withTracks(tracks: Tracks<PitchedInterval>): TrackedNote[] {
  return tracks.flatMap((notes, track) => notes.map((note) => ({ ...note, track })));
}

function findNotes(
  reference: Tracks<PitchedInterval>,
  estimate: Tracks<PitchedInterval>,
  tolerances: Partial<Tolerances>,
): FoundNote[] {
  const [played, written] = [withTracks(reference), withTracks(estimate)];
  const candidates = agreeing(played, written, tolerances);
  return maximumMatching(candidates, played.length).map(([r, e]) => ({
    ...played[r],
    label: written[e].track,
    estimate: written[e],
    isShared: new Set(candidates[e].map((note) => played[note].track)).size > 1,
  }));
}

function compareFound(found: readonly FoundNote[]): LabelScores {
  return compareLabels(found.map(({ track }) => track), found.map(({ label }) => label));
}

function nearestTrack(note: NoteStart, reference: readonly TrackedNote[]): number {
  const sounding = reference.filter((r) => r.onset <= note.onset && note.onset < r.offset);
  const among = sounding.length > 0 ? sounding : reference;
  const distance = sounding.length > 0
    ? (r: TrackedNote) => Math.abs(r.pitch - note.pitch)
    : (r: TrackedNote) => Math.abs(r.onset - note.onset);
  let [nearest, least] = [0, Infinity];
  for (const r of among) {
    if (distance(r) < least) [nearest, least] = [r.track, distance(r)];
  }
  return nearest;
}

/** Counts right notes under the assignment that makes them most, over all notes. */
function pool(
  reference: Tracks<PitchedInterval>,
  estimate: Tracks<PitchedInterval>,
  right: (reference: readonly PitchedInterval[], estimate: readonly PitchedInterval[]) => number,
): Score {
  const gains = reference.map((r) => estimate.map((e) => right(r, e)));
  const most = sum(assign(gains).map(([r, e]) => gains[r][e]));
  return scoreCounts(most, reference.flat().length, estimate.flat().length);
}

function durationErrors(
  reference: Tracks<PitchedInterval>,
  estimate: Tracks<PitchedInterval>,
  found: readonly FoundNote[],
): Pick<SeparationScores, "missError" | "falseAlarmError" | "confusionError" | "totalError"> {
  const gains = reference.map(() => estimate.map(() => 0));
  for (const note of found) gains[note.track][note.label] += seconds([note]);
  const right = sum(assign(gains).map(([r, e]) => gains[r][e]));
  const all = seconds(reference.flat());
  const over = (time: number) => all > 0 ? time / all : 0;
  const missError = over(all - seconds(found));
  const falseAlarmError = over(
    seconds(estimate.flat()) - seconds(found.map((note) => note.estimate)),
  );
  const confusionError = over(seconds(found) - right);
  const totalError = missError + falseAlarmError + confusionError;
  return { missError, falseAlarmError, confusionError, totalError };
}

function seconds(notes: readonly PitchedInterval[]): number {
  return sum(notes.map(({ onset, offset }) => offset - onset));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/**
 * What false and missed notes of a transcription have in common with the music around them.
 *
 * Conventions. Times in seconds, pitches as MIDI numbers. A note is right if it can be paired with
 * a reference in onset and pitch (`transcription.ts`). Every false and every missed note gets
 * exactly one cause, the first of its list that fits. Octaves and harmonics are relations to
 * reference notes that sound at the onset; they are frequent in any harmony, so their shares among
 * right notes ({@linkcode Mistakes.right}) belong beside them.
 *
 * @module
 */
import type { PitchedInterval } from "./check.ts";
import { matchNotes, TOLERANCES } from "./transcription.ts";

/** How a pitch stands to those that sound with it. */
export const STANDINGS = ["octave", "harmonic", "semitone", "none"] as const;

export type Standing = typeof STANDINGS[number];

/** Causes of false notes, in the order in which they are tried. */
export const FALSE_CAUSES = [
  "early",
  "late",
  "struck again",
  "tail",
  ...STANDINGS,
] as const;

/** Causes of missed notes, in the order in which they are tried. */
export const MISS_CAUSES = [
  "early",
  "late",
  "unison",
  "repeated",
  ...STANDINGS,
] as const;

export type FalseCause = typeof FALSE_CAUSES[number];
export type MissCause = typeof MISS_CAUSES[number];

/** A false and a missed note of one pitch are one note at the wrong time up to here, seconds. */
const MISTIMING = 0.25;

/** A note that begins so soon after the end of another of its pitch is its tail, seconds. */
const TAIL = 0.5;

/** Semitones above a fundamental at which its harmonics 3, 4, … 8 lie, nearest. */
const HARMONICS = [19, 24, 28, 31, 34, 36];

/** What became of the notes of a transcription. */
export interface Mistakes<R extends PitchedInterval, E extends PitchedInterval> {
  right: { note: E; standing: Standing }[];
  false: { note: E; cause: FalseCause }[];
  missed: { note: R; cause: MissCause }[];
}

/**
 * Sorts the notes of a transcription into right, false and missed ones.
 *
 * @example A release heard as a note of its own
 * ```ts
 * import { mistakesOf } from "./mistakes.ts";
 *
 * const played = [{ onset: 0, offset: 1, pitch: 60 }];
 * const heard = [{ onset: 0, offset: 1, pitch: 60 }, { onset: 1.1, offset: 1.3, pitch: 60 }];
 * // mistakesOf(played, heard).false[0].cause === "tail"
 * ```
 */
export function mistakesOf<R extends PitchedInterval, E extends PitchedInterval>(
  reference: readonly R[],
  estimate: readonly E[],
): Mistakes<R, E> {
  const pairs = matchNotes(reference, estimate);
  const [found, true_] = [new Set(pairs.map(([r]) => r)), new Set(pairs.map(([, e]) => e))];
  const missed = reference.filter((_, r) => !found.has(r));
  const wrong = estimate.filter((_, e) => !true_.has(e));
  const right = estimate.filter((_, e) => true_.has(e));
  const mistimed = matchNotes(missed, wrong, { onset: MISTIMING });
  const timingOf = new Map<PitchedInterval, "early" | "late">();
  for (const [r, e] of mistimed) {
    const timing = wrong[e].onset < missed[r].onset ? "early" : "late";
    timingOf.set(wrong[e], timing).set(missed[r], timing);
  }
  return {
    right: right.map((note) => ({ note, standing: standingOf(note, reference) })),
    false: wrong.map((note) => ({
      note,
      cause: timingOf.get(note) ?? falseCause(note, reference),
    })),
    missed: missed.map((note) => ({
      note,
      cause: timingOf.get(note) ?? missCause(note, reference, estimate),
    })),
  };
}

function falseCause(note: PitchedInterval, reference: readonly PitchedInterval[]): FalseCause {
  const samePitch = reference.filter(({ pitch }) => semitones(pitch, note.pitch) === 0);
  if (samePitch.some((other) => soundsAt(other, note.onset))) return "struck again";
  const isTail = samePitch.some(({ offset }) =>
    offset <= note.onset && note.onset - offset <= TAIL
  );
  return isTail ? "tail" : standingOf(note, reference);
}

function missCause(
  note: PitchedInterval,
  reference: readonly PitchedInterval[],
  estimate: readonly PitchedInterval[],
): MissCause {
  const isSame = (other: PitchedInterval) => semitones(other.pitch, note.pitch) === 0;
  const others = reference.filter((other) => other !== note);
  const isUnison = others.some((other) =>
    isSame(other) && Math.abs(other.onset - note.onset) <= TOLERANCES.onset
  );
  if (isUnison) return "unison";
  const continues = [...others, ...estimate].some((other) =>
    isSame(other) && other.onset < note.onset && other.offset >= note.onset - TOLERANCES.onset
  );
  return continues ? "repeated" : standingOf(note, others);
}

/** How a note stands to references that sound at its onset. */
function standingOf(note: PitchedInterval, reference: readonly PitchedInterval[]): Standing {
  const distances = reference
    .filter((other) => soundsAt(other, note.onset))
    .map((other) => Math.abs(semitones(other.pitch, note.pitch)));
  if (distances.includes(12)) return "octave";
  if (distances.some((distance) => HARMONICS.includes(distance))) return "harmonic";
  return distances.includes(1) ? "semitone" : "none";
}

/** Whether a note sounds at a time, or begins as good as then. */
function soundsAt({ onset, offset }: PitchedInterval, seconds: number): boolean {
  return onset <= seconds + TOLERANCES.onset && seconds < offset;
}

function semitones(a: number, b: number): number {
  return Math.round(a - b);
}

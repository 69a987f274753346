/**
 * What a listener expects of players besides their sound, each an assumption that can be wrong.
 *
 * A prior is a factor of the affinity between two notes: over 1 where they are more likely to be of
 * one player, under 1 where less, 0 where they cannot be. None is on unless named: a model that
 * compares notes knows how they lie, and gains nothing from being told again.
 *
 * @module
 */

/** Where a note lies; notes come in order of onset. */
export interface Span {
  /** Seconds. */
  onset: number;
  offset: number;
  /** MIDI. */
  pitch: number;
}

/** Factor, 0 or more, of the affinity of note `a` with note `b`, by their numbers. */
export type PairFactor = (a: number, b: number) => number;

export type PriorName = "same-pitch" | "monophonic" | "continuity" | "register" | "masking";

/** Priors by name. */
export const PRIORS: Readonly<Record<PriorName, (notes: readonly Span[]) => PairFactor>> = {
  /**
   * No player sounds one pitch twice at once. Nor is one recording ever written down so: this tells
   * only notes of several recordings apart, or notes that were edited.
   */
  "same-pitch": (notes) => (a, b) =>
    notes[a].pitch === notes[b].pitch && together(notes[a], notes[b]) > 0 ? 0 : 1,
  /** Players sound one note at a time. */
  "monophonic": (notes) => (a, b) => Math.exp(-MONOPHONY * together(notes[a], notes[b])),
  /** A note that follows at once and lies near goes on where the other ends. */
  "continuity": (notes) => (a, b) => Math.exp(CONTINUITY * continuity(notes[a], notes[b])),
  /** Players keep to a range. */
  "register": (notes) => (a, b) =>
    Math.exp(-REGISTER * Math.abs(notes[a].pitch - notes[b].pitch) / OCTAVE),
  /** Notes count less the more of their partials coincide with those of notes sounding with them. */
  "masking": (notes) => {
    const shares = maskedShares(notes);
    return (_, b) => 1 - MASKING * shares[b];
  },
};

/** How much each weighs, chosen on synthetic mixes. */
const MONOPHONY = 4;
const CONTINUITY = 0.5;
const REGISTER = 0.3;
const MASKING = 0.5;

/** Seconds between two notes, or of overlap, at which they barely follow each other. */
const NEXT_SECONDS = 0.15;

/** Semitones between two notes at which they barely go on from each other. */
const STEP = 4;

const OCTAVE = 12;

/** Partials that are looked at. */
const PARTIALS = 10;

/** Semitones from each other at which partials coincide. */
const COINCIDENCE = 0.5;

/** The product of some priors for these notes. */
export function priorsFor(notes: readonly Span[], names: readonly PriorName[]): PairFactor {
  const factors = names.map((name) => PRIORS[name](notes));
  return (a, b) => factors.reduce((product, factor) => product * factor(a, b), 1);
}

/** How much of the shorter of two notes sounds together with the other, 0 … 1. */
function together(a: Span, b: Span): number {
  if (a === b) return 0;
  const overlap = Math.min(a.offset, b.offset) - Math.max(a.onset, b.onset);
  return Math.max(0, overlap) / Math.min(a.offset - a.onset, b.offset - b.onset);
}

/** 1 for a note that follows the other without a gap on the same pitch, 0 far away. */
function continuity(a: Span, b: Span): number {
  const gap = Math.max(a.onset, b.onset) - Math.min(a.offset, b.offset);
  return Math.exp(-Math.abs(gap) / NEXT_SECONDS - Math.abs(a.pitch - b.pitch) / STEP);
}

/**
 * How many of the partials of each note coincide with partials of notes that sound with it, in
 * proportion to how long, 0 … 1.
 */
function maskedShares(notes: readonly Span[]): Float64Array {
  const shares = new Float64Array(notes.length);
  notes.forEach((a, i) => {
    for (let j = i + 1; j < notes.length && notes[j].onset < a.offset; j++) {
      const b = notes[j];
      const overlap = Math.min(a.offset, b.offset) - b.onset;
      shares[i] += overlap / (a.offset - a.onset) * coinciding(b.pitch - a.pitch);
      shares[j] += overlap / (b.offset - b.onset) * coinciding(a.pitch - b.pitch);
    }
  });
  return shares.map((share) => Math.min(1, share));
}

/** Share of a note's partials that coincide with those of one an interval of semitones above. */
function coinciding(interval: number): number {
  const partials = Array.from({ length: PARTIALS }, (_, h) => OCTAVE * Math.log2(h + 1));
  const met = partials.filter((own) =>
    partials.some((other) => Math.abs(other + interval - own) < COINCIDENCE)
  );
  return met.length / PARTIALS;
}

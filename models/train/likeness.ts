/**
 * Players with some of another's sound. Where all have some of the same, what is left to tell them
 * apart by is the rest; where each has some of somebody else's, timbres come about that nobody has
 * sampled.
 *
 * @module
 */
import type { Random } from "../../lib/random.ts";
import type { Outline } from "../../lib/timbre/outline.ts";
import { binsHeard, PORTRAIT_BINS, SLOTS } from "../../lib/timbre/portrait.ts";
import type { Remembered } from "./remembered.ts";

/**
 * Mixes the notes of one player, those nearest in pitch, into notes that are anybody's.
 *
 * @param share of that player's sound, 0 … 1, in the logarithm
 * @param chosen which notes; all by default
 */
export function mixIn(
  notes: readonly Remembered[],
  player: readonly Remembered[],
  share: number,
  random: Random,
  chosen: (note: Remembered) => boolean = () => true,
): Remembered[] {
  const mixture = `${random.next()}`;
  return notes.map((note) => {
    if (note.player === null || !chosen(note)) return note;
    const other = nearest(player, note.pitch);
    return {
      ...note,
      timbre: `${note.timbre} ${mixture}`,
      spectrum: mixedSpectrum(note, other, share),
      outline: mixedOutline(note.outline, other.outline, share),
    };
  });
}

function nearest(notes: readonly Remembered[], pitch: number): Remembered {
  return notes.reduce((a, b) => Math.abs(b.pitch - pitch) < Math.abs(a.pitch - pitch) ? b : a);
}

/** Mixed where both notes were heard; the note's own elsewhere. */
function mixedSpectrum(note: Remembered, other: Remembered, share: number): Uint8Array {
  const [spectrum, added] = [note.spectrum.slice(), other.spectrum];
  const [a, b] = [binsHeard(note.pitch), binsHeard(other.pitch)];
  const [first, last] = [Math.max(a[0], b[0]), Math.min(a[1], b[1])];
  for (let slot = 0; slot < SLOTS; slot++) {
    if (note.heard[slot] === 0 || other.heard[slot] === 0) continue;
    const end = slot * PORTRAIT_BINS + last;
    for (let at = slot * PORTRAIT_BINS + first; at < end; at++) {
      // A byte keeps the whole part, so that a half more rounds.
      spectrum[at] = mixed(spectrum[at], added[at], share) + 0.5;
    }
  }
  return spectrum;
}

/** A partial that is not the other note's own is as little this one's as much of it is mixed in. */
function mixedOutline(note: Outline, other: Outline, share: number): Outline {
  return {
    partials: note.partials.map((level, h) => mixed(level, other.partials[h], share)),
    own: note.own.map((own, h) => own * mixed(1, other.own[h], share)),
    attack: note.attack.map((level, slot) => mixed(level, other.attack[slot] ?? level, share)),
  };
}

function mixed(own: number, other: number, share: number): number {
  return own + share * (other - own);
}

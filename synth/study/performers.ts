/**
 * Players without sound: the written ranges of common instruments, for scores that are only read.
 *
 * @module
 */
import type { Random } from "../../lib/random.ts";
import type { Performer } from "../score/types.ts";

/** Most players of an ensemble. */
export const MOST_PLAYERS = 6;

/** Lowest and highest pitch, MIDI, of instruments of single lines, from double bass to piccolo. */
const LINES = [
  [28, 60],
  [34, 74],
  [36, 76],
  [41, 77],
  [48, 88],
  [49, 81],
  [50, 94],
  [54, 86],
  [55, 100],
  [58, 91],
  [60, 96],
  [74, 107],
];
/** Of instruments of chords: guitar, marimba, harp and piano; all of them ring. */
const CHORDS = [[40, 88], [45, 96], [24, 103], [24, 107]];
/** Share of players of chords in an ensemble, and of them among soloists. */
const CHORDAL = 0.25;
const CHORDAL_SOLOS = 0.6;

/** An ensemble of one to six. */
export function drawPerformers(random: Random): Performer[] {
  const count = random.integer(1, MOST_PLAYERS);
  return Array.from({ length: count }, () => {
    const polyphonic = random.chance(count === 1 ? CHORDAL_SOLOS : CHORDAL);
    const [low, high] = random.pick(polyphonic ? CHORDS : LINES);
    return { low, high, polyphonic, rings: polyphonic };
  });
}

/**
 * Random notes over all pitches: music without ranges, harmony or metre, to compare with.
 *
 * @module
 */
import { LOWEST_PITCH, PITCHES } from "../../lib/frontend/constants.ts";
import type { Random } from "../../lib/random.ts";
import type { Score, ScoreNote } from "./types.ts";

/** How often the octaves from C1 to B7 are drawn. */
const OCTAVE_WEIGHTS = [1, 3, 5, 6, 5, 3, 1];
/** Share of notes at one of the intervals from a note of another player, and these, semitones. */
const HARMONIC = 0.85;
const INTERVALS = [4, 5, 7, 12];
/** Mean, standard deviation and bounds of a length, beats. */
const LENGTH = { mean: 1, deviation: 0.6, shortest: 0.125, longest: 4 };
/** Beats a minute. */
const TEMPO = [60, 140] as const;
/** Range of velocities. */
const VELOCITY = [0.3, 1] as const;

/** Every pitch that models hear. */
const ALL = { low: LOWEST_PITCH, high: LOWEST_PITCH + PITCHES - 1 };

/**
 * Random lines, one a player: each note follows the last at once. The first player orders random
 * pitches by nearness; most notes of the others lie at a third, fourth, fifth or octave from a note
 * that sounds. No player's range is kept.
 */
export function uniform(random: Random, players: number, seconds: number): Score {
  const beat = 60 / random.uniform(...TEMPO);
  const parts: ScoreNote[][] = [];
  for (let player = 0; player < players; player++) {
    const own = random.fork(`player ${player}`);
    const expected = Math.ceil(seconds / beat / LENGTH.mean);
    const pool = Array.from({ length: expected }, () => drawPitch(own));
    const notes: ScoreNote[] = [];
    for (let onset = own.uniform(0, beat); onset < seconds - LENGTH.shortest * beat;) {
      const length = beat * drawLength(own);
      const other = own.chance(HARMONIC) ? sounding(parts, onset) : undefined;
      notes.push({
        onset,
        seconds: Math.min(length, seconds - onset),
        pitch: other ? beside(own, other.pitch) : take(pool, notes.at(-1)) ?? drawPitch(own),
        velocity: own.uniform(...VELOCITY),
      });
      onset += length;
    }
    parts.push(notes);
  }
  return parts.map((notes) => ({ roles: ["melody"], tessitura: [ALL], notes }));
}

/** A length in beats from a truncated normal distribution. */
function drawLength(random: Random): number {
  const { mean, deviation, shortest, longest } = LENGTH;
  let beats: number;
  do beats = random.normal(mean, deviation); while (beats < shortest || beats > longest);
  return beats;
}

function drawPitch(random: Random): number {
  const octave = random.weighted(OCTAVE_WEIGHTS.map((_, i) => i), OCTAVE_WEIGHTS);
  return LOWEST_PITCH + 12 * octave + random.integer(0, 11);
}

/** The note that another player sounds, the last written first. */
function sounding(parts: readonly ScoreNote[][], time: number): ScoreNote | undefined {
  return parts.toReversed()
    .map((notes) => notes.find((n) => n.onset <= time && time < n.onset + n.seconds))
    .find((note) => note !== undefined);
}

/** A pitch at one of the intervals from another, above or below. */
function beside(random: Random, pitch: number): number {
  const interval = random.pick(INTERVALS) * random.pick([-1, 1]);
  const inside = pitch + interval >= ALL.low && pitch + interval <= ALL.high;
  return inside ? pitch + interval : pitch - interval;
}

/** Takes from a pool the pitch nearest to the last note. */
function take(pool: number[], last: ScoreNote | undefined): number | undefined {
  const distances = pool.map((pitch) => last ? Math.abs(pitch - last.pitch) : 0);
  const [pitch] = pool.splice(distances.indexOf(Math.min(...distances)), 1);
  return pitch;
}

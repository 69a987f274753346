/**
 * Single lines: melodies, inner voices and basses.
 *
 * @module
 */
import type { Random } from "../../lib/random.ts";
import { chordAt, type Harmony, nearest, pitchesOf } from "./harmony.ts";
import { phrases, rhythm, type Span, stress } from "./rhythm.ts";
import type { Band, Event } from "./types.ts";

/** How a player shapes a line. */
export interface LineHabit {
  /** 0 (whole notes) … 1 (runs). */
  activity: number;
  /** Beats between breaths, and length of a breath. */
  phrase: number;
  rest: number;
  /** Probability of striking the same pitch again. */
  repeat: number;
  /** Probability of a leap of a fourth or more. */
  leap: number;
}

/** Draws a habit; about one in seven is fast and dense. */
export function drawHabit(random: Random): LineHabit {
  const activity = random.chance(0.15) ? random.uniform(0.75, 1) : random.uniform(0, 0.6);
  return {
    activity,
    phrase: random.logUniform(4, 24),
    rest: random.logUniform(0.25, 2),
    repeat: random.chance(0.25) ? random.uniform(0.25, 0.7) : random.uniform(0.03, 0.15),
    leap: random.uniform(0.03, 0.15),
  };
}

/** The pitch after `pitch`: the same, a step, a third or a leap, kept inside the band. */
function move(
  random: Random,
  pitch: number,
  habit: LineHabit,
  scale: readonly number[],
  band: Band,
): number {
  if (random.chance(habit.repeat)) return pitch;
  const ladder = pitchesOf(scale, band);
  const here = ladder.indexOf(nearest(ladder, pitch));
  const size = random.chance(habit.leap) ? random.integer(3, 7) : random.weighted([1, 2], [7, 2]);
  const middle = (band.low + band.high) / 2;
  const pull = (middle - pitch) / Math.max(1, band.high - band.low);
  const up = random.chance(0.5 + pull);
  const next = here + (up ? size : -size);
  return ladder[Math.min(ladder.length - 1, Math.max(0, next))];
}

/** Puts pitches to a rhythm: chord tones on strong beats, steps between them. */
export function melodise(
  random: Random,
  spans: readonly Span[],
  harmony: Harmony,
  metre: number,
  habit: LineHabit,
  band: Band,
): Event[] {
  const spread = (band.high - band.low) / 6;
  const start = random.normal((band.low + band.high) / 2, spread);
  let pitch = nearest(pitchesOf(harmony.scale, band), start);
  return spans.map(({ beat, beats }) => {
    const strength = stress(beat, metre);
    pitch = move(random, pitch, habit, harmony.scale, band);
    if (random.chance(strength)) {
      const tones = pitchesOf(chordAt(harmony, beat).tones, band);
      if (tones.length > 0) pitch = nearest(tones, pitch);
    } else if (random.chance(0.04)) {
      pitch = Math.min(band.high, Math.max(band.low, pitch + random.pick([-1, 1])));
    }
    return { beat, beats, pitch, accent: strength - 0.5 };
  });
}

/** A line over a whole clip, in phrases with breaths. */
export function line(
  random: Random,
  beats: number,
  harmony: Harmony,
  metre: number,
  habit: LineHabit,
  band: Band,
): Event[] {
  return phrases(random, beats, habit.phrase, habit.rest).flatMap((phrase) => {
    const activity = Math.min(1, Math.max(0, habit.activity + random.normal(0, 0.12)));
    const spans = rhythm(random, phrase, activity);
    return shape(melodise(random, spans, harmony, metre, habit, band), phrase);
  });
}

/** Swells to the middle of a phrase and back. */
function shape(events: Event[], phrase: Span): Event[] {
  return events.map((event) => {
    const place = (event.beat - phrase.beat) / phrase.beats;
    return { ...event, accent: 0.5 * event.accent + 0.5 * Math.sin(Math.PI * place) - 0.25 };
  });
}

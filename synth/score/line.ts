/**
 * Single lines: melodies, inner voices and basses.
 *
 * @module
 */
import type { Random } from "../../lib/random.ts";
import type { Frame } from "./frame.ts";
import { chordAt, nearest, pitchesOf } from "./harmony.ts";
import { phrases, rhythm, type Span, stress } from "./rhythm.ts";
import type { Band, Event } from "./types.ts";

/** Largest change of accent on the first notes of a phrase that enters softly. */
const SOFT_ENTRY = 2.5;
/** Beats until a soft entry has reached its level. */
const SOFT_BEATS = 2;

/** How strongly a line is drawn back to the middle of its band: 0 not at all, 1 from its ends. */
const PULL = 0.75;
/** Share of chord tones on the strongest beat of any line, and of chromatic neighbours elsewhere. */
const STRONG_TONES = 0.6;
const CHROMATIC = 0.06;

/** Mean length of the phrases of a player on one breath or bow, seconds. */
const BREATH = [2.5, 12] as const;

/** How a player shapes a line. */
export interface LineHabit {
  /** 0 (whole notes) … 1 (runs). */
  activity: number;
  /** How long a breath or a bow lasts, seconds. */
  breath: number;
  /** Beats of rest after it. */
  rest: number;
  /** Probability of striking the same pitch again. */
  repeat: number;
  /** Probability of a leap of a fourth or more. */
  leap: number;
  /** Least probability of a tone of the chord, on weak beats too. */
  chordal: number;
  /** The tone of the chord on strong beats is its root. */
  roots: boolean;
  /** Share of phrases that enter softly. */
  soft: number;
}

/** Draws the habits of a role; about one melody in five is fast and dense. */
export const HABITS = {
  melody: (random: Random): LineHabit => ({
    ...drawBreath(random),
    activity: random.chance(0.2) ? random.uniform(0.75, 1) : random.uniform(0.1, 0.6),
    repeat: random.chance(0.15) ? random.uniform(0.25, 0.7) : random.uniform(0.02, 0.12),
    leap: random.uniform(0.03, 0.15),
    chordal: 0,
    roots: false,
  }),
  "inner voice": (random: Random): LineHabit => ({
    ...drawBreath(random),
    activity: random.uniform(0, 0.5),
    repeat: random.uniform(0.03, 0.25),
    leap: random.uniform(0, 0.08),
    chordal: random.uniform(0.2, 0.7),
    roots: false,
  }),
  bass: (random: Random): LineHabit => ({
    ...drawBreath(random),
    activity: random.uniform(0, 0.5),
    repeat: random.uniform(0.02, 0.2),
    leap: random.uniform(0.05, 0.2),
    chordal: random.uniform(0.2, 0.7),
    roots: true,
  }),
};

function drawBreath(random: Random): Pick<LineHabit, "breath" | "rest" | "soft"> {
  return {
    breath: random.logUniform(...BREATH),
    rest: random.logUniform(0.25, 2),
    soft: random.chance(0.25) ? random.uniform(0.3, 1) : 0,
  };
}

/** The pitch after `pitch`: a step, a third or a leap, kept inside the band. */
function move(
  random: Random,
  pitch: number,
  habit: LineHabit,
  scale: readonly number[],
  band: Band,
): number {
  const ladder = pitchesOf(scale, band);
  const here = ladder.indexOf(nearest(ladder, pitch));
  const size = random.chance(habit.leap) ? random.integer(3, 7) : random.weighted([1, 2], [8, 2]);
  const middle = (band.low + band.high) / 2;
  const pull = (middle - pitch) / Math.max(1, band.high - band.low);
  const up = random.chance(0.5 + PULL * pull);
  const next = here + (up ? size : -size);
  return ladder[Math.min(ladder.length - 1, Math.max(0, next))];
}

/** The tone of the chord nearest to `pitch`, or `pitch` where that would only repeat `last`. */
function anchor(pitch: number, last: number, tones: readonly number[], band: Band): number {
  const anchors = pitchesOf(tones, band);
  const tone = anchors.length > 0 ? nearest(anchors, pitch) : pitch;
  return tone === last ? pitch : tone;
}

/** Puts pitches to a rhythm: chord tones on strong beats, steps between them. */
function melodise(
  { random, harmony, metre }: Frame,
  spans: readonly Span[],
  habit: LineHabit,
  band: Band,
): Event[] {
  const spread = (band.high - band.low) / 6;
  const start = random.normal((band.low + band.high) / 2, spread);
  let pitch = nearest(pitchesOf(harmony.scale, band), start);
  return spans.map(({ beat, beats }) => {
    const strength = stress(beat, metre);
    const event = { beat, beats, accent: strength - 0.5 };
    if (random.chance(habit.repeat)) return { ...event, pitch };
    const last = pitch;
    const { tones } = chordAt(harmony, beat);
    pitch = move(random, pitch, habit, harmony.scale, band);
    if (random.chance(Math.max(STRONG_TONES * strength, habit.chordal))) {
      const root = habit.roots && random.chance(strength);
      pitch = anchor(pitch, last, root ? tones.slice(0, 1) : tones, band);
    } else if (random.chance(CHROMATIC)) {
      pitch = Math.min(band.high, Math.max(band.low, pitch + random.pick([-1, 1])));
    }
    return { ...event, pitch };
  });
}

/** A line over a whole clip, in phrases with breaths. */
export function line(frame: Frame, habit: LineHabit, band: Band): Event[] {
  const { random, beats, tempo } = frame;
  return phrases(random, beats, habit.breath * tempo / 60, habit.rest).flatMap((phrase) => {
    const activity = Math.min(1, Math.max(0, habit.activity + random.normal(0, 0.12)));
    const spans = rhythm(random, phrase, activity);
    const entry = random.chance(habit.soft) ? random.uniform(1, SOFT_ENTRY) : 0;
    return shape(melodise(frame, spans, habit, band), phrase, entry);
  });
}

/** Swells to the middle of a phrase and back, from an entry that is softer by `entry`. */
function shape(events: Event[], phrase: Span, entry: number): Event[] {
  return events.map((event) => {
    const after = event.beat - phrase.beat;
    const swell = Math.sin(Math.PI * after / phrase.beats);
    const soft = entry * Math.max(0, 1 - after / SOFT_BEATS);
    return { ...event, accent: 0.5 * event.accent + 0.5 * swell - 0.25 - soft };
  });
}

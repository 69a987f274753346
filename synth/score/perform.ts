/**
 * From paper to playing: articulation, dynamics, human timing, vibrato and glides.
 *
 * @module
 */
import type { Random } from "../../lib/random.ts";
import type { Bend, Event, Performer, ScoreNote, Vibrato } from "./types.ts";

/** Sounding over written length, legato, detached and staccato, and how often each is played. */
const GATES: readonly (readonly [number, number])[] = [[0.95, 1.05], [0.6, 0.92], [0.25, 0.5]];
const GATE_SHARES = [6, 3, 1];

/** Shares of players of single lines who play with vibrato, and who glide into notes. */
const VIBRATOS = 0.35;
const GLIDERS = 0.2;
/** A shorter note has no vibrato, seconds. */
const SHORTEST_VIBRATO = 0.25;

/** How a player plays. */
export interface Manner {
  /** Sounding over written length. */
  gate: number;
  /** Standard deviation of onsets, seconds. */
  jitter: number;
  /** How far the player lags behind the beat, seconds. */
  lag: number;
  /** Mean velocity, and how far stress and chance move it. */
  velocity: number;
  expression: number;
  unevenness: number;
  /** Of long notes, where the player uses it. */
  vibrato: Vibrato | null;
  /** Share of notes that are glided into. */
  glides: number;
}

/** Draws a manner of playing. */
export function drawManner(random: Random, { polyphonic }: Performer): Manner {
  return {
    gate: random.uniform(...random.weighted(GATES, GATE_SHARES)),
    jitter: random.uniform(0.001, 0.02),
    lag: random.normal(0, 0.008),
    velocity: random.chance(0.2) ? random.uniform(0.2, 0.4) : random.uniform(0.4, 0.85),
    expression: random.uniform(0.05, 0.3),
    unevenness: random.uniform(0.01, 0.08),
    vibrato: polyphonic || !random.chance(VIBRATOS) ? null : {
      rate: random.uniform(4.2, 7.2),
      depth: random.logUniform(0.08, 0.6),
      delay: random.uniform(0, 0.3),
    },
    glides: polyphonic || !random.chance(GLIDERS) ? 0 : random.uniform(0.05, 0.5),
  };
}

/** Adds vibrato and glides, which bend the pitch of a note, to a played part. */
export function inflect(random: Random, notes: readonly ScoreNote[], manner: Manner): ScoreNote[] {
  return notes.map((note) => {
    const vibrato = manner.vibrato !== null && note.seconds >= SHORTEST_VIBRATO
      ? { ...manner.vibrato, rate: manner.vibrato.rate * random.uniform(0.92, 1.08) }
      : undefined;
    const bend = random.chance(manner.glides) ? drawBend(random) : undefined;
    return { ...note, ...(vibrato && { vibrato }), ...(bend && { bend }) };
  });
}

function drawBend(random: Random): Bend {
  const semitones = random.logUniform(0.3, 2) * (random.chance(0.75) ? -1 : 1);
  return { semitones, seconds: random.uniform(0.03, 0.15) };
}

/** Plays events at `tempo` beats a minute, `start` seconds into the clip. */
export function perform(
  random: Random,
  events: readonly Event[],
  manner: Manner,
  tempo: number,
  start: number,
): ScoreNote[] {
  const beat = 60 / tempo;
  let gate = manner.gate;
  return events.map((event) => {
    if (random.chance(0.03)) gate = random.uniform(0.3, 1.05);
    else if (random.chance(0.1)) gate = manner.gate;
    return {
      onset: start + event.beat * beat + manner.lag + random.normal(0, manner.jitter),
      seconds: event.beats * beat * gate,
      pitch: event.pitch,
      velocity: manner.velocity + manner.expression * event.accent - (event.softer ?? 0) +
        random.normal(0, manner.unevenness),
    };
  });
}

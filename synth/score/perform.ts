/**
 * From paper to playing: articulation, dynamics, human timing, and what a player cannot do.
 *
 * @module
 */
import type { Random } from "../../lib/random.ts";
import type { Event, Performer, ScoreNote } from "./types.ts";

/** No note is shorter than this, seconds. */
const SHORTEST = 0.05;
/** No note is softer than this. */
const SOFTEST = 0.2;
/** Notes of a single line that start closer than this are one chord, seconds. */
const TOGETHER = 0.03;
/** Time between a note and the next strike of the same pitch, seconds. */
const RESTRIKE_GAP = 0.015;

/** Share of players of ringing chords who use a pedal, and seconds between its changes. */
const PEDALS = 0.45;
const PEDAL_CHANGE = [0.5, 3] as const;

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
}

/** Draws a manner of playing. */
export function drawManner(random: Random): Manner {
  const articulation = random.weighted(["legato", "detached", "staccato"], [6, 3, 1]);
  const gate = {
    legato: [0.95, 1.05],
    detached: [0.6, 0.92],
    staccato: [0.25, 0.5],
  }[articulation]!;
  return {
    gate: random.uniform(gate[0], gate[1]),
    jitter: random.uniform(0.001, 0.02),
    lag: random.normal(0, 0.008),
    velocity: random.chance(0.2) ? random.uniform(0.2, 0.4) : random.uniform(0.4, 0.85),
    expression: random.uniform(0.05, 0.3),
    unevenness: random.uniform(0.01, 0.08),
  };
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
      velocity: manner.velocity + manner.expression * event.accent +
        random.normal(0, manner.unevenness),
    };
  });
}

/** Lets notes ring until a pedal is changed, for some of the players who can. */
export function pedal(
  random: Random,
  notes: readonly ScoreNote[],
  performer: Performer,
  seconds: number,
): readonly ScoreNote[] {
  if (!performer.rings || !random.chance(PEDALS)) return notes;
  const change = random.logUniform(...PEDAL_CHANGE);
  const changes: number[] = [];
  for (let t = 0; t < seconds; t += change * random.uniform(0.7, 1.4)) changes.push(t);
  return notes.map((n) => {
    const lift = changes.find((t) => t > n.onset) ?? seconds;
    return { ...n, seconds: Math.max(n.seconds, lift - n.onset) };
  });
}

/**
 * Makes notes playable: within the player's range and the clip, one strike of a pitch at a time,
 * and one note at a time for a player of single lines.
 *
 * @param seconds length of the clip
 */
export function playable(
  notes: readonly ScoreNote[],
  performer: Performer,
  seconds: number,
): ScoreNote[] {
  const out: ScoreNote[] = [];
  const latest = new Map<number, ScoreNote>();
  for (const note of inside(notes, performer, seconds)) {
    const previous = performer.polyphonic ? latest.get(note.pitch) : out.at(-1);
    if (previous !== undefined) {
      const between = note.onset - previous.onset;
      if (between < (previous.pitch === note.pitch ? SHORTEST + RESTRIKE_GAP : TOGETHER)) continue;
      const gap = previous.pitch === note.pitch ? RESTRIKE_GAP : 0;
      previous.seconds = Math.min(previous.seconds, between - gap);
    }
    out.push(note);
    latest.set(note.pitch, note);
  }
  return out;
}

/** The notes in range and in time, sorted, the higher one first where two start together. */
function inside(notes: readonly ScoreNote[], { low, high }: Performer, seconds: number) {
  return notes
    .filter((n) => n.pitch >= low && n.pitch <= high && n.onset < seconds - SHORTEST)
    .map((n) => {
      const onset = Math.max(0, n.onset);
      return {
        onset,
        seconds: Math.max(SHORTEST, Math.min(n.seconds + n.onset - onset, seconds - onset)),
        pitch: n.pitch,
        velocity: Math.min(1, Math.max(SOFTEST, n.velocity)),
      };
    })
    .sort((a, b) => a.onset - b.onset || b.pitch - a.pitch);
}

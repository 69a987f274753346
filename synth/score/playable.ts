/**
 * What hands and breath allow: pedals, one strike of a pitch at a time, single lines.
 *
 * @module
 */
import type { Random } from "../../lib/random.ts";
import type { Performer, ScoreNote } from "./types.ts";

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
        ...n,
        onset,
        seconds: Math.max(SHORTEST, Math.min(n.seconds + n.onset - onset, seconds - onset)),
        velocity: Math.min(1, Math.max(SOFTEST, n.velocity)),
      };
    })
    .sort((a, b) => a.onset - b.onset || b.pitch - a.pitch);
}

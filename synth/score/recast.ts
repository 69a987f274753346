/**
 * Excerpts of written music, re-cast for other ensembles.
 *
 * @module
 */
import type { Random } from "../../lib/random.ts";
import { drawTurns, noTurns, over, TURN_BEATS } from "./exchange.ts";
import { folded, moved } from "./fit.ts";
import { drawManner, inflect, type Manner } from "./perform.ts";
import type { Piece } from "./piece.ts";
import { pedal, playable } from "./playable.ts";
import { drawPresence } from "./presence.ts";
import { drawRegisters, type ScoreOptions } from "./registers.ts";
import type { Performer, Role, Score, ScoreNote } from "./types.ts";
import { outerVoice, voicesOf } from "./voices.ts";

/** Factor on the tempo. */
const STRETCH = [0.7, 1.5] as const;
/** Semitones by which a whole excerpt is moved. */
const TRANSPOSITION = [-6, 5] as const;
/** Share of players of chords who take all tracks that are left. */
const KEYBOARDS = 0.8;
/** Lines that such a player finds beside those of the others. */
const KEYBOARD_LINES = 3;
/** Share of excerpts of too few tracks whose tracks are doubled rather than taken apart. */
const DOUBLED = 0.3;
/** Tries at an excerpt that holds any notes. */
const ATTEMPTS = 8;

type Tracks = Piece["tracks"];

/** The notes of each track that start in a stretch, times from its start; empty tracks left out. */
function excerpt(tracks: Tracks, from: number, seconds: number): Tracks {
  return tracks
    .map((track) =>
      track
        .filter((n) => n.onset >= from && n.onset < from + seconds)
        .map((n) => ({ ...n, onset: n.onset - from }))
    )
    .filter((track) => track.length > 0);
}

/** A stretch of `seconds` at random that holds any notes. */
export function drawExcerpt(random: Random, tracks: Tracks, seconds: number): Tracks {
  const end = Math.max(...tracks.map((track) => track[track.length - 1].onset));
  for (let i = 0; i < ATTEMPTS; i++) {
    const parts = excerpt(tracks, random.uniform(0, Math.max(0, end - seconds)), seconds);
    if (parts.length > 0) return parts;
  }
  return excerpt(tracks, Math.min(...tracks.map((track) => track[0].onset)), seconds);
}

/** Tracks at another tempo and in another key. */
function alter(tracks: Tracks, stretch: number, transposition: number): Tracks {
  return tracks.map((track) =>
    track.map((n) => ({
      ...n,
      onset: n.onset * stretch,
      seconds: n.seconds * stretch,
      pitch: n.pitch + transposition,
    }))
  );
}

/**
 * What each player takes: a track each, as long as there are any; a track of chords is taken apart
 * where players would be idle, or doubled. A player of chords mostly takes all that is left.
 */
function assign(random: Random, tracks: Tracks, performers: readonly Performer[]): Tracks {
  const chordal = performers.findIndex((p) => p.polyphonic);
  const needed = performers.length + (chordal >= 0 ? KEYBOARD_LINES : 0);
  const apart = tracks.length < performers.length && !random.chance(DOUBLED);
  const lines = apart
    ? tracks.flatMap((track) => voicesOf(track, Math.ceil(needed / tracks.length)))
    : tracks;
  const queue = random.shuffle(lines);
  while (queue.length < performers.length) queue.push(...random.shuffle(lines));
  const parts = queue.slice(0, performers.length);
  if (chordal < 0) return parts;
  const left = queue.slice(performers.length);
  if (random.chance(KEYBOARDS)) parts[chordal] = [parts[chordal], ...left].flat().sort(byOnset);
  return parts;
}

function byOnset(a: ScoreNote, b: ScoreNote): number {
  return a.onset - b.onset;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, x) => sum + x, 0) / Math.max(1, values.length);
}

/** What a part does among others: the highest and the lowest are melody and bass. */
function roleOf(part: readonly ScoreNote[], parts: Tracks): Role {
  const heights = parts.map((p) => meanOf(p.map((n) => n.pitch)));
  const height = heights[parts.indexOf(part as ScoreNote[])];
  if (voicesOf(part, 2).length > 1) return "chords";
  if (height === Math.max(...heights)) return "melody";
  return height === Math.min(...heights) ? "bass" : "inner voice";
}

/** A part's own dynamics around a player's level, its timing loosened. */
function play(random: Random, notes: readonly ScoreNote[], manner: Manner): ScoreNote[] {
  const mean = meanOf(notes.map((n) => n.velocity));
  const swell = random.uniform(0, 2 * Math.PI);
  return notes.map((n) => ({
    onset: n.onset + manner.lag + random.normal(0, manner.jitter),
    seconds: n.seconds * Math.min(1, manner.gate),
    pitch: n.pitch,
    velocity: manner.velocity + (n.velocity - mean) + random.normal(0, manner.unevenness) +
      0.5 * manner.expression * Math.sin(swell + n.onset),
  }));
}

/** An excerpt of `piece` for `performers`, `seconds` long. */
export function recast(
  random: Random,
  piece: Piece,
  performers: readonly Performer[],
  seconds: number,
  options: ScoreOptions = {},
): Score {
  const stretch = random.logUniform(...STRETCH);
  const transposition = random.integer(...TRANSPOSITION);
  const tracks = drawExcerpt(random, piece.tracks, seconds / stretch);
  const parts = assign(random, alter(tracks, stretch, transposition), performers);
  const roles = parts.map((part) => roleOf(part, parts));
  const { bands, exchange, strict } = drawRegisters(random.fork("registers"), performers, options);
  const plays = drawPresence(random.fork("presence"), performers.length, seconds);
  const turns = exchange
    ? drawTurns(random.fork("turns"), performers.length, seconds, TURN_BEATS * piece.beat * stretch)
    : noTurns(performers.length);
  return performers.map((performer, i) => {
    const own = random.fork(`player ${i}`);
    const highest = own.chance(0.7);
    const notes = turns.flatMap(({ from, to, parts: taken }) => {
      const part = parts[taken[i]].filter((n) => n.onset >= from && n.onset < to);
      const voice = performer.polyphonic ? part : outerVoice(part, highest);
      const band = bands[i][taken[i]];
      return strict ? folded(moved(voice, band, band), band) : moved(voice, performer, band);
    });
    const manner = drawManner(own, performer);
    const heard = notes.filter((n) => plays(i, n.onset));
    const played = pedal(own, play(own, heard, manner), performer, seconds);
    return {
      roles: over(turns, i, (part) => roles[part]),
      tessitura: over(turns, i, (part) => bands[i][part]),
      notes: inflect(own.fork("inflect"), playable(played, performer, seconds), manner),
    };
  });
}

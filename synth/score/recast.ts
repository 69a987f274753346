/**
 * Excerpts of MIDI files, re-cast for other ensembles.
 *
 * @module
 */
import tonejs from "@tonejs/midi";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Random } from "../../lib/random.ts";
import { drawManner, type Manner, pedal, playable } from "./perform.ts";
import { drawPresence } from "./presence.ts";
import { drawRegisters } from "./registers.ts";
import type { Band, Performer, Score, ScoreNote } from "./types.ts";

/** Factor on the tempo. */
const STRETCH = [0.7, 1.5] as const;
/** Semitones by which a whole excerpt is moved. */
const TRANSPOSITION = [-6, 5] as const;
/** Octaves by which one part is moved. */
const OCTAVES = [-4, -3, -2, -1, 0, 1, 2, 3, 4];
/** Share of excerpts in which the players exchange parts at some point. */
const EXCHANGES = 0.3;
/** Share of excerpts for one player of chords that merge all tracks. */
const KEYBOARD = 0.8;
/** Tries at an excerpt that holds any notes. */
const ATTEMPTS = 8;
/** Notes of a part that start closer than this are a chord, seconds. */
const TOGETHER = 0.04;

/** The tracks of one MIDI file, percussion left out. */
export type Piece = ScoreNote[][];

/** Paths of all MIDI files below some folders, sorted. */
export async function listScores(folders: readonly string[]): Promise<string[]> {
  const paths: string[] = [];
  for (const folder of folders) {
    let names: string[];
    try {
      names = await readdir(folder, { recursive: true });
    } catch {
      throw new Error(`Cannot read scores: ${folder} is not a folder`);
    }
    const midi = names.filter((name) => /\.midi?$/i.test(name)).sort();
    if (midi.length === 0) throw new Error(`Cannot read scores: ${folder} holds no MIDI files`);
    paths.push(...midi.map((name) => join(folder, name)));
  }
  return paths;
}

/** Reads one MIDI file. */
export async function readPiece(path: string): Promise<Piece> {
  let midi: InstanceType<typeof tonejs.Midi>;
  try {
    midi = new tonejs.Midi(await readFile(path));
  } catch (error) {
    throw new Error(`Cannot read the score ${path}: ${(error as Error).message}`);
  }
  return midi.tracks
    .filter((track) => track.channel !== 9 && track.notes.length > 0)
    .map((track) =>
      track.notes.map((n) => ({
        onset: n.time,
        seconds: n.duration,
        pitch: n.midi,
        velocity: n.velocity,
      }))
    );
}

/** The notes of each track that start in a stretch, times from its start; empty tracks left out. */
function excerpt(piece: Piece, from: number, seconds: number): Piece {
  return piece
    .map((track) =>
      track
        .filter((n) => n.onset >= from && n.onset < from + seconds)
        .map((n) => ({ ...n, onset: n.onset - from }))
    )
    .filter((track) => track.length > 0);
}

function drawExcerpt(random: Random, piece: Piece, seconds: number): Piece {
  const end = Math.max(...piece.map((track) => track[track.length - 1].onset));
  for (let i = 0; i < ATTEMPTS; i++) {
    const parts = excerpt(piece, random.uniform(0, Math.max(0, end - seconds)), seconds);
    if (parts.length > 0) return parts;
  }
  return excerpt(piece, Math.min(...piece.map((track) => track[0].onset)), seconds);
}

/** The highest or the lowest voice of a part that holds chords. */
function singleVoice(notes: readonly ScoreNote[], highest: boolean): ScoreNote[] {
  const sorted = notes.toSorted((a, b) => a.onset - b.onset);
  const out: ScoreNote[] = [];
  for (const note of sorted) {
    const last = out.at(-1);
    if (last === undefined || note.onset - last.onset >= TOGETHER) out.push(note);
    else if (highest === (note.pitch > last.pitch)) out[out.length - 1] = note;
  }
  return out;
}

/** The octave, in semitones, that brings most notes into the range and its tessitura. */
export function bestOctave(notes: readonly ScoreNote[], range: Band, band: Band): number {
  const within = (pitch: number, { low, high }: Band) => Number(pitch >= low && pitch <= high);
  let best = 0;
  let most = -1;
  for (const octave of OCTAVES) {
    let fit = 0;
    for (const { pitch } of notes) {
      const moved = pitch + 12 * octave;
      fit += 2 * within(moved, range) + within(moved, band);
    }
    if (fit > most) [best, most] = [12 * octave, fit];
  }
  return best;
}

/**
 * One part for one player: transposed by whole octaves, thinned to a line where the player plays
 * lines, notes out of range left out.
 */
export function adapt(
  random: Random,
  notes: readonly ScoreNote[],
  performer: Performer,
  band: Band,
): ScoreNote[] {
  const voice = performer.polyphonic ? notes : singleVoice(notes, random.chance(0.7));
  const shift = bestOctave(voice, performer, band);
  return voice.map((n) => ({ ...n, pitch: n.pitch + shift }));
}

/** A part's own dynamics around a player's level, its timing loosened. */
function play(random: Random, notes: readonly ScoreNote[], manner: Manner): ScoreNote[] {
  const mean = notes.reduce((sum, n) => sum + n.velocity, 0) / Math.max(1, notes.length);
  const swell = random.uniform(0, 2 * Math.PI);
  return notes.map((n) => ({
    onset: n.onset + manner.lag + random.normal(0, manner.jitter),
    seconds: n.seconds * Math.min(1, manner.gate),
    pitch: n.pitch,
    velocity: manner.velocity + (n.velocity - mean) + random.normal(0, manner.unevenness) +
      0.5 * manner.expression * Math.sin(swell + n.onset),
  }));
}

/**
 * Which tracks each player takes: each once, then doublings. A player of chords alone takes them
 * all; among others, it takes the fullest.
 */
function assign(random: Random, tracks: Piece, performers: readonly Performer[]): Piece {
  if (performers.length === 1 && performers[0].polyphonic && random.chance(KEYBOARD)) {
    return [tracks.flat().sort((a, b) => a.onset - b.onset)];
  }
  const queue: Piece = [];
  while (queue.length < performers.length) queue.push(...random.shuffle(tracks));
  const parts = queue.slice(0, performers.length);
  const fullest = parts.indexOf(parts.toSorted((a, b) => b.length - a.length)[0]);
  const chordal = performers.findIndex((p) => p.polyphonic);
  if (chordal >= 0) [parts[chordal], parts[fullest]] = [parts[fullest], parts[chordal]];
  return parts;
}

/** An excerpt of `piece` for `performers`, `seconds` long. */
export function recast(
  random: Random,
  piece: Piece,
  performers: readonly Performer[],
  seconds: number,
): Score {
  const stretch = random.logUniform(...STRETCH);
  const transposition = random.integer(...TRANSPOSITION);
  const tracks = drawExcerpt(random, piece, seconds / stretch).map((track) =>
    track.map((n) => ({
      ...n,
      onset: n.onset * stretch,
      seconds: n.seconds * stretch,
      pitch: n.pitch + transposition,
    }))
  );
  const registers = drawRegisters(random.fork("registers"), performers);
  const plays = drawPresence(random.fork("presence"), performers.length, seconds);
  const exchanged = performers.length > 1 && random.chance(EXCHANGES);
  const exchange = exchanged ? seconds * random.uniform(0.3, 0.7) : Infinity;
  const parts = assign(random, tracks, performers);
  return performers.map((performer, i) => {
    const own = random.fork(`player ${i}`);
    const early = parts[i].filter((n) => n.onset < exchange);
    const late = parts[(i + 1) % parts.length].filter((n) => n.onset >= exchange);
    const notes = [
      ...adapt(own, early, performer, registers.before[i]),
      ...adapt(own, late, performer, registers.after[i]),
    ].filter((n) => plays(i, n.onset));
    const played = play(own, notes, drawManner(own));
    return playable(pedal(own, played, performer, seconds), performer, seconds);
  });
}

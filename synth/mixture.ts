/**
 * Labelled mixtures: a performance, dry, and what becomes of it in a room.
 *
 * @module
 */
import { Random } from "../lib/random.ts";
import { drawEnsemble, type Ensemble } from "./ensemble.ts";
import { DYNAMIC_RANGE, type LabelledNote, render } from "./render.ts";
import { drawBackground } from "./room/background.ts";
import { convolve } from "./room/convolve.ts";
import { compression, drawCompressor, drawSaturation } from "./room/dynamics.ts";
import { type Effect, EFFECTS } from "./room/effects.ts";
import { filter } from "./room/filter.ts";
import { drawHall, drawResponse, type Hall } from "./room/hall.ts";
import type { Tail } from "./room/reverb.ts";
import type { Band, Role } from "./score/types.ts";
import type { Studio } from "./studio.ts";
import { gain } from "./timbre/timbre.ts";

/** Peak of the music of a mixture, dBFS. */
const PEAK = [-20, -1] as const;

/** A note and who plays it. */
export interface PlayedNote extends LabelledNote {
  /** Index into {@linkcode Mixture.players}. */
  player: number;
}

/** What is known of a player. */
export interface Player {
  /** Timbre key. */
  timbre: string;
  name: string;
  /** Range of the timbre, MIDI. */
  low: number;
  high: number;
  /** Bands that its part was written for, within the range. */
  tessitura: Band[];
  roles: Role[];
  licence: string;
}

/** What the players did, before any room. */
export interface Performance {
  seed: number;
  seconds: number;
  /** One a player, dry, at 22,050 Hz: all equally near. */
  stems: Float32Array[];
  /** Sorted by onset, then pitch. */
  notes: PlayedNote[];
  players: Player[];
}

/** A performance in a room: the labels of its notes stay those of the dry ones. */
export interface Mixture extends Performance {
  /** Which of the rooms that the seed gives. */
  room: number;
  /** Sum of the stems, one after the other, and the background, in single precision. */
  audio: Float32Array;
  background: Float32Array | null;
}

/** What a room needs besides a seed. */
export interface RoomOptions {
  /** Measured impulse responses, to be drawn from along with rooms that never were. */
  responses?: readonly Tail[];
  off?: readonly Effect[];
}

/** The mixture of a seed: the same studio and seed give the same bytes. */
export async function mixture(studio: Studio, seed: number, room = 0): Promise<Mixture> {
  return remix(await perform(studio, seed), room, roomOf(studio));
}

/** The rooms of a studio. */
export function roomOf({ responses, recipe }: Studio): RoomOptions {
  return { responses, off: recipe.off };
}

/** The performance of a seed. */
export async function perform(studio: Studio, seed: number): Promise<Performance> {
  return record(seed, await drawEnsemble(studio, seed), studio.recipe);
}

/** Has an ensemble play; what the score leaves open comes from the seed. */
export function record(
  seed: number,
  { timbres, score }: Ensemble,
  { seconds, off = [] }: { seconds: number; off?: readonly Effect[] },
): Performance {
  const random = new Random(seed);
  const tuning = random.fork("tuning").uniform(...EFFECTS.tuning.semitones);
  const takes = timbres.map((timbre, player) => {
    const own = random.fork(`player ${player}`);
    const detuned = tuning + own.fork("tuning").normal(0, EFFECTS.tuning.ofPlayer);
    const pitch = off.includes("tuning") ? 0 : detuned;
    return render(own.fork("notes"), score[player].notes, timbre, seconds, pitch);
  });
  return {
    seed,
    seconds,
    stems: takes.map(({ stem }) => stem),
    notes: takes
      .flatMap(({ notes }, player) => notes.map((note) => ({ ...note, player })))
      .sort((a, b) => a.onset - b.onset || a.pitch - b.pitch),
    players: timbres.map(({ key, name, low, high, licence }, i) => {
      const { tessitura, roles } = score[i];
      return { timbre: key, name, low, high, tessitura, roles, licence };
    }),
  };
}

/**
 * Puts a performance into a room. Every number gives another one, for the same notes by the same
 * timbres: levels and so velocities differ, times do not. An offset stays where the dry note ends.
 */
export async function remix(
  performance: Performance,
  room: number,
  { responses = [], off = [] }: RoomOptions = {},
): Promise<Mixture> {
  const random = new Random(performance.seed).fork(`room ${room}`);
  const hall = drawHall(random.fork("hall"), responses, off);
  const levels = performance.players.map((_, player) =>
    off.includes("level") ? 0 : drawLevel(random.fork(`level ${player}`))
  );
  const stems = await Promise.all(
    performance.stems.map((stem, player) =>
      place(random.fork(`player ${player}`), stem, levels[player], hall, off)
    ),
  );
  const notes = performance.notes.map((note) => {
    const velocity = note.velocity + levels[note.player] / DYNAMIC_RANGE;
    return { ...note, velocity: Math.min(1, Math.max(0, velocity)) };
  });
  return { ...performance, notes, room, ...master(random, stems, hall, off) };
}

/** A player's level, dB. */
function drawLevel(random: Random): number {
  const { deviation, most } = EFFECTS.level;
  return Math.max(-most, Math.min(most, random.normal(0, deviation)));
}

/** A dry stem as it sounds in the hall, `level` dB louder. */
function place(
  random: Random,
  stem: Float32Array,
  level: number,
  hall: Hall,
  off: readonly Effect[],
): Promise<Float32Array> {
  const bent = off.includes("saturation") ? stem : drawSaturation(random.fork("saturation"), stem);
  const response = drawResponse(random, hall, off);
  const scale = gain(level);
  for (let i = 0; i < response.length; i++) response[i] *= scale;
  return convolve(bent, response);
}

/** Compresses the mixture of `stems`, adds a background and brings all to a common level. */
function master(random: Random, stems: Float32Array[], { band }: Hall, off: readonly Effect[]) {
  const length = stems[0].length;
  const compressor = off.includes("compression")
    ? null
    : drawCompressor(random.fork("compression"));
  if (compressor !== null) {
    const gains = compression(sum(stems, length), compressor);
    for (const stem of stems) for (let i = 0; i < length; i++) stem[i] *= gains[i];
  }
  const loudest = peakOf(sum(stems, length));
  const scale = loudest > 0 ? gain(random.fork("peak").uniform(...PEAK)) / loudest : 1;
  for (const stem of stems) for (let i = 0; i < length; i++) stem[i] *= scale;
  const background = off.includes("background")
    ? null
    : drawBackground(random.fork("background"), length, loudest * scale);
  if (background !== null) { for (const biquad of band) filter(background, biquad); }
  const all = background === null ? stems : [...stems, background];
  return { audio: sum(all, length), stems, background };
}

/** Sums signals in single precision, the first one first. */
function sum(signals: readonly Float32Array[], length: number): Float32Array {
  const out = new Float32Array(length);
  for (const signal of signals) for (let i = 0; i < length; i++) out[i] += signal[i];
  return out;
}

function peakOf(samples: Float32Array): number {
  let peak = 0;
  for (const x of samples) peak = Math.max(peak, Math.abs(x));
  return peak;
}

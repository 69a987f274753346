/**
 * One labelled mixture: an ensemble, its music, its room.
 *
 * @module
 */
import { LOWEST_PITCH, PITCHES } from "../lib/frontend/constants.ts";
import { Random } from "../lib/random.ts";
import { DYNAMIC_RANGE, type LabelledNote, render } from "./render.ts";
import { drawBackground } from "./room/background.ts";
import { convolve } from "./room/convolve.ts";
import { type Biquad, drawChannel, drawTone } from "./room/filter.ts";
import { drawResponse, drawTail, type Tail } from "./room/room.ts";
import { compose } from "./score/compose.ts";
import { recast } from "./score/recast.ts";
import type { Band, Performer, Role, Score } from "./score/types.ts";
import type { Studio } from "./studio.ts";
import { gain, type Timbre } from "./timbre/timbre.ts";

/** Share of mixtures of 1, 2, … 5 players, as far as the recipe allows these numbers. */
const ENSEMBLES = [0.12, 0.25, 0.25, 0.25, 0.13];
/** Share of mixtures that re-cast a score, where there are any. */
const RECAST = 0.5;
/** Detuning of a whole piece and standard deviation of a player's own, semitones. */
const PIECE_TUNING = 0.3;
const PLAYER_TUNING = 0.04;
/** Standard deviation and bound of a player's level, dB. */
const PLAYER_LEVEL = 4.5;
const MOST_LEVEL = 10;
/** Largest boost or cut of the tone controls of the whole mixture, dB. */
const MIX_TONE = 3;
/** Peak of a mixture, dBFS. */
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

/** A mixture and all that is true of it. */
export interface Mixture {
  seed: number;
  seconds: number;
  /** Sum of the stems and the background, at 22,050 Hz. */
  audio: Float32Array;
  /** One a player, in its room. */
  stems: Float32Array[];
  background: Float32Array | null;
  /** Sorted by onset, then pitch. */
  notes: PlayedNote[];
  players: Player[];
}

/** The mixture of a seed: the same studio and seed give the same bytes. */
export async function mixture(studio: Studio, seed: number): Promise<Mixture> {
  const random = new Random(seed);
  const count = drawCount(random.fork("count"), studio.timbres);
  const timbres = await studio.catalogue.cast(random.fork("cast"), count);
  const score = await drawScore(random.fork("score"), studio, timbres);
  return record(seed, timbres, score, studio);
}

/** Records players and their parts in a hall; all that the score leaves open comes from the seed. */
export function record(
  seed: number,
  timbres: readonly Timbre[],
  score: Score,
  { seconds, responses }: Pick<Studio, "seconds" | "responses">,
): Mixture {
  const random = new Random(seed);
  const tuning = random.fork("tuning").uniform(-PIECE_TUNING, PIECE_TUNING);
  const hall = drawHall(random.fork("hall"), responses);
  const stems: Float32Array[] = [];
  const notes: PlayedNote[] = [];
  timbres.forEach((timbre, player) => {
    const own = random.fork(`player ${player}`);
    const pitch = tuning + own.normal(0, PLAYER_TUNING);
    const performance = render(own.fork("notes"), score[player].notes, timbre, seconds, pitch);
    const level = Math.max(-MOST_LEVEL, Math.min(MOST_LEVEL, own.normal(0, PLAYER_LEVEL)));
    stems.push(place(own.fork("place"), performance.stem, hall, level));
    for (const note of performance.notes) {
      const velocity = Math.min(1, Math.max(0, note.velocity + level / DYNAMIC_RANGE));
      notes.push({ ...note, velocity, player });
    }
  });
  notes.sort((a, b) => a.onset - b.onset || a.pitch - b.pitch);
  const players = timbres.map(({ key, name, low, high, licence }, i) => {
    const { tessitura, roles } = score[i];
    return { timbre: key, name, low, high, tessitura, roles, licence };
  });
  return { seed, seconds, ...master(random.fork("master"), stems), notes, players };
}

/** What a score must know of the players, within the pitches that models hear. */
function performersOf(timbres: readonly Timbre[]): Performer[] {
  return timbres.map(({ low, high, polyphonic, sustained }) => ({
    low: Math.max(LOWEST_PITCH, low),
    high: Math.min(LOWEST_PITCH + PITCHES - 1, high),
    polyphonic,
    rings: polyphonic && !sustained,
  }));
}

function drawCount(random: Random, [fewest, most]: readonly [number, number]): number {
  const counts = Array.from({ length: most - fewest + 1 }, (_, i) => fewest + i);
  return random.weighted(counts, counts.map((n) => ENSEMBLES[n - 1]));
}

/** Music for the timbres: composed, or re-cast from a score. */
async function drawScore(random: Random, studio: Studio, timbres: Timbre[]): Promise<Score> {
  const performers = performersOf(timbres);
  if (studio.scores.size === 0 || !random.chance(RECAST)) {
    return compose(random, performers, studio.seconds);
  }
  const piece = await studio.scores.draw(random.fork("piece"));
  return recast(random, piece, performers, studio.seconds);
}

interface Hall {
  tail: Tail | null;
  tone: Biquad[];
}

function drawHall(random: Random, measured: readonly Tail[]): Hall {
  const tone = [...drawTone(random, MIX_TONE), ...drawChannel(random)];
  return { tail: drawTail(random, measured), tone };
}

/** A dry stem as it sounds in the hall, `level` dB louder. */
function place(random: Random, stem: Float32Array, { tail, tone }: Hall, level: number) {
  const response = drawResponse(random, tail, tone);
  const scale = gain(level);
  for (let i = 0; i < response.length; i++) response[i] *= scale;
  return convolve(stem, response);
}

/** Adds a background and brings all to a common level. */
function master(random: Random, stems: Float32Array[]) {
  const length = stems[0].length;
  const music = sum(stems, length);
  const loudest = peakOf(music);
  const scale = loudest > 0 ? gain(random.uniform(...PEAK)) / loudest : 1;
  const background = drawBackground(random, length, loudest * scale);
  for (const stem of stems) for (let i = 0; i < length; i++) stem[i] *= scale;
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

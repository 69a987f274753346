/**
 * Passages of music for models that compare notes with each other.
 *
 * @module
 */
import { BINS, BINS_PER_OCTAVE, LOWEST_PITCH, PITCHES } from "../../lib/frontend/constants.ts";
import { Random } from "../../lib/random.ts";
import {
  DARKEST,
  lowestBin,
  PER_NEPER,
  type Portrait,
  PORTRAIT_BINS,
  portray,
  SLOTS,
} from "../../lib/timbre/portrait.ts";
import { FACTS, facts, type Placed, RELATIONS, relations } from "../../lib/timbre/relations.ts";
import { randomResponse } from "./augment.ts";
import type { Feeds } from "./batch.ts";
import { type ClipLabels, type Clips, ENERGY_FLOOR } from "./clips.ts";
import { type ContrastMatrices, LEFT_OUT, pairMatrices } from "./contrast.ts";
import { frameAt } from "./crops.ts";
import type { EnsemblesRecipe } from "./recipe.ts";

/** Fewest notes of a clip that is learnt from. */
const FEWEST_NOTES = 8;

/** A note of a clip as it is remembered: half precision is enough for a picture. */
interface Remembered extends Placed {
  player: number;
  timbre: string;
  spectrum: Float16Array;
  heard: Float32Array;
}

/** Clips whose notes were portrayed already. */
const remembered = new WeakMap<ClipLabels, Remembered[]>();

/** Passages, and the pairs of notes to be compared. */
export function drawEnsembles(
  clips: Clips,
  recipe: EnsemblesRecipe,
  random: Random,
  vary: boolean,
): Feeds {
  const passages = Array.from({ length: recipe.crops }, () => {
    const notes = passage(clips, drawEnsemble(clips, random), recipe, random);
    const colour: Colours = vary ? drawColours(recipe, random) : () => undefined;
    return { notes, colour };
  });
  const size = recipe.notes;
  const rows = passages.length * size;
  const spectrum = new Float32Array(rows * SLOTS * PORTRAIT_BINS);
  const heard = new Float32Array(rows * SLOTS);
  const pitch = new Float32Array(rows);
  const known = new Float32Array(rows * FACTS);
  const related = new Float32Array(passages.length * RELATIONS * size * size);
  const absence = new Float32Array(rows).fill(LEFT_OUT);
  const players: (string | null)[] = new Array(rows).fill(null);
  const timbres: (string | null)[] = new Array(rows).fill(null);
  passages.forEach(({ notes, colour }, p) => {
    notes.forEach((note, i) => {
      const row = p * size + i;
      const at = row * SLOTS * PORTRAIT_BINS;
      paint(spectrum.subarray(at, at + SLOTS * PORTRAIT_BINS), note, colour(note.player));
      heard.set(note.heard, row * SLOTS);
      pitch[row] = note.pitch;
      absence[row] = 0;
      players[row] = `${p} ${note.player}`;
      timbres[row] = note.timbre;
    });
    known.set(facts(notes), p * size * FACTS);
    spreadOut(relations(notes), notes.length, related, p * size * RELATIONS * size, size);
  });
  const within = stack(passages.map((_, p) => players.slice(p * size, (p + 1) * size)));
  const across = pairMatrices(timbres);
  return {
    spectrum: { data: spectrum, shape: [rows, SLOTS, PORTRAIT_BINS] },
    heard: { data: heard, shape: [rows, SLOTS] },
    pitch: { data: pitch, shape: [rows] },
    facts: { data: known, shape: [passages.length, size, FACTS] },
    relations: { data: related, shape: [rows, RELATIONS, 1, size] },
    absence: { data: absence, shape: [passages.length, 1, 1, size] },
    withinPositives: { data: within.positives, shape: [passages.length, size, size] },
    withinMask: { data: within.mask, shape: [passages.length, size, size] },
    acrossPositives: { data: across.positives, shape: [rows, rows] },
    acrossMask: { data: across.mask, shape: [rows, rows] },
  };
}

/** A clip in which at least two players are to be told apart. */
function drawEnsemble(clips: Clips, random: Random): number {
  for (;;) {
    const clip = random.integer(0, clips.labels.length - 1);
    const { notes } = clips.labels[clip];
    if (notes.length < FEWEST_NOTES) continue;
    if (notes.some(({ player }) => player !== notes[0].player)) return clip;
  }
}

/** Consecutive notes of a clip, some left out. */
function passage(
  clips: Clips,
  clip: number,
  { notes: size, missed, timingError }: EnsemblesRecipe,
  random: Random,
): Remembered[] {
  const all = remember(clips, clip, timingError);
  const kept = all.filter(() => !random.chance(missed));
  const start = random.integer(0, Math.max(0, kept.length - size));
  return kept.slice(start, start + size);
}

/** Portrays the notes of a clip, or remembers them; in order of onset. */
function remember(clips: Clips, clip: number, timingError: number): Remembered[] {
  const labels = clips.labels[clip];
  let notes = remembered.get(labels);
  if (notes === undefined) remembered.set(labels, notes = portrayClip(clips, clip, timingError));
  return notes;
}

function portrayClip(clips: Clips, clip: number, timingError: number): Remembered[] {
  const { notes, players } = clips.labels[clip];
  const stored = clips.logEnergy.subarray(clips.starts[clip] * BINS, clips.starts[clip + 1] * BINS);
  const values = Float32Array.from(stored, (x) => Math.max(0, Math.exp(x) - ENERGY_FLOOR));
  return notes
    .filter(({ pitch }) => pitch >= LOWEST_PITCH && pitch < LOWEST_PITCH + PITCHES)
    .sort((a, b) => a.onset - b.onset || a.pitch - b.pitch)
    .map(({ onset, offset, pitch, player }) => {
      const error = new Random(Math.round(1e4 * onset) * PITCHES + pitch);
      const first = frameAt(onset) + Math.round(error.normal(0, timingError));
      const last = Math.max(first + 1, frameAt(offset) + Math.round(error.normal(0, timingError)));
      const portrait: Portrait = portray(
        { values, start: 0 },
        { pitch, onset: Math.max(0, first), offset: last },
      );
      const { timbre } = players[player];
      return {
        ...{ onset, offset, pitch, player, timbre, heard: portrait.heard },
        loudness: portrait.loudness,
        spectrum: Float16Array.from(portrait.spectrum),
      };
    });
}

/** A colour for each player: what is added to its log-energies, one number a bin. */
type Colours = (player: number) => Float32Array | undefined;

/** Draws another sound for all players of a passage, and a little of its own for each. */
function drawColours(
  { augmentation: { equalisationDb }, playerEqualisationDb }: EnsemblesRecipe,
  random: Random,
): Colours {
  const common = randomResponse(equalisationDb, random);
  const colours = new Map<number, Float32Array>();
  return (player) => {
    const known = colours.get(player);
    if (known !== undefined) return known;
    const own = randomResponse(playerEqualisationDb, random);
    const colour = Float32Array.from({ length: BINS }, (_, bin) => {
      const octaves = bin / BINS_PER_OCTAVE;
      return Math.log(common(octaves) * own(octaves));
    });
    colours.set(player, colour);
    return colour;
  };
}

function paint(
  out: Float32Array,
  { spectrum, heard, pitch }: Remembered,
  colour: Float32Array | undefined,
): void {
  out.set(spectrum);
  if (colour === undefined) return;
  const bottom = lowestBin(pitch);
  const first = Math.max(0, -bottom);
  const last = Math.min(PORTRAIT_BINS, BINS - bottom);
  for (let slot = 0; slot < SLOTS; slot++) {
    if (heard[slot] === 0) continue;
    for (let bin = first; bin < last; bin++) {
      const at = slot * PORTRAIT_BINS + bin;
      out[at] = Math.max(DARKEST, out[at] + PER_NEPER * colour[bottom + bin]);
    }
  }
}

/** Copies rows of `count` values to where rows of `size` begin. */
function spreadOut(
  from: Float32Array,
  count: number,
  to: Float32Array,
  start: number,
  size: number,
): void {
  for (let row = 0; row < from.length / count; row++) {
    to.set(from.subarray(row * count, (row + 1) * count), start + row * size);
  }
}

/** The pairs of each passage, with weights that sum to one over all passages. */
function stack(passages: readonly (string | null)[][]): ContrastMatrices {
  const parts = passages.map((labels) => pairMatrices(labels));
  const size = passages[0].length;
  const counting = parts.filter(({ positives }) => positives.some((x) => x > 0)).length;
  const positives = new Float32Array(parts.length * size * size);
  const mask = new Float32Array(positives.length);
  parts.forEach((part, p) => {
    mask.set(part.mask, p * size * size);
    positives.set(part.positives.map((x) => x / counting), p * size * size);
  });
  return { positives, mask };
}

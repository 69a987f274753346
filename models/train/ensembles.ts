/**
 * Passages of music for models that compare notes with each other.
 *
 * @module
 */
import {
  BINS,
  BINS_PER_OCTAVE,
  FRAME_RATE,
  LOWEST_PITCH,
  PITCHES,
} from "../../lib/frontend/constants.ts";
import { concatenate } from "../../lib/concatenate.ts";
import { Random } from "../../lib/random.ts";
import {
  BINS_BELOW,
  binsHeard,
  BRIGHTEST,
  DARKEST,
  lowestBin,
  ownOf,
  PER_NEPER,
  PORTRAIT_BINS,
  portray,
  type Scene,
  SLOTS,
  type Span,
} from "../../lib/timbre/portrait.ts";
import { FACTS, facts, type Placed, RELATIONS, relations } from "../../lib/timbre/relations.ts";
import { fundamentalBin, type Outline, PARTIAL_SHIFTS } from "../../lib/timbre/outline.ts";
import { randomResponse } from "./augment.ts";
import type { Feeds } from "./batch.ts";
import { type ClipLabels, type Clips, ENERGY_FLOOR, type FoundNote, hasPassages } from "./clips.ts";
import { type ContrastMatrices, judgedPairs, LEFT_OUT, pairMatrices } from "./contrast.ts";
import { frameAt } from "./crops.ts";
import type { EnsemblesRecipe } from "./recipe.ts";
import { drawGrain, drawWhims, type Whim } from "./unevenness.ts";

/** A note of a clip as it is remembered: a byte is enough for a point of a picture. */
interface Remembered extends Placed {
  /** Null for a false note. */
  player: number | null;
  timbre: string | null;
  /** Steps above the darkest value. */
  spectrum: Uint8Array;
  heard: Float32Array;
}

/** A step of a remembered picture: a quarter of a decibel. */
const STEP = (BRIGHTEST - DARKEST) / 255;

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
    const whims = vary ? drawWhims(recipe.unevenness, notes, random) : [];
    return { notes, colour, whims };
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
  passages.forEach(({ notes, colour, whims }, p) => {
    notes.forEach((note, i) => {
      const row = p * size + i;
      const at = row * SLOTS * PORTRAIT_BINS;
      paint(spectrum.subarray(at, at + SLOTS * PORTRAIT_BINS), note, colour(note.player), whims[i]);
      heard.set(note.heard, row * SLOTS);
      pitch[row] = note.pitch;
      absence[row] = 0;
      players[row] = note.player === null ? null : `${note.player}`;
      timbres[row] = note.timbre;
    });
    known.set(facts(notes), p * size * FACTS);
    const outlined = notes.map((note, i) => (
      { ...note, outline: tint(note, colour(note.player), whims[i]) }
    ));
    const pairs = related.subarray(p * RELATIONS * size * size, (p + 1) * RELATIONS * size * size);
    spreadOut(relations(outlined), notes.length, pairs, size);
  });
  const labels = passages.map((_, p) => players.slice(p * size, (p + 1) * size));
  const within = stack(labels);
  const judged = labels.map(judgedPairs);
  const across = pairMatrices(timbres);
  return {
    spectrum: { data: spectrum, shape: [rows, SLOTS, PORTRAIT_BINS] },
    heard: { data: heard, shape: [rows, SLOTS] },
    pitch: { data: pitch, shape: [rows] },
    facts: { data: known, shape: [passages.length, size, FACTS] },
    relations: { data: related, shape: [passages.length, RELATIONS, size, size] },
    absence: { data: absence, shape: [passages.length, 1, 1, size] },
    judgedSame: {
      data: concatenate(judged.map(({ same }) => same)),
      shape: [passages.length, size, size],
    },
    judgedWeights: {
      data: concatenate(judged.map(({ weights }) => weights.map((w) => w / passages.length))),
      shape: [passages.length, size, size],
    },
    withinPositives: { data: within.positives, shape: [passages.length, size, size] },
    withinMask: { data: within.mask, shape: [passages.length, size, size] },
    acrossPositives: { data: across.positives, shape: [rows, rows] },
    acrossMask: { data: across.mask, shape: [rows, rows] },
  };
}

/** A clip with notes enough, of one player or more. */
function drawEnsemble(clips: Clips, random: Random): number {
  for (;;) {
    const clip = random.integer(0, clips.labels.length - 1);
    if (hasPassages(clips.labels[clip])) return clip;
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
  if (notes === undefined) {
    notes = portrayClip(clips, clip, labels.found ?? asFound(labels, timingError));
    remembered.set(labels, notes);
  }
  return notes;
}

function portrayClip(clips: Clips, clip: number, found: readonly FoundNote[]): Remembered[] {
  const stored = clips.logEnergy.subarray(clips.starts[clip] * BINS, clips.starts[clip + 1] * BINS);
  const energy = new Float32Array(stored.length);
  for (let i = 0; i < stored.length; i++) {
    energy[i] = Math.max(0, Math.exp(stored[i]) - ENERGY_FLOOR);
  }
  const activity = new Float32Array(energy.length / BINS * PITCHES);
  const { players } = clips.labels[clip];
  return found
    .map(({ pitch, onset, offset, player, own }) => {
      const { spectrum, heard, loudness, outline } = portray(
        { energy, activity, start: 0 },
        { pitch, onset: Math.round(onset), offset },
      );
      return {
        ...{ onset: onset / FRAME_RATE, offset: offset / FRAME_RATE, pitch, player },
        ...{ timbre: player === null ? null : players[player].timbre, heard, loudness },
        // What no other pitch covered here lies inside the transform.
        outline: { ...outline, own: outline.own.map((inside, h) => inside * own[h]) },
        spectrum: steps(spectrum),
      };
    })
    .sort((a, b) => a.onset - b.onset || a.pitch - b.pitch);
}

function steps(spectrum: Float32Array): Uint8Array {
  const taken = new Uint8Array(spectrum.length);
  for (let i = 0; i < taken.length; i++) taken[i] = Math.round((spectrum[i] - DARKEST) / STEP);
  return taken;
}

/** The notes of the score, as a model might find them that misses none. */
function asFound({ notes }: ClipLabels, timingError: number): FoundNote[] {
  const heard = notes
    .filter(({ pitch }) => pitch >= LOWEST_PITCH && pitch < LOWEST_PITCH + PITCHES)
    .map(({ onset, offset, pitch, player }) => {
      const error = new Random(Math.round(1e4 * onset) * PITCHES + pitch);
      const first = Math.max(0, frameAt(onset) + Math.round(error.normal(0, timingError)));
      const last = Math.max(first + 1, frameAt(offset) + Math.round(error.normal(0, timingError)));
      return { pitch, onset: first, offset: last, player };
    });
  const scene = pianoRoll(heard);
  return heard.map((note) => ({ ...note, own: [...ownOf(scene, note)] }));
}

/** A scene in which nothing is known but which pitches sound. */
function pianoRoll(notes: readonly Span[]): Scene {
  const frames = Math.max(1, ...notes.map(({ offset }) => offset));
  const activity = new Float32Array(frames * PITCHES);
  for (const { pitch, onset, offset } of notes) {
    for (let frame = onset; frame < offset; frame++) {
      activity[frame * PITCHES + pitch - LOWEST_PITCH] = 1;
    }
  }
  return { energy: new Float32Array(frames * BINS), activity, start: 0 };
}

/** A colour for each player: what is added to its log-energies, one number a bin. */
type Colours = (player: number | null) => Float32Array | undefined;

/** Draws another sound for all players of a passage, and a little of its own for each. */
function drawColours(
  { augmentation: { equalisationDb }, playerEqualisationDb, grainDb }: EnsemblesRecipe,
  random: Random,
): Colours {
  const common = randomResponse(equalisationDb, random);
  const colours = new Map<number | null, Float32Array>();
  const grainSize = grainDb * random.next();
  return (player) => {
    const known = colours.get(player);
    if (known !== undefined) return known;
    const own = randomResponse(playerEqualisationDb, random);
    const grain = drawGrain(grainSize, BINS, random);
    const colour = Float32Array.from({ length: BINS }, (_, bin) => {
      const octaves = bin / BINS_PER_OCTAVE;
      return Math.log(common(octaves) * own(octaves)) + grain[bin];
    });
    colours.set(player, colour);
    return colour;
  };
}

function paint(
  out: Float32Array,
  { spectrum, heard, pitch }: Remembered,
  colour: Float32Array | undefined,
  whim: Whim | undefined,
): void {
  const bottom = lowestBin(pitch);
  const [first, last] = binsHeard(pitch);
  const painted = Float64Array.from(
    { length: PORTRAIT_BINS },
    (_, bin) => PER_NEPER * ((colour?.[bottom + bin] ?? 0) + (whim?.[bin] ?? 0)),
  );
  for (let slot = 0; slot < SLOTS; slot++) {
    if (heard[slot] === 0) continue;
    for (let bin = first; bin < last; bin++) {
      const at = slot * PORTRAIT_BINS + bin;
      out[at] = Math.max(DARKEST, DARKEST + STEP * spectrum[at] + painted[bin]);
    }
  }
}

/** The outline of a note of that colour, played on that whim. */
function tint(
  { outline, pitch }: Remembered,
  colour: Float32Array | undefined,
  whim: Whim | undefined,
): Outline {
  const fundamental = fundamentalBin(pitch);
  const partials = outline.partials.map((partial, h) =>
    partial + (colour?.[fundamental + PARTIAL_SHIFTS[h]] ?? 0) +
    (whim?.[BINS_BELOW + PARTIAL_SHIFTS[h]] ?? 0)
  );
  return { ...outline, partials };
}

/** Copies squares of `count` × `count` values into corners of squares of `size` × `size`. */
function spreadOut(from: Float32Array, count: number, to: Float32Array, size: number): void {
  for (let row = 0; row * count < from.length; row++) {
    const at = (Math.floor(row / count) * size + row % count) * size;
    to.set(from.subarray(row * count, (row + 1) * count), at);
  }
}

/** The pairs of each passage, with weights that sum to one over all passages. */
function stack(passages: readonly (string | null)[][]): ContrastMatrices {
  const parts = passages.map((labels) => pairMatrices(labels));
  const size = passages[0].length;
  const counting = parts.filter(({ positives }) => positives.some((x) => x > 0)).length || 1;
  const positives = new Float32Array(parts.length * size * size);
  const mask = new Float32Array(positives.length);
  parts.forEach((part, p) => {
    mask.set(part.mask, p * size * size);
    positives.set(part.positives.map((x) => x / counting), p * size * size);
  });
  return { positives, mask };
}

/**
 * Passages of music for models that compare notes with each other.
 *
 * @module
 */
import { BINS, BINS_PER_OCTAVE } from "../../lib/frontend/constants.ts";
import { concatenate } from "../../lib/concatenate.ts";
import { meanOf } from "../../lib/mean.ts";
import type { Random } from "../../lib/random.ts";
import {
  BINS_BELOW,
  binsHeard,
  DARKEST,
  lowestBin,
  PER_NEPER,
  PORTRAIT_BINS,
  SLOTS,
} from "../../lib/timbre/portrait.ts";
import { FACTS, facts, RELATIONS, relations } from "../../lib/timbre/relations.ts";
import { fundamentalBin, type Outline, PARTIAL_SHIFTS } from "../../lib/timbre/outline.ts";
import { randomResponse } from "./augment.ts";
import type { Feeds } from "./batch.ts";
import { type Clips, hasPassages } from "./clips.ts";
import {
  type ContrastMatrices,
  judgedPairs,
  LEFT_OUT,
  pairMatrices,
  playerMatrices,
} from "./contrast.ts";
import type { EnsemblesRecipe } from "./recipe.ts";
import { remember, type Remembered, STEP } from "./remembered.ts";
import { drawGrain, drawWhims, type Whim } from "./unevenness.ts";

/** A passage as it is drawn: notes in order of onset, and how their players sound in it. */
export interface Passage {
  notes: Remembered[];
  colour: Colours;
  whims: Whim[];
}

/** Passages, and the pairs of notes to be compared. */
export function drawEnsembles(
  clips: Clips,
  recipe: EnsemblesRecipe,
  random: Random,
  vary: boolean,
): Feeds {
  const passages = Array.from(
    { length: recipe.crops },
    () => drawPassage(clips, recipe, random, vary),
  );
  return feedsOf(passages, recipe.notes);
}

/** @param vary Whether players sound otherwise than they were rendered. */
export function drawPassage(
  clips: Clips,
  recipe: EnsemblesRecipe,
  random: Random,
  vary: boolean,
): Passage {
  const notes = passage(clips, drawEnsemble(clips, random), recipe, random);
  const colour: Colours = vary ? drawColours(recipe, random) : () => undefined;
  const whims = vary ? drawWhims(recipe.unevenness, notes, random) : [];
  return { notes, colour, whims };
}

/** Passages of at most `size` notes as networks take them. */
export function feedsOf(passages: readonly Passage[], size: number): Feeds {
  const rows = passages.length * size;
  const spectrum = new Float32Array(rows * SLOTS * PORTRAIT_BINS);
  const heard = new Float32Array(rows * SLOTS);
  const pitch = new Float32Array(rows);
  const known = new Float32Array(rows * FACTS);
  const related = new Float32Array(passages.length * RELATIONS * size * size);
  const absence = new Float32Array(rows).fill(LEFT_OUT);
  const players: (readonly number[])[] = new Array(rows).fill([]);
  const timbres: (string | null)[] = new Array(rows).fill(null);
  passages.forEach(({ notes, colour, whims }, p) => {
    notes.forEach((note, i) => {
      const row = p * size + i;
      const at = row * SLOTS * PORTRAIT_BINS;
      paint(
        spectrum.subarray(at, at + SLOTS * PORTRAIT_BINS),
        note,
        colour(note.players),
        whims[i],
      );
      heard.set(note.heard, row * SLOTS);
      pitch[row] = note.pitch;
      absence[row] = 0;
      players[row] = note.players;
      timbres[row] = note.timbre;
    });
    known.set(facts(notes), p * size * FACTS);
    const outlined = notes.map((note, i) => (
      { ...note, outline: tint(note, colour(note.players), whims[i]) }
    ));
    const pairs = related.subarray(p * RELATIONS * size * size, (p + 1) * RELATIONS * size * size);
    spreadOut(relations(outlined), notes.length, pairs, size);
  });
  const apart = passages.map((_, p) => players.slice(p * size, (p + 1) * size));
  const within = stack(apart);
  const judged = apart.map((players) =>
    judgedPairs(players.map((who) => who.length === 1 ? `${who}` : null))
  );
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

/** A colour for each player: what is added to its log-energies, one number a bin. */
type Colours = (players: readonly number[]) => Float32Array | undefined;

/** Draws another sound for all players of a passage, and a little of its own for each. */
function drawColours(
  { augmentation: { equalisationDb }, playerEqualisationDb, grainDb }: EnsemblesRecipe,
  random: Random,
): Colours {
  const common = randomResponse(equalisationDb, random);
  const colours = new Map<number | undefined, Float32Array>();
  const grainSize = grainDb * random.next();
  const colourOf = (player: number | undefined) => {
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
  return (players) => players.length > 1 ? meanOf(players.map(colourOf)) : colourOf(players[0]);
}

function paint(
  out: Float32Array,
  { spectrum, heard, pitch }: Remembered,
  colour: Float32Array | undefined,
  whim: Whim | undefined,
): void {
  const bottom = lowestBin(pitch);
  const [first, last] = binsHeard(pitch);
  const painted = new Float64Array(PORTRAIT_BINS);
  for (let bin = first; bin < last; bin++) {
    const added = (colour?.[bottom + bin] ?? 0) + (whim?.[bin] ?? 0);
    painted[bin] = DARKEST + PER_NEPER * added;
  }
  for (let slot = 0; slot < SLOTS; slot++) {
    if (heard[slot] === 0) continue;
    for (let bin = first, at = slot * PORTRAIT_BINS + first; bin < last; bin++, at++) {
      const value = painted[bin] + STEP * spectrum[at];
      out[at] = value > DARKEST ? value : DARKEST;
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
function stack(passages: readonly (readonly number[])[][]): ContrastMatrices {
  const parts = passages.map(playerMatrices);
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

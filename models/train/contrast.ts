/**
 * Which note bins are compared with which in a step of the timbre encoder.
 *
 * @module
 */
import { LOWEST_PITCH, PITCHES } from "../../lib/frontend/constants.ts";
import type { Random } from "../../lib/random.ts";
import type { Clips } from "./clips.ts";
import { type Crop, drawClip, drawStart, frameAt } from "./crops.ts";

/** A sampled bin and the timbre that sounds there. */
export interface TimbreBin {
  /** Index into the batch. */
  crop: number;
  frame: number;
  /** 0 … 83. */
  pitch: number;
  /** Key of the timbre, or null for a bin that only fills the batch. */
  timbre: string | null;
}

/** Frames of a note, from its start or that of the crop, that most bins are drawn from: a second. */
const FIRST_FRAMES = frameAt(1);

/** Chance that a bin is drawn from a note's first second. */
const EARLY = 0.8;

/** Added to a similarity to leave a pair out. */
export const LEFT_OUT = -1e9;

/**
 * Crops in pairs: every second one has a timbre in common with the one before, from another clip
 * where there is one, so that a timbre meets itself in other company.
 */
export function drawPairs(clips: Clips, count: number, frames: number, random: Random): Crop[] {
  const crops: Crop[] = [];
  for (let i = 0; i < count; i++) {
    const clip = i % 2 === 0 ? drawClip(clips, random) : partner(clips, crops[i - 1].clip, random);
    crops.push(drawStart(clips, clip, frames, random));
  }
  return crops;
}

function partner(clips: Clips, clip: number, random: Random): number {
  const { timbre } = random.pick(clips.labels[clip].players);
  const others = clips.labels.keys().filter((other) =>
    other !== clip && clips.labels[other].players.some((player) => player.timbre === timbre)
  ).toArray();
  return others.length > 0 ? random.pick(others) : clip;
}

/**
 * Draws bins where exactly one player sounds, evenly over the crops and over the notes of a crop,
 * and mostly from the first second of a note. Crops without notes get filling.
 *
 * @param perNote Bins that are drawn from a note, one after the other.
 */
export function drawBins(
  clips: Clips,
  crops: readonly Crop[],
  frames: number,
  count: number,
  random: Random,
  perNote = 1,
): TimbreBin[] {
  const notes = crops.map((crop) => soundingNotes(clips, crop, frames));
  return Array.from({ length: count / perNote }, (_, i) => {
    const crop = i % crops.length;
    if (notes[crop].length === 0) {
      return Array.from({ length: perNote }, () => ({ crop, frame: 0, pitch: 0, timbre: null }));
    }
    const note = random.pick(notes[crop]);
    return Array.from({ length: perNote }, () => ({ crop, ...drawBin(note, notes[crop], random) }));
  }).flat();
}

/** A bin of a note among the notes of its crop. */
function drawBin(
  note: SoundingNote,
  notes: readonly SoundingNote[],
  random: Random,
): Omit<TimbreBin, "crop"> {
  const early = random.chance(EARLY) ? note.start + FIRST_FRAMES : Infinity;
  const frame = random.integer(note.start, Math.min(note.end, early) - 1);
  const alone = notes.every((other) =>
    other.timbre === note.timbre || other.pitch !== note.pitch ||
    frame < other.start || frame >= other.end
  );
  return { frame, pitch: note.pitch, timbre: alone ? note.timbre : null };
}

/** One bin for each `perNote` bins of a note; it has a timbre if all of them have. */
export function notesOf(bins: readonly TimbreBin[], perNote: number): TimbreBin[] {
  return Array.from({ length: bins.length / perNote }, (_, i) => {
    const own = bins.slice(i * perNote, (i + 1) * perNote);
    return own.find(({ timbre }) => timbre === null) ?? own[0];
  });
}

/** The part of a note inside a crop, in frames from its start. */
interface SoundingNote {
  start: number;
  end: number;
  pitch: number;
  timbre: string;
}

function soundingNotes(clips: Clips, { clip, start }: Crop, frames: number): SoundingNote[] {
  const { notes, players } = clips.labels[clip];
  return notes.map((note) => ({
    start: Math.max(0, frameAt(note.onset) - start),
    end: Math.min(frames, frameAt(note.offset) - start),
    pitch: note.pitch - LOWEST_PITCH,
    timbre: players[note.player].timbre,
  })).filter((note) => note.end > note.start && note.pitch >= 0 && note.pitch < PITCHES);
}

/** Which pairs of a passage are judged, and the truth: each n × n. */
export interface JudgedMatrices {
  same: Float32Array;
  weights: Float32Array;
}

/** All pairs of things that have a label; those with the same label are the same. */
export function judgedPairs(labels: readonly (string | null)[]): JudgedMatrices {
  const count = labels.length;
  const same = new Float32Array(count * count);
  const weights = new Float32Array(count * count);
  const known = [...labels.keys()].filter((i) => labels[i] !== null);
  const weight = 1 / Math.max(1, known.length * (known.length - 1));
  for (const i of known) {
    for (const j of known) {
      if (i === j) continue;
      weights[i * count + j] = weight;
      if (labels[i] === labels[j]) same[i * count + j] = 1;
    }
  }
  return { same, weights };
}

/** Weights of positive pairs and mask of pairs left out, each n × n. */
export interface ContrastMatrices {
  positives: Float32Array;
  mask: Float32Array;
}

/**
 * The pairs of sampled bins. Candidates are other bins of the same crop ("within") or of any crop
 * ("across"); see {@linkcode pairMatrices}.
 */
export function contrastMatrices(
  bins: readonly TimbreBin[],
  scope: "within" | "across",
): ContrastMatrices {
  const isCandidate = scope === "across"
    ? () => true
    : (i: number, j: number) => bins[i].crop === bins[j].crop;
  return pairMatrices(bins.map(({ timbre }) => timbre), isCandidate);
}

/**
 * The pairs of a contrast: those with the same label are positives. Something without a label, or
 * without positives or negatives, does not count; what counts weighs the same, and so do the
 * positives of one.
 */
export function pairMatrices(
  labels: readonly (string | null)[],
  isCandidate: (i: number, j: number) => boolean = () => true,
): ContrastMatrices {
  return contrastOf(labels.length, (i, j) => {
    if (labels[i] === null || labels[j] === null || !isCandidate(i, j)) return undefined;
    return labels[i] === labels[j];
  });
}

/**
 * The pairs of a contrast among notes, of which some are several players' at once: those are to be
 * near the notes of each of these players, and no note is to be near them or far from them.
 *
 * @param players Of each note; none of a note that does not count.
 */
export function playerMatrices(players: readonly (readonly number[])[]): ContrastMatrices {
  return contrastOf(players.length, (i, j) => {
    if (players[i].length === 0 || players[j].length !== 1) return undefined;
    return players[i].includes(players[j][0]);
  });
}

/** @param isSame Whether j is a positive of i or a negative; undefined if it is no candidate. */
function contrastOf(
  count: number,
  isSame: (i: number, j: number) => boolean | undefined,
): ContrastMatrices {
  const positives = new Float32Array(count * count);
  const mask = new Float32Array(count * count).fill(LEFT_OUT);
  const alike = Array.from({ length: count }, (_, i) => {
    const same: number[] = [];
    let others = 0;
    for (let j = 0; j < count; j++) {
      const found = i === j ? undefined : isSame(i, j);
      if (found === undefined) continue;
      mask[i * count + j] = 0;
      if (found) same.push(j);
      else others++;
    }
    return others > 0 ? same : [];
  });
  const counting = alike.filter((same) => same.length > 0).length;
  alike.forEach((same, i) => {
    for (const j of same) positives[i * count + j] = 1 / (counting * same.length);
  });
  return { positives, mask };
}

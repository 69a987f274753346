/**
 * Labelled clips as training sees them.
 *
 * @module
 */
import { BINS } from "../../lib/frontend/constants.ts";
import { type SpectrogramName, widthOf } from "../../lib/frontend/features.ts";

/** Added to energies and magnitudes before their logarithm is stored; below any noise floor. */
export const ENERGY_FLOOR = 1e-12;

/** Fewest notes of a clip that passages of notes are drawn from. */
export const FEWEST_NOTES = 8;

/** A note and who plays it. */
export interface ClipNote {
  /** Seconds from the start of the clip. */
  onset: number;
  /** Seconds from the start of the clip. */
  offset: number;
  /** MIDI. */
  pitch: number;
  /** 0 … 1. */
  velocity: number;
  /** Index into the clip's players. */
  player: number;
}

/** A note that a model found in a clip. */
export interface FoundNote {
  /** MIDI. */
  pitch: number;
  /** Frames from the start of the clip, between two of them. */
  onset: number;
  offset: number;
  /** Whose it is; nobody's if nobody plays that pitch then, several players' in unison. */
  players: number[];
  /** How far each of its partials is its own: see `lib/timbre/outline.ts`. */
  own: number[];
}

/** What is known about a clip besides its sound. */
export interface ClipLabels {
  notes: ClipNote[];
  /** The same key in two clips is the same timbre. */
  players: { timbre: string }[];
  /** What a model makes of the clip, where it was asked: see `hear.ts`. */
  found?: FoundNote[];
}

/** Whether passages of notes can be drawn from a clip, as it was found or else as it was written. */
export function hasPassages({ notes, found }: ClipLabels): boolean {
  return (found ?? notes).length >= FEWEST_NOTES;
}

/** Logarithms of spectrograms beside the constant-Q transform, each frames × its width. */
export type Spectra = Partial<Record<SpectrogramName, Float16Array>>;

/** A clip's features, frames × 288 and frames. */
export interface ClipFeatures {
  /** ln(E + ENERGY_FLOOR). */
  logEnergy: Float16Array;
  level: Float32Array;
  spectra: Spectra;
}

/** Many clips, end to end in memory that workers share. */
export interface Clips {
  labels: ClipLabels[];
  /** Frame at which clip i starts; one more entry than clips. */
  starts: number[];
  /** All frames × 288; like levels and spectra empty where they are left in `files`. */
  logEnergy: Float16Array<SharedArrayBuffer>;
  level: Float32Array<SharedArrayBuffer>;
  /** All frames, in shared memory too. */
  spectra: Spectra;
  /** Where the features of each clip lie, if they are to be read when they are needed. */
  files?: string[];
}

/** One clip. */
export interface Clip {
  labels: ClipLabels;
  features: ClipFeatures;
}

function startsOf(lengths: readonly number[]): number[] {
  const starts = [0];
  for (const length of lengths) starts.push(starts[starts.length - 1] + length);
  return starts;
}

/** Room for clips of these lengths, end to end, all features zero. */
export function makeRoom(
  labels: ClipLabels[],
  lengths: readonly number[],
  spectra: readonly SpectrogramName[],
): Clips {
  const starts = startsOf(lengths);
  const frames = starts[lengths.length];
  const halves = (width: number) => new Float16Array(new SharedArrayBuffer(2 * width * frames));
  return {
    labels,
    starts,
    logEnergy: halves(BINS),
    level: new Float32Array(new SharedArrayBuffer(4 * frames)),
    spectra: Object.fromEntries(spectra.map((name) => [name, halves(widthOf(name))])),
  };
}

/** Clips whose features stay in their files. */
export function leaveInFiles(
  labels: ClipLabels[],
  lengths: readonly number[],
  files: string[],
): Clips {
  return { ...makeRoom([], [], []), labels, starts: startsOf(lengths), files };
}

/** Writes features to where a clip lies. */
export function place(clips: Clips, index: number, { level, logEnergy, spectra }: ClipFeatures) {
  const start = clips.starts[index];
  const frames = clips.starts[index + 1] - start;
  if (level.length !== frames) {
    throw new Error(`Cannot place a clip of ${level.length} frames where ${frames} lie`);
  }
  clips.logEnergy.set(logEnergy, start * BINS);
  clips.level.set(level, start);
  for (const name of Object.keys(clips.spectra) as SpectrogramName[]) {
    clips.spectra[name]!.set(spectra[name]!, start * widthOf(name));
  }
}

/** Lays clips end to end. */
export function joinClips(clips: readonly Clip[]): Clips {
  const joined = makeRoom(
    clips.map(({ labels }) => labels),
    clips.map(({ features }) => features.level.length),
    Object.keys(clips[0].features.spectra) as SpectrogramName[],
  );
  clips.forEach(({ features }, i) => place(joined, i, features));
  return joined;
}

/** Puts a clip in the place of another one of the same length. */
export function replaceClip(clips: Clips, index: number, { labels, features }: Clip): void {
  place(clips, index, features);
  clips.labels[index] = labels;
}

/** Clips `from` (included) to `to` (excluded), sharing memory. */
export function subset(clips: Clips, from: number, to: number): Clips {
  return {
    labels: clips.labels.slice(from, to),
    starts: clips.starts.slice(from, to + 1),
    logEnergy: clips.logEnergy,
    level: clips.level,
    spectra: clips.spectra,
    files: clips.files?.slice(from, to),
  };
}

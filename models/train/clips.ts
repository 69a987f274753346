/**
 * Labelled clips as training sees them.
 *
 * @module
 */
import { BINS } from "../../lib/frontend/constants.ts";
import { type SpectrogramName, widthOf } from "../../lib/frontend/features.ts";

/** Added to energies and magnitudes before their logarithm is stored; below any noise floor. */
export const ENERGY_FLOOR = 1e-12;

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
  /** Whose it is; null if nobody plays that pitch then. */
  player: number | null;
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
  /** All frames × 288. */
  logEnergy: Float16Array<SharedArrayBuffer>;
  level: Float32Array<SharedArrayBuffer>;
  /** All frames, in shared memory too. */
  spectra: Spectra;
}

/** One clip. */
export interface Clip {
  labels: ClipLabels;
  features: ClipFeatures;
}

/** Lays clips end to end. */
export function joinClips(clips: readonly Clip[]): Clips {
  const starts = [0];
  for (const { features } of clips) starts.push(starts[starts.length - 1] + features.level.length);
  const frames = starts[clips.length];
  const logEnergy = new Float16Array(new SharedArrayBuffer(2 * BINS * frames));
  const level = new Float32Array(new SharedArrayBuffer(4 * frames));
  clips.forEach(({ features }, i) => {
    logEnergy.set(features.logEnergy, starts[i] * BINS);
    level.set(features.level, starts[i]);
  });
  const spectra = joinSpectra(clips.map(({ features }) => features.spectra), starts);
  return { labels: clips.map((clip) => clip.labels), starts, logEnergy, level, spectra };
}

function joinSpectra(parts: readonly Spectra[], starts: readonly number[]): Spectra {
  const names = Object.keys(parts[0]) as SpectrogramName[];
  return Object.fromEntries(names.map((name) => {
    const width = widthOf(name);
    const frames = starts[parts.length];
    const whole = new Float16Array(new SharedArrayBuffer(2 * width * frames));
    parts.forEach((part, i) => whole.set(part[name]!, starts[i] * width));
    return [name, whole];
  }));
}

/** Puts a clip in the place of another one of the same length. */
export function replaceClip(clips: Clips, index: number, { labels, features }: Clip): void {
  const start = clips.starts[index];
  const frames = clips.starts[index + 1] - start;
  if (features.level.length !== frames) {
    throw new Error(`Cannot replace a clip of ${frames} frames by ${features.level.length}`);
  }
  clips.labels[index] = labels;
  clips.logEnergy.set(features.logEnergy, start * BINS);
  clips.level.set(features.level, start);
  for (const name of Object.keys(clips.spectra) as SpectrogramName[]) {
    clips.spectra[name]!.set(features.spectra[name]!, start * widthOf(name));
  }
}

/** Clips `from` (included) to `to` (excluded), sharing memory. */
export function subset(clips: Clips, from: number, to: number): Clips {
  return {
    labels: clips.labels.slice(from, to),
    starts: clips.starts.slice(from, to + 1),
    logEnergy: clips.logEnergy,
    level: clips.level,
    spectra: clips.spectra,
  };
}

/**
 * Crops of clips as network inputs and targets.
 *
 * @module
 */
import { BINS, FRAME_RATE, LOWEST_PITCH, PITCHES } from "../../lib/frontend/constants.ts";
import { type SpectrogramName, widthOf } from "../../lib/frontend/features.ts";
import type { Random } from "../../lib/random.ts";
import { augment } from "./augment.ts";
import { type Clips, ENERGY_FLOOR } from "./clips.ts";
import type { Augmentation } from "./recipe.ts";

/** Where a crop starts. */
export interface Crop {
  clip: number;
  /** Frames from the start of the clip. */
  start: number;
}

/** Features of crops, each crops × frames × its width; the spectra that the clips have. */
export type Heard =
  & { energy: Float32Array; level: Float32Array }
  & Partial<Record<SpectrogramName, Float32Array>>;

/** Onset target of the frame nearest to an onset and of its neighbours. */
const ONSET_BLOB = [[-1, 0.5], [0, 1], [1, 0.5]] as const;

export function frameAt(seconds: number): number {
  return Math.round(seconds * FRAME_RATE);
}

/** Frames of a clip. */
function length(clips: Clips, clip: number): number {
  return clips.starts[clip + 1] - clips.starts[clip];
}

/** A crop of `frames` frames anywhere in a clip; a shorter clip starts the crop. */
export function drawStart(clips: Clips, clip: number, frames: number, random: Random): Crop {
  return { clip, start: random.integer(0, Math.max(0, length(clips, clip) - frames)) };
}

/** A random clip, likelier the longer it is. */
export function drawClip(clips: Clips, random: Random): number {
  const first = clips.starts[0];
  const frame = random.integer(first, clips.starts[clips.labels.length] - 1);
  let low = 0, high = clips.labels.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (clips.starts[middle] <= frame) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * What the network hears of some crops; where a clip ends early, silence follows.
 *
 * @param vary augments each crop with `random` if given
 */
export function hear(
  clips: Clips,
  crops: readonly Crop[],
  frames: number,
  random: Random,
  vary?: Augmentation,
): Heard {
  const energy = new Float32Array(crops.length * frames * BINS);
  const level = new Float32Array(crops.length * frames);
  const spectra = Object.keys(clips.spectra).map((key) => {
    const name = key as SpectrogramName, width = widthOf(name);
    return { name, width, values: new Float32Array(crops.length * frames * width) };
  });
  crops.forEach(({ clip, start }, i) => {
    const known = Math.min(frames, length(clips, clip) - start);
    const from = clips.starts[clip] + start;
    const energies = energy.subarray(i * frames * BINS, (i + 1) * frames * BINS);
    const levels = level.subarray(i * frames, (i + 1) * frames);
    undoLogarithm(clips.logEnergy.subarray(from * BINS, (from + known) * BINS), energies);
    levels.set(clips.level.subarray(from, from + known));
    levels.fill(levels[known - 1], known);
    const others = spectra.map(({ name, width, values }) => {
      const part = values.subarray(i * frames * width, (i + 1) * frames * width);
      undoLogarithm(clips.spectra[name]!.subarray(from * width, (from + known) * width), part);
      return [name, part];
    });
    if (vary) augment(energies, levels, vary, random, Object.fromEntries(others));
  });
  const others = spectra.map(({ name, values }) => [name, values]);
  return { ...Object.fromEntries(others), energy, level };
}

function undoLogarithm(logarithms: Float16Array, values: Float32Array): void {
  for (let i = 0; i < logarithms.length; i++) {
    values[i] = Math.max(0, Math.exp(logarithms[i]) - ENERGY_FLOOR);
  }
}

/**
 * Onset and frame targets, crops × frames × 84. The frame nearest to an onset is 1 and its
 * neighbours are a half, so that the posterior has one peak; a note sounds from its onset frame up
 * to its offset frame, for at least one frame.
 */
export function noteTargets(
  clips: Clips,
  crops: readonly Crop[],
  frames: number,
): { onset: Float32Array; frame: Float32Array } {
  const onset = new Float32Array(crops.length * frames * PITCHES);
  const frame = new Float32Array(crops.length * frames * PITCHES);
  crops.forEach(({ clip, start }, i) => {
    for (const note of clips.labels[clip].notes) {
      const pitch = note.pitch - LOWEST_PITCH;
      if (pitch < 0 || pitch >= PITCHES) continue;
      const first = frameAt(note.onset) - start;
      const end = Math.max(frameAt(note.offset) - start, first + 1);
      for (let t = Math.max(first, 0); t < Math.min(end, frames); t++) {
        frame[(i * frames + t) * PITCHES + pitch] = 1;
      }
      for (const [shift, target] of ONSET_BLOB) {
        const t = first + shift;
        const at = (i * frames + t) * PITCHES + pitch;
        if (t >= 0 && t < frames) onset[at] = Math.max(onset[at], target);
      }
    }
  });
  return { onset, frame };
}

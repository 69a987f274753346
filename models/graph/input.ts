/**
 * What networks hear: features of the sound, in logarithms, levelled, and stacked.
 *
 * @module
 */
import { BINS, HARMONIC_SHIFTS, LOG_EPSILON, STACKED_BINS } from "../../lib/frontend/constants.ts";
import { type FeatureName, FEATURES } from "../../lib/frontend/features.ts";
import { add, exp, log, multiply } from "./arithmetic.ts";
import type { Graph, Tensor } from "./graph.ts";
import type { Dimension } from "./onnx.ts";
import { concat, pad, reshape, slice, transpose } from "./shape.ts";
import type { Layers } from "./layers.ts";
import { constant } from "./trace.ts";

/** Features of a network, each batch × frames × the shape of its frame. */
export type Hearing<F extends FeatureName = "energy" | "level"> = Readonly<Record<F, Tensor>>;

/** Declares features as inputs of a graph, named like the features. */
export function hearing<F extends FeatureName>(
  graph: Graph,
  features: readonly F[],
  batch: Dimension,
  frames: Dimension,
): Hearing<F> {
  const inputs = features.map((name) => [
    name,
    graph.input(name, [batch, frames, ...FEATURES[name]]),
  ]);
  return Object.fromEntries(inputs);
}

/**
 * Scale and offset, where they are learnt before training: music has a mean of about −10 and a deviation of 3
 * relative to its level, so this is close to a unit normal.
 */
const INITIAL_SCALE = 0.3;
const INITIAL_OFFSET = 3;

/**
 * ln(E / exp(level) + epsilon) of a spectrogram of energies, batch × 1 × bins × frames.
 *
 * @param energy batch × frames × bins
 * @param level batch × frames
 */
export function levelled(energy: Tensor, level: Tensor, epsilon: number = LOG_EPSILON): Tensor {
  const [batch, frames] = level.shape;
  const relative = multiply(energy, exp(multiply(reshape(level, [batch, frames, 1]), -1)));
  const loud = log(add(relative, epsilon));
  return transpose(reshape(loud, [batch, frames, energy.size(2), 1]), [0, 3, 2, 1]);
}

/** Levelled energies close to a unit normal, batch × 1 × bins × frames. */
export function standardLoudness(energy: Tensor, level: Tensor): Tensor {
  return add(multiply(levelled(energy, level), INITIAL_SCALE), INITIAL_OFFSET);
}

/** Levelled constant-Q energies, scaled and offset (two parameters), batch × 1 × 288 × frames. */
function loudness(
  layers: Pick<Layers, "parameter">,
  { energy, level }: Hearing,
  epsilon?: number,
): Tensor {
  const upright = levelled(energy, level, epsilon);
  const scale = layers.parameter("input.scale", [1], constant(INITIAL_SCALE));
  const offset = layers.parameter("input.offset", [1], constant(INITIAL_OFFSET));
  return add(multiply(upright, scale), offset);
}

/** The harmonic stack of levelled energies, with a learnt scale and offset. */
export function harmonicStack(
  layers: Pick<Layers, "parameter">,
  heard: Hearing,
  epsilon?: number,
): Tensor {
  return stackHarmonics(loudness(layers, heard, epsilon));
}

/**
 * Harmonic stacking (Bittner et al. 2017): a channel for each harmonic, shifted so that a note's
 * harmonics lie over its fundamental. Bins outside the transform are zero.
 *
 * @param x batch × 1 × 288 × frames
 * @returns batch × 8 × 252 × frames
 */
export function stackHarmonics(x: Tensor): Tensor {
  const channels = HARMONIC_SHIFTS.map((shift) => {
    const below = Math.max(-shift, 0);
    const start = Math.max(shift, 0);
    const end = Math.min(shift + STACKED_BINS, BINS);
    const above = STACKED_BINS - below - (end - start);
    return pad(slice(x, 2, start, end), [0, 0, below, 0], [0, 0, above, 0]);
  });
  return concat(channels, 1);
}

/**
 * Beam: onset and frame posteriors at half of BasicAMT's cost. 18,570 parameters.
 *
 * The first kernel steps over frequency a pitch at a time, so that all others run on 84 rows
 * instead of 252. What that saves pays for a kernel that spans an octave on either side in full
 * width, and for one that looks along time: soft attacks, re-strikes and endings are told from
 * what comes before and after. The wide kernel serves twice: what it says of partials at first, it
 * says again of what was made of them.
 *
 * @module
 */
import { BINS_PER_PITCH } from "../../lib/frontend/constants.ts";
import { relu, sigmoid } from "../graph/activations.ts";
import { add } from "../graph/arithmetic.ts";
import { convolve } from "../graph/convolution.ts";
import type { Tensor } from "../graph/graph.ts";
import { harmonicStack, type Hearing } from "../graph/input.ts";
import type { Layers } from "../graph/layers.ts";
import { concat } from "../graph/shape.ts";
import { uniform } from "../graph/trace.ts";
import { beamRecipe } from "../train/recipes/beam.ts";
import {
  INITIAL_FRAME_BIAS,
  INITIAL_ONSET_BIAS,
  type NoteLogits,
  noteModel,
} from "./note_model.ts";

const CHANNELS = 16;
/** Pitches that the wide kernel spans: an octave to either side. */
const SPAN = 25;

/** Adds to `x` what a kernel of rows × columns finds in it. */
function residual(layers: Layers, name: string, x: Tensor, kernel: [number, number]): Tensor {
  const padFrequency = (kernel[0] - 1) / 2;
  const found = layers.convolution(name, x, { channels: CHANNELS, kernel, padFrequency });
  return relu(add(x, layers.batchNorm(`${name}Norm`, found)));
}

/** Adds what the wide kernel finds, each time with a norm of its own. */
function wideKernel(layers: Layers) {
  const shape = [CHANNELS, CHANNELS, SPAN, 1];
  const kernel = layers.parameter("octaves.kernel", shape, uniform(CHANNELS * SPAN));
  return (name: string, x: Tensor): Tensor => {
    const found = convolve(x, kernel, { padFrequency: (SPAN - 1) / 2 });
    return relu(add(x, layers.batchNorm(name, found)));
  };
}

/** What heads go by, batch × 16 × 84 × frames. */
export function beamFeatures(layers: Layers, heard: Hearing, epsilon?: number): Tensor {
  const local = layers.convolution("local", harmonicStack(layers, heard, epsilon), {
    channels: CHANNELS,
    kernel: [7, 5],
    stride: BINS_PER_PITCH,
    padFrequency: 2,
  });
  const partials = relu(layers.batchNorm("localNorm", local));
  const octaves = wideKernel(layers);
  const shapes = residual(layers, "shapes", octaves("octavesNorm", partials), [3, 5]);
  return octaves("againNorm", residual(layers, "course", shapes, [1, 9]));
}

/** @param epsilon Added to relative energies before their logarithm, in place of the usual one. */
export function beam(layers: Layers, heard: Hearing, epsilon?: number): NoteLogits {
  const features = beamFeatures(layers, heard, epsilon);
  const frame = layers.convolution("frame", features, {
    channels: 1,
    kernel: [3, 5],
    padFrequency: 1,
    bias: INITIAL_FRAME_BIAS,
  });
  const attack = layers.convolution("attack", features, {
    channels: 7,
    kernel: [3, 3],
    padFrequency: 1,
  });
  const evidence = concat([sigmoid(frame), relu(layers.batchNorm("attackNorm", attack))], 1);
  const onset = layers.convolution("onset", evidence, {
    channels: 1,
    kernel: [3, 5],
    padFrequency: 1,
    bias: INITIAL_ONSET_BIAS,
  });
  return { onset, frame };
}

export const BEAM = noteModel({
  name: "beam",
  description: "Onset and frame posteriors of notes, whatever plays them, for little work",
  inputs: ["energy", "level"],
  // Kernels in a row reach 2 + 2 + 4 + 2 + 2 frames.
  context: 12,
  recipe: beamRecipe,
  network: (layers, heard) => beam(layers, heard),
});

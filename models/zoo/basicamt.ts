/**
 * BasicAMT: onset and frame posteriors of notes, whatever plays them. 18,978 parameters.
 *
 * @module
 */
import { BINS_PER_PITCH } from "../../lib/frontend/constants.ts";
import { leakyRelu, relu, sigmoid } from "../graph/activations.ts";
import { add } from "../graph/arithmetic.ts";
import { harmonicStack, type Hearing } from "../graph/input.ts";
import type { Layers } from "../graph/layers.ts";
import { concat } from "../graph/shape.ts";
import { basicamtRecipe } from "../train/recipes/basicamt.ts";
import {
  INITIAL_FRAME_BIAS,
  INITIAL_ONSET_BIAS,
  type NoteLogits,
  noteModel,
} from "./note_model.ts";

/** Slope of leaky ReLUs. */
const SLOPE = 0.01;

export function basicamt(layers: Layers, heard: Hearing): NoteLogits {
  const stack = harmonicStack(layers, heard);
  const local = layers.convolution("local", stack, {
    channels: 16,
    kernel: [5, 5],
    padFrequency: 2,
  });
  const wide = layers.convolution("wide", leakyRelu(layers.batchNorm("localNorm", local), SLOPE), {
    channels: 8,
    kernel: [25, 3],
    dilation: 3,
    padFrequency: 36,
    bias: true,
  });
  const sum = relu(add(layers.batchNorm("wideNorm", wide), stack));
  const neck = layers.convolution("neck", sum, { channels: 16, kernel: [5, 5], padFrequency: 2 });
  const features = relu(layers.batchNorm("neckNorm", neck));
  const frame = layers.convolution("frame", features, {
    channels: 1,
    kernel: [5, 5],
    stride: BINS_PER_PITCH,
    padFrequency: 1,
    bias: INITIAL_FRAME_BIAS,
  });
  const attack = layers.convolution("attack", features, {
    channels: 7,
    kernel: [7, 3],
    stride: BINS_PER_PITCH,
    padFrequency: 2,
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

export const BASICAMT = noteModel({
  name: "basicamt",
  description: "Onset and frame posteriors of notes, whatever plays them",
  inputs: ["energy", "level"],
  // Five kernels in a row reach 2 + 1 + 2 + 2 + 2 frames.
  context: 9,
  recipe: basicamtRecipe,
  network: basicamt,
});

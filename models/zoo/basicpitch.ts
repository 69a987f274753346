/**
 * BasicPitch (Bittner et al. 2022) without its contour output. 56,517 parameters.
 *
 * The original shifts and scales decibels to 0 … 1 by the extremes of the whole file. Here energies
 * are measured against the local level, so that a stream can be heard; a batch norm follows either
 * way, to which scales and offsets mean nothing.
 *
 * @module
 */
import { BINS_PER_PITCH } from "../../lib/frontend/constants.ts";
import { relu, sigmoid } from "../graph/activations.ts";
import { type Hearing, levelled, stackHarmonics } from "../graph/input.ts";
import type { Layers } from "../graph/layers.ts";
import { concat } from "../graph/shape.ts";
import { basicpitchRecipe } from "../train/recipes/basicpitch.ts";
import {
  INITIAL_FRAME_BIAS,
  INITIAL_ONSET_BIAS,
  type NoteLogits,
  noteModel,
} from "./note_model.ts";

function basicpitch(layers: Layers, { energy, level }: Hearing): NoteLogits {
  const stack = stackHarmonics(layers.batchNorm("inputNorm", levelled(energy, level)));
  const local = layers.convolution("local", stack, {
    channels: 32,
    kernel: [5, 5],
    padFrequency: 2,
    bias: true,
  });
  const wide = layers.convolution("wide", relu(layers.batchNorm("localNorm", local)), {
    channels: 8,
    kernel: [39, 3],
    padFrequency: 19,
    bias: true,
  });
  const pitched = layers.convolution("pitched", relu(layers.batchNorm("wideNorm", wide)), {
    channels: 32,
    kernel: [7, 7],
    stride: BINS_PER_PITCH,
    padFrequency: 2,
    bias: true,
  });
  const frame = layers.convolution("frame", relu(pitched), {
    channels: 1,
    kernel: [3, 7],
    padFrequency: 1,
    bias: INITIAL_FRAME_BIAS,
  });
  const attack = layers.convolution("attack", stack, {
    channels: 32,
    kernel: [5, 5],
    stride: BINS_PER_PITCH,
    padFrequency: 1,
    bias: true,
  });
  const evidence = concat([sigmoid(frame), relu(layers.batchNorm("attackNorm", attack))], 1);
  const onset = layers.convolution("onset", evidence, {
    channels: 1,
    kernel: [3, 3],
    padFrequency: 1,
    bias: INITIAL_ONSET_BIAS,
  });
  return { onset, frame };
}

export const BASICPITCH = noteModel({
  name: "basicpitch",
  description: "BasicPitch's network, trained here: onset and frame posteriors of notes",
  inputs: ["energy", "level"],
  // Five kernels in a row reach 2 + 1 + 3 + 3 + 1 frames.
  context: 10,
  recipe: basicpitchRecipe,
  network: basicpitch,
});

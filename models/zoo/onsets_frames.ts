/**
 * Onsets and Frames (Hawthorne et al. 2018), the onset and the frame stack. 1,714,076 parameters.
 *
 * Mel energies are measured against the local level, like the energies of every model here.
 *
 * @module
 */
import { PITCHES } from "../../lib/frontend/constants.ts";
import { relu, sigmoid } from "../graph/activations.ts";
import type { Tensor } from "../graph/graph.ts";
import { type Hearing, standardLoudness } from "../graph/input.ts";
import type { Layers } from "../graph/layers.ts";
import { poolPairs } from "../graph/pooling.ts";
import { concat, detach, reshape, transpose } from "../graph/shape.ts";
import { onsetsFramesRecipe } from "../train/recipes/onsets_frames.ts";
import {
  INITIAL_FRAME_BIAS,
  INITIAL_ONSET_BIAS,
  type NoteLogits,
  noteModel,
} from "./note_model.ts";

/** Width of the linear layers, and of recurrent layers with both directions. */
const WIDTH = 256;

/** Chance of a unit to be left out in training. */
const DROPOUT = 0.25;

/** Frames that inference hears on either side of a frame, a second: recurrence has no end. */
const CONTEXT = 86;

/** Batch × 1 × 229 × frames to frames × batch × 256. */
function stack(layers: Layers, name: string, x: Tensor): Tensor {
  const convolve = (layer: string, x: Tensor, channels: number) => {
    const y = layers.convolution(`${name}.${layer}`, x, {
      channels,
      kernel: [3, 3],
      padFrequency: 1,
      bias: true,
    });
    return relu(layers.batchNorm(`${name}.${layer}Norm`, y));
  };
  const low = poolPairs(convolve("second", convolve("first", x, 16), 16));
  const high = poolPairs(convolve("third", low, 32));
  const [batch, channels, bins, frames] = high.shape;
  const units = high.size(1) * high.size(2);
  const apart = transpose(reshape(high, [batch, channels, bins, frames]), [3, 0, 1, 2]);
  const flat = reshape(apart, [frames, batch, units]);
  return layers.linear(`${name}.linear`, layers.dropout(name, flat, DROPOUT), WIDTH);
}

/** Frames × batch × 84 to batch × 1 × 84 × frames. */
function upright(logits: Tensor): Tensor {
  const [frames, batch, pitches] = logits.shape;
  return transpose(reshape(logits, [frames, batch, pitches, 1]), [1, 3, 2, 0]);
}

function onsetsFrames(layers: Layers, { mel, level }: Hearing<"mel" | "level">): NoteLogits {
  const x = standardLoudness(mel, level);
  const attacks = layers.lstm("onset.lstm", stack(layers, "onset", x), WIDTH / 2);
  const onset = layers.linear("onset.head", attacks, PITCHES, INITIAL_ONSET_BIAS);
  const sounding = layers.linear("sounding.head", stack(layers, "sounding", x), PITCHES);
  const evidence = concat([detach(sigmoid(onset)), sigmoid(sounding)], 2);
  const held = layers.lstm("frame.lstm", evidence, WIDTH / 2);
  const frame = layers.linear("frame.head", held, PITCHES, INITIAL_FRAME_BIAS);
  return { onset: upright(onset), frame: upright(frame) };
}

export const ONSETS_FRAMES = noteModel({
  name: "onsets_frames",
  description: "Onsets and Frames, trained here: onset and frame posteriors of notes",
  inputs: ["mel", "level"],
  context: CONTEXT,
  wholeWindow: true,
  recipe: onsetsFramesRecipe,
  network: onsetsFrames,
});

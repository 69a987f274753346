/**
 * Septimbre: BasicAMT's posteriors, and for every pitch and frame a direction that tells the
 * timbre.
 *
 * @module
 */
import { BINS_PER_PITCH } from "../../lib/frontend/constants.ts";
import { leakyRelu, relu } from "../graph/activations.ts";
import { add } from "../graph/arithmetic.ts";
import type { Tensor } from "../graph/graph.ts";
import { harmonicStack, type Hearing } from "../graph/input.ts";
import type { Layers } from "../graph/layers.ts";
import { septimbreRecipe } from "../train/recipes/septimbre.ts";
import { timbreModel } from "./timbre_model.ts";

/** Dimensions of an embedding. */
const EMBEDDING_SIZE = 12;

/** Slope of leaky ReLUs. */
const SLOPE = 0.01;

/** Batch × 12 × 84 × frames, of any length. */
export function encoder(layers: Layers, heard: Hearing): Tensor {
  const stack = harmonicStack(layers, heard);
  const local = layers.convolution("local", stack, {
    channels: 16,
    kernel: [5, 5],
    padFrequency: 2,
  });
  const wide = layers.convolution(
    "wide",
    leakyRelu(layers.groupNorm("localNorm", local, 4), SLOPE),
    { channels: 8, kernel: [25, 3], dilation: 3, padFrequency: 36 },
  );
  const sum = layers.groupNorm("sumNorm", add(wide, stack), 2);
  const neck = layers.convolution("neck", sum, { channels: 16, kernel: [5, 5], padFrequency: 2 });
  const features = layers.prelu("neckSlope", neck);

  const block = { kernel: [3, 3], padFrequency: 1, bias: true } as const;
  const normed = layers.layerNorm("blockNorm", features);
  const widened = relu(layers.convolution("widen", normed, { channels: 24, ...block }));
  const narrowed = layers.convolution("narrow", widened, { channels: 16, ...block });
  const refined = layers.instanceNorm("outputNorm", add(features, narrowed));
  return layers.convolution("output", refined, {
    channels: EMBEDDING_SIZE,
    kernel: [3, 5],
    stride: BINS_PER_PITCH,
    bias: true,
  });
}

export const SEPTIMBRE = timbreModel({
  name: "septimbre",
  description: "Onset and frame posteriors of notes, and directions that tell their timbres",
  inputs: ["energy", "level"],
  // Kernels reach 2 + 1 + 2 + 1 + 1 + 2 frames; group and instance norm see the whole window.
  context: 9,
  wholeWindow: true,
  embeddingSize: EMBEDDING_SIZE,
  recipe: septimbreRecipe,
  network: encoder,
});

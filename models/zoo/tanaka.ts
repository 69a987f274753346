/**
 * Deep spherical clustering of spectrograms and pitchgrams (Tanaka et al. 2020) beside the notes of
 * BasicAMT, trained with InfoNCE.
 *
 * Magnitudes are measured against the local level, like the energies of every model here.
 *
 * @module
 */
import { PITCHES } from "../../lib/frontend/constants.ts";
import { tanh } from "../graph/activations.ts";
import { exp, multiply } from "../graph/arithmetic.ts";
import type { Tensor } from "../graph/graph.ts";
import type { Hearing } from "../graph/input.ts";
import type { Layers } from "../graph/layers.ts";
import { concat, reshape, transpose } from "../graph/shape.ts";
import { tanakaRecipe } from "../train/recipes/tanaka.ts";
import { timbreModel } from "./timbre_model.ts";

/** Dimensions of an embedding. */
const EMBEDDING_SIZE = 12;

/** Units of a recurrent layer in each direction. */
const HIDDEN = 256;

/** Brings magnitudes relative to the level, which deviate by 0.03 in music, to about one. */
const MAGNITUDE_SCALE = 30;

const LAYERS = ["first", "second", "third"];

/** Frames that inference hears on either side of a frame, a second: recurrence has no end. */
const CONTEXT = 86;

function encoder(
  layers: Layers,
  { magnitude, level }: Hearing<"magnitude" | "level">,
  frame: () => Tensor,
): Tensor {
  const [batch, frames] = level.shape;
  // The level is one of energies.
  const factor = exp(multiply(reshape(level, [batch, frames, 1]), -0.5));
  const relative = multiply(magnitude, multiply(factor, MAGNITUDE_SCALE));
  const sound = concat([relative, frame()], 2);
  const states = LAYERS.reduce(
    (x, name) => layers.lstm(name, x, HIDDEN),
    transpose(sound, [1, 0, 2]),
  );
  const vectors = tanh(layers.linear("output", states, EMBEDDING_SIZE * PITCHES));
  const apart = reshape(vectors, [frames, batch, EMBEDDING_SIZE, PITCHES]);
  return transpose(apart, [1, 2, 3, 0]);
}

export const TANAKA = timbreModel({
  name: "tanaka",
  description: "Deep spherical clustering, trained here: directions that tell timbres of notes",
  inputs: ["energy", "level", "magnitude"],
  context: CONTEXT,
  wholeWindow: true,
  embeddingSize: EMBEDDING_SIZE,
  hearsBase: true,
  recipe: tanakaRecipe,
  network: encoder,
});

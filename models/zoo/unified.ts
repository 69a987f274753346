/**
 * Models that give each bin one vector for everything: its direction tells the timbre, its length
 * whether a note sounds there, as capsules do (S. Sabour et al., "Dynamic routing between
 * capsules", NIPS 2017).
 *
 * @module
 */
import { PITCHES } from "../../lib/frontend/constants.ts";
import type { FeatureName } from "../../lib/frontend/features.ts";
import { sigmoid } from "../graph/activations.ts";
import { add } from "../graph/arithmetic.ts";
import type { Tensor } from "../graph/graph.ts";
import { type Hearing, hearing } from "../graph/input.ts";
import { Layers } from "../graph/layers.ts";
import { focalLoss, lengthLogits } from "../graph/losses.ts";
import { l2Normalise } from "../graph/normalisation.ts";
import { reshape, transpose } from "../graph/shape.ts";
import { drawUnified } from "../train/batch.ts";
import type { TimbresRecipe } from "../train/recipe.ts";
import { basicamtRecipe } from "../train/recipes/basicamt.ts";
import { BASICAMT } from "./basicamt.ts";
import type { Model } from "./model.ts";
import { contrasts, timbreModel, type TimbreNetwork, TIMBRES } from "./timbre_model.ts";

/** Length of an even chance; vectors start shorter, for notes are rare. */
const HALF = 4;

/** What sets a unified model apart from others; `inputs` holds those of BasicAMT. */
type UnifiedNetwork<F extends FeatureName> =
  & Omit<TimbreNetwork<F>, "loss" | "hearsBase" | "network">
  & {
    /** Batch × embeddingSize × 84 × frames, of any length. */
    network(layers: Layers, heard: Hearing<F>): Tensor;
  };

/** A model whose vectors learn by their directions and by their lengths. */
export function unifiedModel<F extends FeatureName>(
  model: UnifiedNetwork<F>,
): Model<TimbresRecipe> {
  const { inputs, network } = model;
  return {
    ...timbreModel(model),
    losses(trace, recipe) {
      const { crops, frames } = recipe;
      const { graph } = trace;
      const heard = hearing<FeatureName>(graph, inputs, crops, frames);
      const vectors = network(new Layers(trace, TIMBRES), heard);
      const { loss, ...directions } = contrasts(vectors, recipe);
      const target = graph.input("frameTarget", [crops, frames, PITCHES]);
      const upright = transpose(reshape(target, [crops, frames, PITCHES, 1]), [0, 3, 2, 1]);
      const lengths = focalLoss(lengthLogits(vectors, HALF), upright, basicamtRecipe.alpha.frame);
      return { loss: add(loss, lengths), ...directions, lengths };
    },
    draw: (clips, recipe, random, vary) =>
      drawUnified({ clips, features: inputs, vary }, recipe, random),
    infer(trace, heard) {
      const { onset } = BASICAMT.infer(trace, heard);
      const vectors = network(new Layers(trace, TIMBRES), heard);
      const [batch, , pitches, frames] = vectors.shape;
      const sounding = transpose(sigmoid(lengthLogits(vectors, HALF)), [0, 3, 2, 1]);
      return {
        onset,
        frame: reshape(sounding, [batch, frames, pitches]),
        embedding: transpose(l2Normalise(vectors, 1), [0, 3, 2, 1]),
      };
    },
  };
}

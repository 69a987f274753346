/**
 * Models that learn, beside the notes of BasicAMT, directions that tell timbres.
 *
 * @module
 */
import type { FeatureName } from "../../lib/frontend/features.ts";
import { add, multiply } from "../graph/arithmetic.ts";
import type { Tensor } from "../graph/graph.ts";
import { type Hearing, hearing } from "../graph/input.ts";
import { Layers } from "../graph/layers.ts";
import { type Contrast, contrastive, sampledDirections } from "../graph/losses.ts";
import { l2Normalise } from "../graph/normalisation.ts";
import { transpose } from "../graph/shape.ts";
import { drawTimbres } from "../train/batch.ts";
import type { TimbresRecipe } from "../train/recipe.ts";
import { BASICAMT } from "./basicamt.ts";
import type { Model } from "./model.ts";

/** Branch of all timbre models. */
export const TIMBRES = "timbres";

/** What sets a timbre model apart from others; `inputs` holds those of BasicAMT. */
export interface TimbreNetwork<F extends FeatureName> extends
  Pick<
    Model<TimbresRecipe>,
    "name" | "description" | "context" | "wholeWindow" | "embeddingSize" | "hearsBase" | "recipe"
  > {
  inputs: readonly F[];
  /**
   * Batch × embeddingSize × 84 × frames, of any length.
   *
   * @param frame builds the frame posteriors of BasicAMT, batch × frames × 84; only for models that
   * hear their base
   */
  network(layers: Layers, heard: Hearing<F>, frame: () => Tensor): Tensor;
  /** What training lowers for each set of pairs; InfoNCE by default. */
  loss?(directions: Tensor, contrast: Contrast, temperature: number): Tensor;
}

/** The losses of directions, whose pairs come as inputs of the graph. */
export function contrasts(
  embedding: Tensor,
  { bins, binsPerNote = 1, temperature, ...weights }: TimbresRecipe,
  lossOf: NonNullable<TimbreNetwork<never>["loss"]> = contrastive,
): { loss: Tensor; within: Tensor; across: Tensor } {
  const { graph } = embedding;
  const sampled = { embedding, bins: graph.input("bins", [bins, 3], "int64") };
  const directions = sampledDirections(sampled, binsPerNote);
  const count = bins / binsPerNote;
  const compare = (name: string) => {
    const positives = graph.input(`${name}Positives`, [count, count]);
    const mask = graph.input(`${name}Mask`, [count, count]);
    return lossOf(directions, { positives, mask }, temperature);
  };
  const within = compare("within"), across = compare("across");
  const loss = add(multiply(within, weights.within), multiply(across, weights.across));
  return { loss, within, across };
}

/** A model that learns embeddings by comparing bins of one crop and of all crops. */
export function timbreModel<F extends FeatureName>(
  { network, inputs, loss: lossOf = contrastive, ...model }: TimbreNetwork<F>,
): Model<TimbresRecipe> {
  return {
    ...model,
    context: Math.max(model.context, BASICAMT.context),
    inputs,
    branch: TIMBRES,
    base: BASICAMT.name,
    losses(trace, recipe) {
      const heard = hearing<FeatureName>(trace.graph, inputs, recipe.crops, recipe.frames);
      const frame = () => BASICAMT.infer(trace.fix(), heard).frame;
      return contrasts(network(new Layers(trace, TIMBRES), heard, frame), recipe, lossOf);
    },
    draw: (clips, recipe, random, vary) =>
      drawTimbres({ clips, features: inputs, vary }, recipe, random),
    infer(trace, heard) {
      const notes = BASICAMT.infer(trace, heard);
      const directions = network(new Layers(trace, TIMBRES), heard, () => notes.frame);
      return { ...notes, embedding: transpose(l2Normalise(directions, 1), [0, 3, 2, 1]) };
    },
  };
}

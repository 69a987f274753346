/**
 * Models that learn where notes start and sound.
 *
 * @module
 */
import { PITCHES } from "../../lib/frontend/constants.ts";
import type { FeatureName } from "../../lib/frontend/features.ts";
import { sigmoid } from "../graph/activations.ts";
import { add, multiply } from "../graph/arithmetic.ts";
import type { Tensor } from "../graph/graph.ts";
import { type Hearing, hearing } from "../graph/input.ts";
import { Layers } from "../graph/layers.ts";
import { focalLoss } from "../graph/losses.ts";
import { reshape, transpose } from "../graph/shape.ts";
import { drawNotes } from "../train/batch.ts";
import type { NotesRecipe } from "../train/recipe.ts";
import type { Model } from "./model.ts";

/** Branch of all note models. */
const NOTES = "notes";

/** Biases of the heads at the start: notes are rare, and onsets rarer. */
export const INITIAL_FRAME_BIAS = -3;
export const INITIAL_ONSET_BIAS = -4;

/** Logits, batch × 1 × 84 × frames. */
export interface NoteLogits {
  onset: Tensor;
  frame: Tensor;
}

/** What sets a note model apart from others. */
export interface NoteNetwork<F extends FeatureName> extends
  Pick<
    Model<NotesRecipe>,
    "name" | "description" | "context" | "wholeWindow" | "recipe"
  > {
  inputs: readonly F[];
  network(layers: Layers, heard: Hearing<F>): NoteLogits;
  /** What training lowers for each head, of batch × 1 × 84 × frames; the focal loss by default. */
  loss?(logits: Tensor, targets: Tensor, head: "onset" | "frame", recipe: NotesRecipe): Tensor;
}

function focal(
  logits: Tensor,
  targets: Tensor,
  head: "onset" | "frame",
  { alpha }: NotesRecipe,
): Tensor {
  return focalLoss(logits, targets, alpha[head]);
}

/** Batch × 1 × 84 × frames to batch × frames × 84. */
function posterior(logits: Tensor): Tensor {
  const [batch, , pitches, frames] = logits.shape;
  return reshape(transpose(sigmoid(logits), [0, 3, 2, 1]), [batch, frames, pitches]);
}

/** A model that learns note posteriors. */
export function noteModel<F extends FeatureName>(
  { network, inputs, loss: lossOf = focal, ...model }: NoteNetwork<F>,
): Model<NotesRecipe> {
  return {
    ...model,
    inputs,
    branch: NOTES,
    losses(trace, recipe) {
      const { crops, frames, onsetWeight = 1 } = recipe;
      const { graph } = trace;
      const logits = network(new Layers(trace, NOTES), hearing(graph, inputs, crops, frames));
      const loss = (of: "onset" | "frame") => {
        const target = graph.input(`${of}Target`, [crops, frames, PITCHES]);
        const upright = transpose(reshape(target, [crops, frames, PITCHES, 1]), [0, 3, 2, 1]);
        return lossOf(logits[of], upright, of, recipe);
      };
      const onset = loss("onset"), frame = loss("frame");
      return { loss: add(multiply(onset, onsetWeight), frame), onset, frame };
    },
    draw: (clips, recipe, random, vary) =>
      drawNotes({ clips, features: inputs, vary }, recipe, random),
    infer(trace, heard) {
      const { onset, frame } = network(new Layers(trace, NOTES), heard);
      return { onset: posterior(onset), frame: posterior(frame) };
    },
  };
}

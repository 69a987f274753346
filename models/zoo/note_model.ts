/**
 * Models that learn where notes start and sound.
 *
 * @module
 */
import { PITCHES } from "../../lib/frontend/constants.ts";
import { sigmoid } from "../graph/activations.ts";
import { add } from "../graph/arithmetic.ts";
import type { Tensor } from "../graph/graph.ts";
import { type Hearing, hearing } from "../graph/input.ts";
import { Layers } from "../graph/layers.ts";
import { focalLoss } from "../graph/losses.ts";
import { reshape, transpose } from "../graph/shape.ts";
import { drawNotes } from "../train/batch.ts";
import type { NotesRecipe } from "../train/recipe.ts";
import type { Model } from "./model.ts";

/** Branch of all note models. */
export const NOTES = "notes";

/** Logits, batch × 1 × 84 × frames. */
export interface NoteLogits {
  onset: Tensor;
  frame: Tensor;
}

/** What sets a note model apart from others. */
export interface NoteNetwork
  extends Pick<Model<NotesRecipe>, "name" | "description" | "context" | "recipe"> {
  network(layers: Layers, heard: Hearing): NoteLogits;
}

/** Batch × 1 × 84 × frames to batch × frames × 84. */
export function posterior(logits: Tensor): Tensor {
  const [batch, , pitches, frames] = logits.shape;
  return reshape(transpose(sigmoid(logits), [0, 3, 2, 1]), [batch, frames, pitches]);
}

/** A model that learns note posteriors with the focal loss. */
export function noteModel({ network, ...model }: NoteNetwork): Model<NotesRecipe> {
  const inputs = ["energy", "level"] as const;
  return {
    ...model,
    inputs,
    branch: NOTES,
    losses(trace, { crops, frames, alpha }) {
      const { graph } = trace;
      const logits = network(new Layers(trace, NOTES), hearing(graph, inputs, crops, frames));
      const loss = (of: "onset" | "frame") => {
        const target = graph.input(`${of}Target`, [crops, frames, PITCHES]);
        const upright = transpose(reshape(target, [crops, frames, PITCHES, 1]), [0, 3, 2, 1]);
        return focalLoss(logits[of], upright, alpha[of]);
      };
      const onset = loss("onset"), frame = loss("frame");
      return { loss: add(onset, frame), onset, frame };
    },
    draw: drawNotes,
    infer(trace, heard) {
      const { onset, frame } = network(new Layers(trace, NOTES), heard);
      return { onset: posterior(onset), frame: posterior(frame) };
    },
  };
}

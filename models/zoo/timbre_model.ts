/**
 * Models that learn, beside the notes of BasicAMT, directions that tell timbres.
 *
 * @module
 */
import { add, multiply } from "../graph/arithmetic.ts";
import type { Tensor } from "../graph/graph.ts";
import { type Hearing, hearing } from "../graph/input.ts";
import { Layers } from "../graph/layers.ts";
import { infoNce } from "../graph/losses.ts";
import { l2Normalise } from "../graph/normalisation.ts";
import { transpose } from "../graph/shape.ts";
import { drawTimbres } from "../train/batch.ts";
import type { TimbresRecipe } from "../train/recipe.ts";
import { BASICAMT } from "./basicamt.ts";
import type { Model } from "./model.ts";

/** Branch of all timbre models. */
const TIMBRES = "timbres";

/** What sets a timbre model apart from others. */
export interface TimbreNetwork extends
  Pick<
    Model<TimbresRecipe>,
    "name" | "description" | "context" | "wholeWindow" | "embeddingSize" | "recipe"
  > {
  /** Batch × embeddingSize × 84 × frames, of any length. */
  network(layers: Layers, heard: Hearing): Tensor;
}

/** A model that learns embeddings with InfoNCE between bins of one crop and of all crops. */
export function timbreModel({ network, ...model }: TimbreNetwork): Model<TimbresRecipe> {
  const inputs = ["energy", "level"] as const;
  return {
    ...model,
    context: Math.max(model.context, BASICAMT.context),
    inputs,
    branch: TIMBRES,
    base: BASICAMT.name,
    losses(trace, { crops, frames, bins, temperature, ...weights }) {
      const { graph } = trace;
      const heard = hearing(graph, inputs, crops, frames);
      const embedding = network(new Layers(trace, TIMBRES), heard);
      const contrast = (name: string) => ({
        positives: graph.input(`${name}Positives`, [bins, bins]),
        mask: graph.input(`${name}Mask`, [bins, bins]),
      });
      const similarities = { embedding, bins: graph.input("bins", [bins, 3], "int64") };
      const contrasts = [contrast("within"), contrast("across")];
      const [within, across] = infoNce(similarities, contrasts, temperature);
      const loss = add(multiply(within, weights.within), multiply(across, weights.across));
      return { loss, within, across };
    },
    draw: drawTimbres,
    infer(trace, heard) {
      const notes = BASICAMT.infer(trace, heard);
      const directions = l2Normalise(network(new Layers(trace, TIMBRES), heard), 1);
      return { ...notes, embedding: transpose(directions, [0, 3, 2, 1]) };
    },
  };
}

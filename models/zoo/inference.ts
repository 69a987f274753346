/**
 * Inference models: posteriors and unit vectors, time first, with the weights inside.
 *
 * @module
 */
import { sigmoid } from "../graph/activations.ts";
import { Graph, type Tensor } from "../graph/graph.ts";
import { hearing } from "../graph/input.ts";
import { Layers } from "../graph/layers.ts";
import { l2Normalise } from "../graph/normalisation.ts";
import { reshape, transpose } from "../graph/shape.ts";
import { countValues, Trace, type Values } from "../graph/trace.ts";
import { basicamt, BASICAMT_CONTEXT } from "./basicamt.ts";
import { EMBEDDING_SIZE, encoder, ENCODER_CONTEXT } from "./septimbre.ts";

/** Models by name. */
export type ModelName = "basicamt" | "septimbre";

/** A model without training. */
export interface ModelEntry {
  description: string;
  /** Frames on either side that can change a posterior. */
  context: number;
  embeddingSize?: number;
}

export const MODELS: Readonly<Record<ModelName, ModelEntry>> = {
  basicamt: {
    description: "Onset and frame posteriors of notes, whatever plays them",
    context: BASICAMT_CONTEXT,
  },
  septimbre: {
    description: "Onset and frame posteriors of notes, and directions that tell their timbres",
    context: Math.max(BASICAMT_CONTEXT, ENCODER_CONTEXT),
    embeddingSize: EMBEDDING_SIZE,
  },
};

/** Batch × channels × 84 × frames to batch × frames × 84 × channels. */
function timeFirst(x: Tensor): Tensor {
  return transpose(x, [0, 3, 2, 1]);
}

function posterior(logits: Tensor): Tensor {
  const [batch, , pitches, frames] = logits.shape;
  return reshape(timeFirst(sigmoid(logits)), [batch, frames, pitches]);
}

/**
 * A model as an ONNX file with dynamic batch and frames.
 *
 * @param values parameters and running statistics by name
 * @returns the file and the number of learnt parameters in it
 */
export function buildInference(
  model: ModelName,
  values: Values,
): { onnx: Uint8Array<ArrayBuffer>; parameters: number } {
  const graph = new Graph();
  const trace = new Trace(graph, { values });
  const heard = hearing(graph, "batch", "frames");
  const logits = basicamt(new Layers(trace, "notes"), heard);
  const outputs: Record<string, Tensor> = {
    onset: posterior(logits.onset),
    frame: posterior(logits.frame),
  };
  if (model === "septimbre") {
    const directions = encoder(new Layers(trace, "timbres"), heard);
    outputs.embedding = timeFirst(l2Normalise(directions, 1));
  }
  return { onnx: graph.encode(outputs), parameters: countValues(trace.parameters) };
}

/**
 * Inference models: networks with their weights inside.
 *
 * @module
 */
import { Graph, type Tensor } from "../graph/graph.ts";
import { hearing } from "../graph/input.ts";
import { countValues, Trace, type Values } from "../graph/trace.ts";
import type { Model, Said } from "./model.ts";

/** An ONNX file, and what is in it. */
export interface Network<Output extends string = string> {
  onnx: Uint8Array<ArrayBuffer>;
  outputs: readonly Output[];
  /** Number of learnt parameters. */
  parameters: number;
}

/**
 * The network that `build` makes, its outputs by name.
 *
 * @param values parameters and running statistics by name
 */
export function encodeNetwork<Output extends string>(
  values: Values,
  build: (trace: Trace) => Record<Output, Tensor>,
): Network<Output> {
  const trace = new Trace(new Graph(), { values });
  const outputs = build(trace);
  return {
    onnx: trace.graph.encode(outputs),
    outputs: Object.keys(outputs) as Output[],
    parameters: countValues(trace.parameters),
  };
}

/** A model as an ONNX file with dynamic batch and frames; see {@linkcode encodeNetwork}. */
export function buildInference(model: Model, values: Values): Network<keyof Said> {
  return encodeNetwork(values, (trace) => {
    const heard = hearing(trace.graph, model.inputs, "batch", "frames");
    return model.infer(trace, heard) as Required<Said>;
  });
}

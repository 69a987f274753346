/**
 * The graphs a training run executes.
 *
 * @module
 */
import { Graph, type Tensor } from "../graph/graph.ts";
import { type Mask, type Parameter, Trace } from "../graph/trace.ts";
import { modelNamed } from "../zoo/mod.ts";
import type { Plan } from "./recipe.ts";

/** A graph and what goes in and out of it besides the batch. */
export interface Program {
  onnx: Uint8Array<ArrayBuffer>;
  parameters: readonly Parameter[];
  running: readonly Parameter[];
  masks: readonly Mask[];
  /** Parameters and running statistics of branches that are trained already. */
  fixed: readonly Parameter[];
  /** Names of the losses among the outputs; the first is what training lowers. */
  losses: readonly string[];
}

/** Outputs of a training graph beside the losses. */
export const gradientOf = (parameter: string) => `gradient ${parameter}`;
export const batchOf = (statistic: string) => `batch ${statistic}`;

/** The graph of one step: losses, gradients, and batch statistics if `mode` is "training". */
export function buildProgram({ model, recipe }: Plan, mode: "training" | "validation"): Program {
  const graph = new Graph();
  const trace = new Trace(graph, mode);
  const { loss, ...parts } = modelNamed(model).losses(trace, recipe);
  const { parameters, running, variables, batch, masks } = trace;
  const fixed = trace.fixed.flatMap(({ parameters, running }) => [...parameters, ...running]);
  const outputs: Record<string, Tensor> = { loss, ...parts };
  const losses = Object.keys(outputs);
  if (mode === "training") {
    const gradients = graph.differentiate(loss, variables);
    parameters.forEach(({ name }, i) => outputs[gradientOf(name)] = gradients[i]);
    running.forEach(({ name }, i) => outputs[batchOf(name)] = batch[i]);
  }
  return { onnx: graph.encode(outputs), parameters, running, masks, fixed, losses };
}

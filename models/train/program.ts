/**
 * The graphs a training run executes.
 *
 * @module
 */
import { encoder } from "../zoo/septimbre.ts";
import { basicamt } from "../zoo/basicamt.ts";
import { PITCHES } from "../../lib/frontend/constants.ts";
import { add, multiply } from "../graph/arithmetic.ts";
import { Graph, type Tensor } from "../graph/graph.ts";
import { hearing } from "../graph/input.ts";
import { Layers } from "../graph/layers.ts";
import { focalLoss, infoNce } from "../graph/losses.ts";
import { reshape, transpose } from "../graph/shape.ts";
import { type Parameter, Trace } from "../graph/trace.ts";
import type { NotesRecipe, Recipe, TimbresRecipe } from "./recipe.ts";

/** A graph and what goes in and out of it besides the batch. */
export interface Program {
  onnx: Uint8Array<ArrayBuffer>;
  parameters: readonly Parameter[];
  running: readonly Parameter[];
  /** Names of the losses among the outputs; the first is their weighted sum. */
  losses: readonly string[];
}

/** Outputs of a training graph beside the losses. */
export const gradientOf = (parameter: string) => `gradient ${parameter}`;
export const batchOf = (statistic: string) => `batch ${statistic}`;

type Losses = { loss: Tensor } & Record<string, Tensor>;

function noteLosses(trace: Trace, { crops, frames, alpha }: NotesRecipe): Losses {
  const logits = basicamt(new Layers(trace, "notes"), hearing(trace.graph, crops, frames));
  const loss = (of: "onset" | "frame") => {
    const target = trace.graph.input(`${of}Target`, [crops, frames, PITCHES]);
    const upright = transpose(reshape(target, [crops, frames, PITCHES, 1]), [0, 3, 2, 1]);
    return focalLoss(logits[of], upright, alpha[of]);
  };
  const onset = loss("onset"), frame = loss("frame");
  return { loss: add(onset, frame), onset, frame };
}

function timbreLosses(trace: Trace, recipe: TimbresRecipe): Losses {
  const { graph } = trace;
  const { crops, frames, bins, temperature } = recipe;
  const embedding = encoder(new Layers(trace, "timbres"), hearing(graph, crops, frames));
  const contrast = (name: string) => ({
    positives: graph.input(`${name}Positives`, [bins, bins]),
    mask: graph.input(`${name}Mask`, [bins, bins]),
  });
  const similarities = { embedding, bins: graph.input("bins", [bins, 3], "int64") };
  const contrasts = [contrast("within"), contrast("across")];
  const [within, across] = infoNce(similarities, contrasts, temperature);
  const loss = add(multiply(within, recipe.within), multiply(across, recipe.across));
  return { loss, within, across };
}

/** The graph of one step: losses, gradients, and batch statistics if `mode` is "training". */
export function buildProgram(recipe: Recipe, mode: "training" | "validation"): Program {
  const graph = new Graph();
  const trace = new Trace(graph, mode);
  const losses = recipe.branch === "notes"
    ? noteLosses(trace, recipe)
    : timbreLosses(trace, recipe);
  const { parameters, running, variables, batch } = trace;
  const outputs: Record<string, Tensor> = { ...losses };
  if (mode === "training") {
    const gradients = graph.differentiate(losses.loss, variables);
    parameters.forEach(({ name }, i) => outputs[gradientOf(name)] = gradients[i]);
    running.forEach(({ name }, i) => outputs[batchOf(name)] = batch[i]);
  }
  return { onnx: graph.encode(outputs), parameters, running, losses: Object.keys(losses) };
}

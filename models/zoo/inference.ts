/**
 * Inference models: networks with their weights inside.
 *
 * @module
 */
import { leftIn, type LiveCard } from "../../lib/inference/card.ts";
import { macsPerSecond } from "../graph/cost.ts";
import { Graph, type Tensor } from "../graph/graph.ts";
import { hearing } from "../graph/input.ts";
import { FRAMES, StreamingGraph } from "../graph/streaming.ts";
import { countValues, Trace, type Values } from "../graph/trace.ts";
import type { Model, Said } from "./model.ts";

/** Networks that would be larger are stored in half precision, bytes. */
const LARGEST_FILE = 8e6;

/** An ONNX file, and what is in it. */
export interface Network<Output extends string = string> {
  onnx: Uint8Array<ArrayBuffer>;
  outputs: readonly Output[];
  /** Number of learnt parameters. */
  parameters: number;
}

/**
 * The network that `build` makes, its outputs by name; in half precision where it is large.
 *
 * @param values parameters and running statistics by name
 */
export function encodeNetwork<Output extends string>(
  values: Values,
  build: (trace: Trace) => Record<Output, Tensor>,
): Network<Output> {
  const encode = (half: boolean): Network<Output> => {
    const trace = new Trace(new Graph(), { values, half });
    const outputs = build(trace);
    return {
      onnx: trace.graph.encode(outputs),
      outputs: Object.keys(outputs) as Output[],
      parameters: countValues(trace.parameters),
    };
  };
  const network = encode(false);
  return network.onnx.length <= LARGEST_FILE ? network : encode(true);
}

/** A network that runs over frames. */
export interface FrameNetwork extends Network<keyof Said> {
  /** Multiplications with additions for each second of audio. */
  macsPerSecond: number;
}

/** A model as an ONNX file with dynamic batch and frames; see {@linkcode encodeNetwork}. */
export function buildInference(model: Model, values: Values): FrameNetwork {
  let cost = 0;
  const network = encodeNetwork(values, (trace) => {
    const heard = hearing(trace.graph, model.inputs, "batch", FRAMES);
    const said = model.infer(trace, heard) as Required<Said>;
    cost = macsPerSecond(trace.graph);
    return said;
  });
  return { ...network, macsPerSecond: cost };
}

/** A network that hears frames as they come. */
export interface LiveNetwork extends Pick<LiveCard, "kept"> {
  onnx: Uint8Array<ArrayBuffer>;
}

/**
 * A model as an ONNX file that hears each frame once; see {@linkcode StreamingGraph}.
 *
 * @throws {Error} If the model needs its whole window.
 */
export function buildLive(model: Model, values: Values): LiveNetwork {
  if (model.wholeWindow) throw new Error(`Cannot stream ${model.name}: it needs its whole window`);
  const graph = new StreamingGraph();
  const heard = hearing(graph, model.inputs, 1, FRAMES);
  const said = Object.entries(model.infer(new Trace(graph, { values }), heard));
  const together = graph.together(said.map(([, tensor]) => tensor));
  if (graph.lateness(together[0]) !== model.context) {
    throw new Error(`Cannot stream ${model.name}: its context is not ${model.context} frames`);
  }
  const left = graph.kept.map(({ past, next }) => [leftIn(past), next] as const);
  const outputs = Object.fromEntries([...said.map(([name], i) => [name, together[i]]), ...left]);
  return {
    onnx: graph.encode(outputs),
    kept: Object.fromEntries(graph.kept.map(({ past, shape }) => [past, shape])),
  };
}

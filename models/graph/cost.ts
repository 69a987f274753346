/**
 * What an inference graph costs.
 *
 * @module
 */
import { FRAME_RATE } from "../../lib/frontend/constants.ts";
import { type Graph, type Operation, sizeOf, type Tensor } from "./graph.ts";

/**
 * Multiplications with additions for each second of audio: those of convolutions, matrix products
 * and recurrent layers, beside which element-wise work is little.
 *
 * @param graph with dynamic batch and frames, and static shapes otherwise
 */
export function macsPerSecond(graph: Graph): number {
  return Math.round(macs(graph) * FRAME_RATE);
}

/** The same for one run, or for one frame of one recording where these are dynamic. */
export function macs(graph: Graph): number {
  return graph.operations.reduce((sum, operation) => sum + macsOf(operation), 0);
}

function macsOf({ operator, inputs, output }: Operation): number {
  switch (operator) {
    case "Conv":
      return valuesPerFrame(output) * sizeOf(inputs[1].sizes.slice(1));
    case "MatMul":
      return valuesPerFrame(output) * inputs[1].size(inputs[1].shape.length - 2);
    case "LSTM":
      return sizeOf(inputs[1].sizes) + sizeOf(inputs[2].sizes);
    default:
      return 0;
  }
}

/** Values of one frame of one recording. */
function valuesPerFrame({ shape }: Tensor): number {
  return sizeOf(shape.filter((size) => typeof size === "number"));
}

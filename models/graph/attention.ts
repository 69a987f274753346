/**
 * Attention (Vaswani et al. 2017): each element of a set looks at the others.
 *
 * @module
 */
import { multiply, subtract, sum } from "./arithmetic.ts";
import type { Tensor } from "./graph.ts";
import { transpose } from "./shape.ts";

/** The order of axes with the last two swapped. */
function swapped(rank: number): number[] {
  const axes = Array.from({ length: rank }, (_, axis) => axis);
  return [...axes.slice(0, -2), rank - 1, rank - 2];
}

/** … × n × m times … × m × k, one product for each index of the leading axes, which agree. */
export function matrixProduct(a: Tensor, b: Tensor): Tensor {
  const { graph } = a;
  const upright = (x: Tensor) => transpose(x, swapped(x.shape.length));
  const shape = [...a.shape.slice(0, -1), b.shape[b.shape.length - 1]];
  return graph.record([a, b], () => graph.emit("MatMul", [a, b], shape), [
    (dy) => matrixProduct(dy, upright(b)),
    (dy) => matrixProduct(upright(a), dy),
  ]);
}

/** Softmax over the last axis. */
export function softmax(x: Tensor): Tensor {
  const axis = x.shape.length - 1;
  const { graph } = x;
  return graph.record([x], () => graph.emit("Softmax", [x], x.shape, { axis }), [
    (dy, y) => multiply(y, subtract(dy, sum(multiply(dy, y), [axis]))),
  ]);
}

/** Natural logarithm of the softmax over the last axis. */
export function logSoftmax(x: Tensor): Tensor {
  const axis = x.shape.length - 1;
  const { graph } = x;
  return graph.record([x], () => graph.emit("LogSoftmax", [x], x.shape, { axis }), [
    (dy, y) => subtract(dy, multiply(graph.emit("Exp", [y], y.shape), sum(dy, [axis]))),
  ]);
}

/** How well keys, … × m × d, answer queries, … × n × d: … × n × m. */
export function attentionScores(queries: Tensor, keys: Tensor): Tensor {
  const size = queries.size(queries.shape.length - 1);
  const upright = transpose(keys, swapped(keys.shape.length));
  return multiply(matrixProduct(queries, upright), 1 / Math.sqrt(size));
}

/** Means of `values`, … × m × d, weighted by the softmax of `scores`, … × n × m. */
export function attend(scores: Tensor, values: Tensor): Tensor {
  return matrixProduct(softmax(scores), values);
}

/**
 * Attention (Vaswani et al. 2017): each element of a set looks at the others.
 *
 * @module
 */
import { add, multiply, subtract, sum } from "./arithmetic.ts";
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

/**
 * Means of `values` weighted by how well keys answer queries.
 *
 * @param queries … × n × d
 * @param keys … × m × d
 * @param values … × m × d
 * @param bias added to the scores, … × n × m or broadcast to it
 */
export function attend(queries: Tensor, keys: Tensor, values: Tensor, bias: Tensor): Tensor {
  const size = queries.size(queries.shape.length - 1);
  const upright = transpose(keys, swapped(keys.shape.length));
  const scores = multiply(matrixProduct(queries, upright), 1 / Math.sqrt(size));
  return matrixProduct(softmax(add(scores, bias)), values);
}

/**
 * Activation functions.
 *
 * @module
 */
import { multiply, subtract, sumTo } from "./arithmetic.ts";
import type { Tensor } from "./graph.ts";

/** `yes` where `x` is positive, `no` elsewhere. */
function wherePositive(x: Tensor, yes: Tensor, no: Tensor): Tensor {
  const positive = x.graph.emit("Greater", [x, x.graph.scalar(0)], x.shape);
  return x.graph.emit("Where", [positive, yes, no], x.shape);
}

export function relu(x: Tensor): Tensor {
  // The sign of an output is 1 or 0, and a product is faster than a choice.
  return x.graph.record([x], () => x.graph.emit("Relu", [x], x.shape), [
    (dy, y) => multiply(dy, x.graph.emit("Sign", [y], x.shape)),
  ]);
}

/** `slope` is the factor of negative values. */
export function leakyRelu(x: Tensor, slope: number): Tensor {
  const attributes = { alpha: { float: slope } };
  return x.graph.record([x], () => x.graph.emit("LeakyRelu", [x], x.shape, attributes), [
    (dy, y) => wherePositive(y, dy, multiply(dy, slope)),
  ]);
}

/** A leaky ReLU with learnt slopes, broadcast to `x`. */
export function prelu(x: Tensor, slope: Tensor): Tensor {
  const { graph } = x;
  return graph.record([x, slope], () => graph.emit("PRelu", [x, slope], x.shape), [
    (dy) => wherePositive(x, dy, multiply(dy, slope)),
    (dy) => {
      const negative = graph.emit("Min", [x, graph.scalar(0)], x.shape);
      return sumTo(multiply(dy, negative), slope.sizes);
    },
  ]);
}

export function sigmoid(x: Tensor): Tensor {
  return x.graph.record([x], () => x.graph.emit("Sigmoid", [x], x.shape), [
    (dy, y) => multiply(dy, multiply(y, subtract(1, y))),
  ]);
}

/** ln(1 + eˣ), without overflow. */
export function softplus(x: Tensor): Tensor {
  return x.graph.record([x], () => x.graph.emit("Softplus", [x], x.shape), [
    (dy) => multiply(dy, sigmoid(x)),
  ]);
}

export function tanh(x: Tensor): Tensor {
  return x.graph.record([x], () => x.graph.emit("Tanh", [x], x.shape), [
    (dy, y) => multiply(dy, subtract(1, multiply(y, y))),
  ]);
}

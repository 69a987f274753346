/**
 * Element-wise arithmetic with broadcasting, and sums.
 *
 * @module
 */
import { type Shape, sizeOf, Tensor } from "./graph.ts";
import type { Dimension } from "./onnx.ts";

/** A tensor or a number. */
export type Operand = Tensor | number;

/** The shape of two shapes laid over each other, aligned at their last dimensions. */
function broadcast(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i): Dimension => {
    const left = a[a.length - rank + i] ?? 1, right = b[b.length - rank + i] ?? 1;
    if (left === 1) return right;
    if (right === 1 || left === right) return left;
    throw new Error(`Cannot broadcast a shape of ${a} with ${b}`);
  });
}

/** Sums `x` over the dimensions along which `shape` was broadcast to it. */
export function sumTo(x: Tensor, shape: readonly number[]): Tensor {
  const lead = x.shape.length - shape.length;
  const axes = x.shape.map((_, i) => i).filter((i) =>
    i < lead || (shape[i - lead] === 1 && x.shape[i] !== 1)
  );
  if (axes.length === 0) return x;
  const summed = sum(x, axes);
  return lead === 0 ? summed : x.graph.emit("Reshape", [summed, x.graph.integers(shape)], shape);
}

function binary(operator: string, a: Tensor, b: Tensor): Tensor {
  return a.graph.emit(operator, [a, b], broadcast(a.shape, b.shape));
}

function tensors(a: Operand, b: Operand): [Tensor, Tensor] {
  if (a instanceof Tensor) return [a, b instanceof Tensor ? b : a.graph.scalar(b)];
  if (b instanceof Tensor) return [b.graph.scalar(a), b];
  throw new Error(`Cannot place numbers alone in a graph: ${a} and ${b}`);
}

export function add(left: Operand, right: Operand): Tensor {
  const [a, b] = tensors(left, right);
  return a.graph.record([a, b], () => binary("Add", a, b), [
    (dy) => sumTo(dy, a.sizes),
    (dy) => sumTo(dy, b.sizes),
  ]);
}

export function subtract(left: Operand, right: Operand): Tensor {
  const [a, b] = tensors(left, right);
  return a.graph.record([a, b], () => binary("Sub", a, b), [
    (dy) => sumTo(dy, a.sizes),
    (dy) => sumTo(multiply(dy, -1), b.sizes),
  ]);
}

export function multiply(left: Operand, right: Operand): Tensor {
  const [a, b] = tensors(left, right);
  return a.graph.record([a, b], () => binary("Mul", a, b), [
    (dy) => sumTo(multiply(dy, b), a.sizes),
    (dy) => sumTo(multiply(dy, a), b.sizes),
  ]);
}

export function divide(left: Operand, right: Operand): Tensor {
  const [a, b] = tensors(left, right);
  return a.graph.record([a, b], () => binary("Div", a, b), [
    (dy) => sumTo(divide(dy, b), a.sizes),
    (dy, y) => sumTo(multiply(divide(multiply(dy, y), b), -1), b.sizes),
  ]);
}

export function exp(x: Tensor): Tensor {
  return x.graph.record([x], () => x.graph.emit("Exp", [x], x.shape), [(dy, y) => multiply(dy, y)]);
}

/** Natural logarithm. */
export function log(x: Tensor): Tensor {
  return x.graph.record([x], () => x.graph.emit("Log", [x], x.shape), [(dy) => divide(dy, x)]);
}

export function sqrt(x: Tensor): Tensor {
  return x.graph.record([x], () => x.graph.emit("Sqrt", [x], x.shape), [
    (dy, y) => divide(multiply(dy, 0.5), y),
  ]);
}

function reduced(shape: Shape, axes: readonly number[]): Shape {
  return shape.map((size, i) => axes.includes(i) ? 1 : size);
}

function expand(x: Tensor, shape: readonly number[]): Tensor {
  return x.graph.emit("Expand", [x, x.graph.integers(shape)], shape);
}

/** Sum over `axes`, which stay as dimensions of one. */
export function sum(x: Tensor, axes: readonly number[]): Tensor {
  const { graph } = x;
  const forward = () =>
    graph.emit("ReduceSum", [x, graph.integers(axes)], reduced(x.shape, axes), { keepdims: 1 });
  return graph.record([x], forward, [(dy) => expand(dy, x.sizes)]);
}

/** Sum of squares over `axes`, which stay as dimensions of one. */
export function sumOfSquares(x: Tensor, axes: readonly number[]): Tensor {
  const attributes = { axes, keepdims: 1 };
  const forward = () => x.graph.emit("ReduceSumSquare", [x], reduced(x.shape, axes), attributes);
  return x.graph.record([x], forward, [(dy) => multiply(multiply(x, dy), 2)]);
}

/** Mean over `axes`, which stay as dimensions of one. */
export function mean(x: Tensor, axes: readonly number[]): Tensor {
  const attributes = { axes, keepdims: 1 };
  const forward = () => x.graph.emit("ReduceMean", [x], reduced(x.shape, axes), attributes);
  return x.graph.record([x], forward, [
    (dy) => expand(multiply(dy, 1 / sizeOf(axes.map((axis) => x.size(axis)))), x.sizes),
  ]);
}

/** Sum of everything, a scalar. */
export function total(x: Tensor): Tensor {
  const forward = () => x.graph.emit("ReduceSum", [x], [], { keepdims: 0 });
  return x.graph.record([x], forward, [(dy) => expand(dy, x.sizes)]);
}

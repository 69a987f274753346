/**
 * Matrix products over frames × batch × channels.
 *
 * @module
 */
import { add } from "./arithmetic.ts";
import type { Tensor } from "./graph.ts";
import { reshape, transpose } from "./shape.ts";

/** Frames × batch × n as a matrix of n columns. */
export function rows(x: Tensor): Tensor {
  const [frames, batch, columns] = x.sizes;
  return reshape(x, [frames * batch, columns]);
}

/** Σ over frames and batch of aᵀ · b, columns of `a` × columns of `b`. */
export function correlate(a: Tensor, b: Tensor): Tensor {
  return a.graph.emit("Gemm", [rows(a), rows(b)], [a.size(2), b.size(2)], { transA: 1 });
}

/** Frames × batch × n times a matrix of n × m. Not differentiable. */
export function product(x: Tensor, matrix: Tensor): Tensor {
  const shape = [x.shape[0], x.shape[1], matrix.size(1)];
  return x.graph.emit("MatMul", [x, matrix], shape);
}

/** `x` · kernelᵀ + bias, with a kernel of outputs × inputs. */
export function linear(x: Tensor, kernel: Tensor, bias: Tensor): Tensor {
  const forward = () => product(x, transpose(kernel, [1, 0]));
  const y = x.graph.record([x, kernel], forward, [
    (dy) => product(dy, kernel),
    (dy) => correlate(dy, x),
  ]);
  return add(y, bias);
}

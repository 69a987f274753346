/**
 * Matrix products over the last axis.
 *
 * @module
 */
import { add } from "./arithmetic.ts";
import { sizeOf, type Tensor } from "./graph.ts";
import { reshape, transpose } from "./shape.ts";

/** … × n as a matrix of n columns. */
export function rows(x: Tensor): Tensor {
  const columns = x.size(x.shape.length - 1);
  return reshape(x, [sizeOf(x.sizes) / columns, columns]);
}

/** Σ over all rows of aᵀ · b, columns of `a` × columns of `b`. */
export function correlate(a: Tensor, b: Tensor): Tensor {
  const [m, n] = [a, b].map((x) => x.size(x.shape.length - 1));
  return a.graph.emit("Gemm", [rows(a), rows(b)], [m, n], { transA: 1 });
}

/** … × n times a matrix of n × m. Not differentiable. */
export function product(x: Tensor, matrix: Tensor): Tensor {
  const shape = [...x.shape.slice(0, -1), matrix.size(1)];
  return x.graph.emit("MatMul", [x, matrix], shape);
}

/** `x`, … × inputs, · kernelᵀ + bias, with a kernel of outputs × inputs. */
export function linear(x: Tensor, kernel: Tensor, bias?: Tensor): Tensor {
  const forward = () => product(x, transpose(kernel, [1, 0]));
  const y = x.graph.record([x, kernel], forward, [
    (dy) => product(dy, kernel),
    (dy) => correlate(dy, x),
  ]);
  return bias ? add(y, bias) : y;
}

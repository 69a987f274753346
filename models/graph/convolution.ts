/**
 * Convolution over frequency × time, and its gradients.
 *
 * onnxruntime's CPU build has no gradient of a convolution. The gradient of the input is a
 * convolution of the output's gradient with the reversed kernel. The gradient of the kernel,
 *
 *     dW[o, c, i, j] = Σ over b, h, t of dY[b, o, h, t] · X[b, c, stride·h + dilation·i, t + j],
 *
 * is a correlation with a long inner sum and a small result. It becomes a few matrix products with
 * well-shaped sides: copies of X shifted in time are stacked as rows of one matrix, copies of dY
 * shifted in frequency as rows of the other, and their product holds many (i, j) at once.
 *
 * @module
 */
import { sum } from "./arithmetic.ts";
import { sizeOf, type Tensor } from "./graph.ts";
import { concat, pad, reshape, reverse, slice, transpose } from "./shape.ts";

export interface Convolution {
  /** Step over frequency; a step needs a dilation of 1. Time is never strided. */
  stride?: number;
  /** Distance of kernel rows in frequency. */
  dilation?: number;
  /** Zeros at either end of frequency. */
  padFrequency?: number;
  /** Zeros at either end of time. */
  padTime?: number;
  /** One value an output channel. */
  bias?: Tensor;
}

/** Sizes every gradient needs. */
interface Geometry extends Required<Omit<Convolution, "bias">> {
  batch: number;
  channelsIn: number;
  channelsOut: number;
  bins: number;
  binsOut: number;
  frames: number;
  framesOut: number;
  rows: number;
  columns: number;
}

/** Kernel rows that share one matrix product. */
const ROWS_PER_PRODUCT = 5;

function outputSize(size: number, kernel: number, stride: number, dilation: number, pad: number) {
  return Math.floor((size + 2 * pad - dilation * (kernel - 1) - 1) / stride) + 1;
}

/**
 * Convolves `x`, batch × channels × bins × frames, with `kernel`, outputs × channels × rows ×
 * columns (rows span frequency, columns time).
 */
export function convolve(x: Tensor, kernel: Tensor, options: Convolution = {}): Tensor {
  const { stride = 1, dilation = 1, padFrequency = 0, padTime = 0, bias } = options;
  if (stride > 1 && dilation > 1) {
    throw new Error(`Cannot convolve with a stride of ${stride} and a dilation of ${dilation}`);
  }
  const [batch, , bins, frames] = x.shape;
  const [channelsOut, , rows, columns] = kernel.sizes;
  const binsOut = stride === 1 && 2 * padFrequency === dilation * (rows - 1)
    ? bins
    : outputSize(x.size(2), rows, stride, dilation, padFrequency);
  const framesOut = 2 * padTime === columns - 1
    ? frames
    : outputSize(x.size(3), columns, 1, 1, padTime);
  const inputs = bias ? [x, kernel, bias] : [x, kernel];
  const forward = () =>
    x.graph.emit("Conv", inputs, [batch, channelsOut, binsOut, framesOut], {
      pads: [padFrequency, padTime, padFrequency, padTime],
      strides: [stride, 1],
      dilations: [dilation, 1],
      kernel_shape: [rows, columns],
    });
  const geometry = (y: Tensor): Geometry => {
    const [batch, channelsIn, bins, frames] = x.sizes;
    const [, , binsOut, framesOut] = y.sizes;
    const sizes = { batch, channelsIn, channelsOut, bins, binsOut, frames, framesOut };
    return { ...sizes, rows, columns, stride, dilation, padFrequency, padTime };
  };
  const ofKernel = stride === 1 ? kernelGradient : stridedKernelGradient;
  return x.graph.record(inputs, forward, [
    (dy, y) => inputGradient(dy, kernel, geometry(y)),
    (dy, y) => ofKernel(x, dy, geometry(y)),
    (dy) => reshape(sum(dy, [0, 2, 3]), [channelsOut]),
  ]);
}

/** Convolves the gradient, spread out by the stride, with the reversed kernel. */
function inputGradient(dy: Tensor, kernel: Tensor, g: Geometry): Tensor {
  const spread = g.stride === 1 ? dy : spreadBins(dy, g);
  const reach = g.dilation * (g.rows - 1);
  const before = reach - g.padFrequency;
  const after = g.bins - (g.binsOut * g.stride + before - reach);
  const side = g.columns - 1 - g.padTime;
  const reversed = reverse(transpose(kernel, [1, 0, 2, 3]), [2, 3]);
  return dy.graph.emit("Conv", [spread, reversed], [g.batch, g.channelsIn, g.bins, g.frames], {
    pads: [before, side, after, side],
    dilations: [g.dilation, 1],
    kernel_shape: [g.rows, g.columns],
  });
}

/** Puts `stride − 1` zeros after each bin. */
function spreadBins(dy: Tensor, g: Geometry): Tensor {
  const { batch, channelsOut, binsOut, framesOut, stride } = g;
  const apart = reshape(dy, [batch, channelsOut, binsOut, 1, framesOut]);
  const spread = pad(apart, [0, 0, 0, 0, 0], [0, 0, 0, stride - 1, 0]);
  return reshape(spread, [batch, channelsOut, binsOut * stride, framesOut]);
}

/** Copies of `x` shifted by 0 … columns − 1 frames, stacked along the first axis. */
function shiftedInTime(x: Tensor, g: Geometry): Tensor {
  const axis = x.shape.length - 1;
  const copies = Array.from(
    { length: g.columns },
    (_, column) => slice(x, axis, column, column + g.framesOut),
  );
  return concat(copies, 0);
}

/** Copies of `dy` (channels first) moved up by 0 … count − 1 times `step` bins, stacked. */
function shiftedInFrequency(dy: Tensor, count: number, step: number): Tensor {
  const copies = Array.from(
    { length: count },
    (_, i) => pad(dy, [0, 0, step * i, 0], [0, 0, step * (count - 1 - i), 0]),
  );
  return concat(copies, 0);
}

/** `a` · `b`ᵀ of two tensors read as matrices with the first axis as rows. */
function correlate(a: Tensor, b: Tensor): Tensor {
  const [m, ...inner] = a.sizes;
  const [n] = b.sizes;
  const length = sizeOf(inner);
  const flat = [reshape(a, [m, length]), reshape(b, [n, length])];
  return a.graph.emit("Gemm", flat, [m, n], { transB: 1 });
}

/**
 * Kernel row i = ROWS_PER_PRODUCT · group + r: dY is shifted by r rows (a copy each), X by a whole
 * group (a product each).
 */
function kernelGradient(x: Tensor, dy: Tensor, g: Geometry): Tensor {
  const perProduct = Math.min(ROWS_PER_PRODUCT, g.rows);
  const groups = Math.ceil(g.rows / perProduct);
  const surplus = groups * perProduct - g.rows;
  const padded = pad(
    transpose(x, [1, 0, 2, 3]),
    [0, 0, g.padFrequency, g.padTime],
    [0, 0, g.padFrequency + surplus * g.dilation, g.padTime],
  );
  const inputs = shiftedInTime(padded, g);
  const gradients = shiftedInFrequency(transpose(dy, [1, 0, 2, 3]), perProduct, g.dilation);
  const height = g.binsOut + g.dilation * (perProduct - 1);
  const products = Array.from({ length: groups }, (_, group) => {
    const start = group * perProduct * g.dilation;
    const product = correlate(gradients, slice(inputs, 2, start, start + height));
    return reshape(product, [perProduct, g.channelsOut, g.columns, g.channelsIn]);
  });
  return slice(transpose(concat(products, 0), [1, 3, 0, 2]), 2, 0, g.rows);
}

/**
 * Kernel row i = stride · shift + phase: X is parted into its phases (the bins that lie `phase`
 * above a multiple of the stride), dY is shifted, and one product holds every row.
 */
function stridedKernelGradient(x: Tensor, dy: Tensor, g: Geometry): Tensor {
  const shifts = Math.ceil(g.rows / g.stride);
  const height = g.binsOut + shifts - 1;
  const surplus = height * g.stride - g.bins - g.padFrequency;
  const padded = pad(
    transpose(x, [1, 0, 2, 3]),
    [0, 0, g.padFrequency, g.padTime],
    [0, 0, Math.max(surplus, 0), g.padTime],
  );
  const used = slice(padded, 2, 0, height * g.stride);
  const apart = [g.channelsIn, g.batch, height, g.stride, g.frames + 2 * g.padTime];
  const phases = transpose(reshape(used, apart), [3, 0, 1, 2, 4]);
  const inputRows = g.columns * g.stride * g.channelsIn;
  const inputs = reshape(shiftedInTime(phases, g), [inputRows, g.batch, height, g.framesOut]);
  const gradients = shiftedInFrequency(transpose(dy, [1, 0, 2, 3]), shifts, 1);
  const { channelsOut, columns, stride, channelsIn } = g;
  const product = reshape(
    correlate(gradients, inputs),
    [shifts, channelsOut, columns, stride, channelsIn],
  );
  const ordered = transpose(product, [1, 4, 0, 3, 2]);
  const kernel = reshape(ordered, [channelsOut, channelsIn, shifts * stride, columns]);
  return slice(kernel, 2, 0, g.rows);
}

/**
 * Normalisation over batch × channels × bins × frames.
 *
 * @module
 */
import { add, divide, mean, multiply, sqrt, subtract, sum, sumOfSquares } from "./arithmetic.ts";
import { sizeOf, type Tensor } from "./graph.ts";
import { reshape } from "./shape.ts";

/** Added to variances. */
const VARIANCE_EPSILON = 1e-5;

/** Added to squared lengths. */
const LENGTH_EPSILON = 1e-8;

/** Learnt gain and shift, one value a channel. */
export interface Affine {
  gain: Tensor;
  shift: Tensor;
}

/** Mean and variance, one value a channel. */
export interface Statistics {
  mean: Tensor;
  variance: Tensor;
}

/** A vector of one value a channel, ready to be broadcast. */
export function perChannel(vector: Tensor): Tensor {
  return reshape(vector, [1, ...vector.sizes, 1, 1]);
}

function inverseDeviation(variance: Tensor): Tensor {
  return divide(1, sqrt(add(variance, VARIANCE_EPSILON)));
}

/**
 * Batch normalisation by the statistics of the batch itself (Ioffe and Szegedy 2015), which are
 * handed out for running averages.
 */
export function batchNorm(x: Tensor, { gain, shift }: Affine): { y: Tensor; batch: Statistics } {
  const axes = [0, 2, 3];
  const { graph } = x;
  const count = sizeOf(axes.map((axis) => x.size(axis)));
  const [channels] = gain.sizes;
  const [centred, average, variance, inverse] = graph.untracked(() => {
    const average = mean(x, axes);
    const centred = subtract(x, average);
    const variance = multiply(sumOfSquares(centred, axes), 1 / count);
    return [centred, average, variance, inverseDeviation(variance)];
  });
  const scale = () => multiply(perChannel(gain), inverse);
  const gainGradient = (dy: Tensor) => multiply(inverse, sum(multiply(dy, centred), axes));
  const y = graph.record(
    [x, gain, shift],
    () => add(multiply(centred, scale()), perChannel(shift)),
    [
      (dy) => {
        const along = multiply(multiply(scale(), inverse), multiply(gainGradient(dy), -1 / count));
        const level = multiply(multiply(scale(), sum(dy, axes)), -1 / count);
        return add(add(multiply(dy, scale()), multiply(centred, along)), level);
      },
      (dy) => reshape(gainGradient(dy), [channels]),
      (dy) => reshape(sum(dy, axes), [channels]),
    ],
  );
  const vector = (value: Tensor) => graph.untracked(() => reshape(value, [channels]));
  return { y, batch: { mean: vector(average), variance: vector(variance) } };
}

/** Batch normalisation by known statistics. */
export function frozenBatchNorm(x: Tensor, { gain, shift }: Affine, known: Statistics): Tensor {
  const { graph } = x;
  const inputs = [x, gain, shift, known.mean, known.variance];
  const forward = () =>
    graph.emit("BatchNormalization", inputs, x.shape, { epsilon: { float: VARIANCE_EPSILON } });
  const inverse = () => perChannel(inverseDeviation(known.variance));
  const [channels] = gain.sizes;
  return graph.record([x, gain, shift], forward, [
    (dy) => multiply(dy, multiply(perChannel(gain), inverse())),
    (dy) => {
      const centred = subtract(x, perChannel(known.mean));
      return reshape(multiply(inverse(), sum(multiply(dy, centred), [0, 2, 3])), [channels]);
    },
    (dy) => reshape(sum(dy, [0, 2, 3]), [channels]),
  ]);
}

/** Zero mean and unit variance over `axes`. */
function standardise(x: Tensor, axes: readonly number[]): Tensor {
  const { graph } = x;
  const [centred, inverse] = graph.untracked(() => {
    const centred = subtract(x, mean(x, axes));
    return [centred, inverseDeviation(mean(multiply(centred, centred), axes))];
  });
  return graph.record([x], () => multiply(centred, inverse), [
    (dy, y) => {
      const along = multiply(y, mean(multiply(dy, y), axes));
      return multiply(inverse, subtract(subtract(dy, mean(dy, axes)), along));
    },
  ]);
}

/** Group normalisation (Wu and He 2018), over the channels of a group and the whole crop. */
export function groupNorm(x: Tensor, groups: number, { gain, shift }: Affine): Tensor {
  const [batch, channels, bins, frames] = x.shape;
  const size = typeof frames === "number"
    ? sizeOf([x.size(1) / groups, x.size(2), frames])
    : "group";
  const grouped = standardise(reshape(x, [batch, groups, size]), [2]);
  const apart = reshape(grouped, [batch, channels, bins, frames]);
  return add(multiply(apart, perChannel(gain)), perChannel(shift));
}

/** Layer normalisation (Ba et al. 2016) over the channels of each bin and frame. */
export function layerNorm(x: Tensor, { gain, shift }: Affine): Tensor {
  return add(multiply(standardise(x, [1]), perChannel(gain)), perChannel(shift));
}

/** Layer normalisation over the last axis. */
export function rowNorm(x: Tensor, { gain, shift }: Affine): Tensor {
  return add(multiply(standardise(x, [x.shape.length - 1]), gain), shift);
}

/** Instance normalisation (Ulyanov et al. 2016): each channel over the whole crop. */
export function instanceNorm(x: Tensor, gain: Tensor): Tensor {
  return multiply(standardise(x, [2, 3]), perChannel(gain));
}

/** Unit length over one axis. */
export function l2Normalise(x: Tensor, axis: number): Tensor {
  const { graph } = x;
  const length = graph.untracked(() => sqrt(add(sumOfSquares(x, [axis]), LENGTH_EPSILON)));
  return graph.record([x], () => divide(x, length), [
    (dy, y) => divide(subtract(dy, multiply(y, sum(multiply(dy, y), [axis]))), length),
  ]);
}

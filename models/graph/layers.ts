/**
 * Layers: operators with their parameters. Convolutions and norms work over batch × channels × bins
 * × frames, linear layers and row norms over the last axis, recurrent layers over frames × batch ×
 * channels.
 *
 * Parameters start as in PyTorch: kernels uniform within ±1/√fan-in, those of recurrent layers
 * within ±1/√hidden; gains start at one, shifts at zero.
 *
 * @module
 */
import { prelu } from "./activations.ts";
import { multiply } from "./arithmetic.ts";
import { type Convolution, convolve } from "./convolution.ts";
import type { Tensor } from "./graph.ts";
import { linear } from "./matrix.ts";
import * as normalisation from "./normalisation.ts";
import { bidirectionalLstm } from "./recurrent.ts";
import { constant, type Initialiser, type Trace, uniform } from "./trace.ts";

/** A convolution layer. */
export interface ConvolutionLayer extends Omit<Convolution, "padTime" | "bias"> {
  channels: number;
  /** Rows (frequency) and columns (time, odd) of the kernel; time is padded to keep its length. */
  kernel: readonly [number, number];
  /** True for a bias that starts like the kernel, a number for one that starts there. */
  bias?: boolean | number;
}

/** Slope of a PReLU before training. */
const INITIAL_SLOPE = 0.25;

/** Builds layers whose parameters are named `part.layer.what`. */
export class Layers {
  constructor(readonly trace: Trace, readonly part: string) {}

  parameter(name: string, shape: readonly number[], initial: Initialiser): Tensor {
    return this.trace.parameter(`${this.part}.${name}`, shape, initial);
  }

  convolution(name: string, x: Tensor, layer: ConvolutionLayer): Tensor {
    const { channels, kernel: [rows, columns], bias = false, ...options } = layer;
    const inputs = x.size(1);
    const initial = uniform(inputs * rows * columns);
    const kernel = this.parameter(`${name}.kernel`, [channels, inputs, rows, columns], initial);
    const padTime = (columns - 1) / 2;
    if (bias === false) return convolve(x, kernel, { ...options, padTime });
    const start = bias === true ? initial : constant(bias);
    const shift = this.parameter(`${name}.bias`, [channels], start);
    return convolve(x, kernel, { ...options, padTime, bias: shift });
  }

  /** Batch norm: by the batch in training, by running statistics elsewhere. */
  batchNorm(name: string, x: Tensor): Tensor {
    const affine = this.#affine(name, x.size(1));
    const { trace } = this;
    const [meanName, varianceName] = ["mean", "variance"].map((s) => `${this.part}.${name}.${s}`);
    if (trace.mode === "training") {
      const { y, batch } = normalisation.batchNorm(x, affine);
      trace.observe(meanName, batch.mean, 0);
      trace.observe(varianceName, batch.variance, 1);
      return y;
    }
    const mean = trace.statistic(meanName, [x.size(1)], 0);
    const variance = trace.statistic(varianceName, [x.size(1)], 1);
    return normalisation.frozenBatchNorm(x, affine, { mean, variance });
  }

  /** Group norm with a gain and a shift a channel. */
  groupNorm(name: string, x: Tensor, groups: number): Tensor {
    return normalisation.groupNorm(x, groups, this.#affine(name, x.size(1)));
  }

  /** Layer norm over channels. */
  layerNorm(name: string, x: Tensor): Tensor {
    return normalisation.layerNorm(x, this.#affine(name, x.size(1)));
  }

  /** Layer norm over the last axis. */
  rowNorm(name: string, x: Tensor): Tensor {
    return normalisation.rowNorm(x, this.#affine(name, x.size(x.shape.length - 1)));
  }

  /** Instance norm with a gain, without a shift. */
  instanceNorm(name: string, x: Tensor): Tensor {
    const gain = this.parameter(`${name}.gain`, [x.size(1)], constant(1));
    return normalisation.instanceNorm(x, gain);
  }

  /** A leaky ReLU with a learnt slope a channel. */
  prelu(name: string, x: Tensor): Tensor {
    const slope = this.parameter(`${name}.slope`, [x.size(1)], constant(INITIAL_SLOPE));
    return prelu(x, normalisation.perChannel(slope));
  }

  /** @param bias False for none, a number for one that starts there, else uniform like the kernel. */
  linear(name: string, x: Tensor, outputs: number, bias: boolean | number = true): Tensor {
    const inputs = x.size(x.shape.length - 1);
    const initial = uniform(inputs);
    const kernel = this.parameter(`${name}.kernel`, [outputs, inputs], initial);
    if (bias === false) return linear(x, kernel);
    const start = bias === true ? initial : constant(bias);
    return linear(x, kernel, this.parameter(`${name}.bias`, [outputs], start));
  }

  /** A bidirectional LSTM of `hidden` units in each direction. */
  lstm(name: string, x: Tensor, hidden: number): Tensor {
    const initial = uniform(hidden);
    return bidirectionalLstm(x, {
      input: this.parameter(`${name}.input`, [2, 4 * hidden, x.size(2)], initial),
      recurrent: this.parameter(`${name}.recurrent`, [2, 4 * hidden, hidden], initial),
      bias: this.parameter(`${name}.bias`, [2, 8 * hidden], initial),
    });
  }

  /**
   * In training, leaves units out at random, the same ones in all frames of a crop (Gal and
   * Ghahramani 2016).
   */
  dropout(name: string, x: Tensor, rate: number): Tensor {
    if (this.trace.mode !== "training") return x;
    const [, batch, units] = x.sizes;
    return multiply(x, this.trace.mask(`${this.part}.${name}.mask`, [1, batch, units], rate));
  }

  #affine(name: string, channels: number): normalisation.Affine {
    return {
      gain: this.parameter(`${name}.gain`, [channels], constant(1)),
      shift: this.parameter(`${name}.shift`, [channels], constant(0)),
    };
  }
}

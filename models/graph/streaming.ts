/**
 * Networks over frames as networks that hear frames as they come.
 *
 * What a kernel needs of the past is kept, so that no frame is heard twice; and what a kernel sees
 * ahead comes out later. Where ways of different lateness meet, the sooner ones wait. A network
 * built in this graph says of all frames what it would say of the whole recording, provided that
 * nothing but convolutions looks along time.
 *
 * @module
 */
import { SOUNDING } from "../../lib/inference/card.ts";
import { Graph, type Shape, type Tensor } from "./graph.ts";
import type { Attribute } from "./onnx.ts";

/** The dimension that counts frames. */
export const FRAMES = "frames";

/** Behind the last frame, however many there are. */
const END = 2 ** 31 - 1;

/** What one run leaves for the next. */
export interface Kept {
  /** Input: what was left, zeros at the start. */
  past: string;
  shape: readonly number[];
  /** What is left. */
  next: Tensor;
}

export class StreamingGraph extends Graph {
  readonly kept: Kept[] = [];
  /** Frames by which each tensor comes later than the input. */
  readonly #lateness = new Map<Tensor, number>();
  readonly #waiting = new Map<string, Tensor>();
  /** 1 × frames. */
  readonly #sounding = this.input(SOUNDING, [1, FRAMES]);

  override emit(
    operator: string,
    inputs: readonly Tensor[],
    shape: Shape,
    attributes: Readonly<Record<string, Attribute>> = {},
  ): Tensor {
    if (operator === "Conv" && inputs[1].size(3) > 1) {
      return this.#convolve(inputs, shape, attributes);
    }
    const together = this.together(inputs);
    const output = super.emit(operator, together, shape, attributes);
    return this.#late(output, Math.max(0, ...together.map((input) => this.lateness(input))));
  }

  /** Frames by which `x` comes later than the input. */
  lateness(x: Tensor): number {
    return this.#lateness.get(x) ?? 0;
  }

  /** Tensors, those over frames as late as the latest of them. */
  together(tensors: readonly Tensor[]): Tensor[] {
    const latest = Math.max(0, ...tensors.map((x) => this.lateness(x)));
    return tensors.map((x) =>
      x.shape.includes(FRAMES) ? this.#wait(x, latest - this.lateness(x)) : x
    );
  }

  /** A convolution over time, outside the recording of zeros. */
  #convolve(
    [x, kernel, ...bias]: readonly Tensor[],
    shape: Shape,
    attributes: Readonly<Record<string, Attribute>>,
  ): Tensor {
    const reach = kernel.size(3) - 1;
    const [above, before, below, after] = attributes.pads as readonly number[];
    if (2 * before !== reach || before !== after) {
      throw new Error("Cannot stream a convolution that changes the number of frames");
    }
    const heard = this.emit("Mul", [x, this.#sounding], x.shape);
    const inputs = [this.#withPast(heard, reach), kernel, ...bias];
    const pads = [above, 0, below, 0];
    return this.#late(
      super.emit("Conv", inputs, shape, { ...attributes, pads }),
      this.lateness(x) + after,
    );
  }

  /** `x`, some frames later. */
  #wait(x: Tensor, frames: number): Tensor {
    if (frames === 0) return x;
    const key = `${x.name} ${frames}`;
    const known = this.#waiting.get(key);
    if (known) return known;
    const axis = x.shape.indexOf(FRAMES);
    const later = this.#slice(this.#withPast(x, frames), axis, 0, -frames, x.shape);
    this.#waiting.set(key, later);
    return this.#late(later, this.lateness(x) + frames);
  }

  /** `x` behind its last frames of the run before. */
  #withPast(x: Tensor, frames: number): Tensor {
    const axis = x.shape.indexOf(FRAMES);
    const name = `past${this.kept.length}`;
    const shape = x.shape.map((size) => {
      if (size === FRAMES) return frames;
      if (typeof size === "number") return size;
      throw new Error(`Cannot keep a past of unknown size: "${size}" of ${x.name}`);
    });
    const longer = x.shape.map((size) => size === FRAMES ? `${FRAMES} + ${frames}` : size);
    const whole = super.emit("Concat", [this.input(name, shape), x], longer, { axis });
    this.kept.push({ past: name, shape, next: this.#slice(whole, axis, -frames, END, shape) });
    return whole;
  }

  #slice(x: Tensor, axis: number, start: number, end: number, shape: Shape): Tensor {
    const bounds = [[start], [end], [axis]].map((bound) => this.integers(bound));
    return super.emit("Slice", [x, ...bounds], shape);
  }

  #late(x: Tensor, frames: number): Tensor {
    this.#lateness.set(x, frames);
    return x;
  }
}

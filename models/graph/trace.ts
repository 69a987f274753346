/**
 * Where the parameters of a network come from while its graph is built.
 *
 * A network is a function that asks a trace for parameters by name. Traced in three ways, the same
 * function gives three graphs: for training, parameters are inputs with gradients and batch norm
 * uses the batch; for validation, parameters and running statistics are inputs; for inference,
 * both are stored in the model.
 *
 * @module
 */
import type { Random } from "../../lib/random.ts";
import { type Graph, sizeOf, type Tensor } from "./graph.ts";

/** Draws the values a parameter starts from. */
export type Initialiser = (random: Random, size: number) => Float32Array;

/** A named array that training changes. */
export interface Parameter {
  name: string;
  shape: readonly number[];
  initial: Initialiser;
}

/** Units left out of a training step at random. */
export interface Mask {
  /** Name of the graph's input: 0 for a unit left out, 1 / (1 − rate) for the others. */
  name: string;
  shape: readonly number[];
  /** Chance to be left out. */
  rate: number;
}

/** Values by name. */
export type Values = ReadonlyMap<string, Float32Array>;

/** Everything is filled with `value`. */
export function constant(value: number): Initialiser {
  return (_, size) => new Float32Array(size).fill(value);
}

/** Uniform within ±1/√fanIn. */
export function uniform(fanIn: number): Initialiser {
  const bound = 1 / Math.sqrt(fanIn);
  return (random, size) => Float32Array.from({ length: size }, () => random.uniform(-bound, bound));
}

/** `half` stores values in half precision. */
export type Mode = "training" | "validation" | { values: Values; half?: boolean };

export class Trace {
  /** Learnt parameters in order of definition. */
  readonly parameters: Parameter[] = [];
  /** Running statistics of batch norms in order of definition. */
  readonly running: Parameter[] = [];
  /** In training: the input of each parameter. */
  readonly variables: Tensor[] = [];
  /** In training: the batch's own value of each running statistic. */
  readonly batch: Tensor[] = [];
  /** In training: masks of dropouts. */
  readonly masks: Mask[] = [];
  /** Trained parameters and statistics of other branches, which the graph takes as inputs. */
  readonly fixed: Trace[] = [];

  readonly #known = new Map<string, Tensor>();

  constructor(readonly graph: Graph, readonly mode: Mode) {}

  /** A learnt parameter; layers that ask for the same name share it. */
  parameter(name: string, shape: readonly number[], initial: Initialiser): Tensor {
    const known = this.#known.get(name);
    if (known === undefined) {
      const fresh = this.#define(name, shape, initial);
      this.#known.set(name, fresh);
      return fresh;
    }
    if (`${known.shape}` === `${shape}`) return known;
    throw new Error(`Cannot share ${name} of ${known.shape} with a layer that wants ${shape}`);
  }

  /** In training: hands out the batch's own value of a running statistic. */
  observe(name: string, batch: Tensor, initial: number): void {
    this.running.push({ name, shape: batch.sizes, initial: constant(initial) });
    this.batch.push(batch);
  }

  /** Elsewhere: a running statistic. */
  statistic(name: string, shape: readonly number[], initial: number): Tensor {
    this.running.push({ name, shape, initial: constant(initial) });
    return this.#stored(name, shape);
  }

  /** In training: a dropout's mask. */
  mask(name: string, shape: readonly number[], rate: number): Tensor {
    this.masks.push({ name, shape, rate });
    return this.graph.input(name, shape);
  }

  /** For branches that are trained already and take part unchanged. */
  fix(): Trace {
    const trace = new Trace(this.graph, "validation");
    this.fixed.push(trace);
    return trace;
  }

  #define(name: string, shape: readonly number[], initial: Initialiser): Tensor {
    this.parameters.push({ name, shape, initial });
    if (this.mode !== "training") return this.#stored(name, shape);
    const variable = this.graph.variable(name, shape);
    this.variables.push(variable);
    return variable;
  }

  #stored(name: string, shape: readonly number[]): Tensor {
    if (typeof this.mode === "string") return this.graph.input(name, shape);
    const values = this.mode.values.get(name);
    if (!values) throw new Error(`Cannot build the network: no values for ${name}`);
    return this.mode.half
      ? this.graph.halfConstant(name, values, shape)
      : this.graph.constant(name, values, shape);
  }
}

/** Total number of values. */
export function countValues(parameters: readonly Parameter[]): number {
  return parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

/**
 * Computation graphs: tensors are names, operators append nodes, and gradients are more nodes.
 *
 * An operator that can be differentiated hands {@linkcode Graph.record} one function for each of
 * its inputs, which builds the gradient of that input from the gradient of the output. They run
 * only for inputs that lead to a parameter, so a graph for inference holds no trace of them.
 *
 * @module
 */
import {
  type Attribute,
  type Dimension,
  ELEMENT_TYPES,
  type ElementType,
  encodeOnnx,
  type OnnxConstant,
  type OnnxGraph,
  type OnnxNode,
  type OnnxValue,
} from "./onnx.ts";

export type Shape = readonly Dimension[];

/** Builds the gradient of one input from the gradient of the output and the output. */
export type Gradient = (gradient: Tensor, output: Tensor) => Tensor;

/** A value in a graph. */
export class Tensor {
  constructor(
    readonly graph: Graph,
    readonly name: string,
    readonly shape: Shape,
  ) {}

  /** One dimension in numbers; throws if it is known only when the model runs. */
  size(axis: number): number {
    const size = this.shape[axis];
    if (typeof size === "number") return size;
    throw new Error(`Cannot build the graph: "${size}" of ${this.name} must be known`);
  }

  /** The shape in numbers; throws like {@linkcode Tensor.size}. */
  get sizes(): number[] {
    return this.shape.map((_, axis) => this.size(axis));
  }
}

/** An operator, with what goes in and out. */
export interface Operation {
  operator: string;
  inputs: readonly Tensor[];
  output: Tensor;
}

interface Recorded {
  output: Tensor;
  inputs: readonly Tensor[];
  rules: readonly Gradient[];
}

/** Number of elements of a static shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

export class Graph {
  /** In order of execution, loops apart. */
  readonly operations: Operation[] = [];
  readonly #nodes: OnnxNode[] = [];
  readonly #inputs: OnnxValue[] = [];
  readonly #constants: OnnxConstant[] = [];
  readonly #known = new Map<string, Tensor>();
  readonly #differentiable = new Set<Tensor>();
  readonly #tape: Recorded[] = [];
  readonly #prefix: string;
  #recording = true;

  /** @param prefix of the names of its tensors; a loop's body needs one of its own */
  constructor(prefix = "t") {
    this.#prefix = prefix;
  }

  /** A value fed at run time. */
  input(name: string, shape: Shape, type: ElementType = "float32"): Tensor {
    this.#inputs.push({ name, shape, type });
    return new Tensor(this, name, shape);
  }

  /** An input that gradients are wanted for. */
  variable(name: string, shape: readonly number[]): Tensor {
    const tensor = this.input(name, shape);
    this.#differentiable.add(tensor);
    return tensor;
  }

  /** A value stored in the model. */
  constant(name: string, data: OnnxConstant["data"], shape: readonly number[]): Tensor {
    if (data.length !== sizeOf(shape)) {
      throw new Error(`Cannot store ${name}: ${data.length} values for a shape of ${shape}`);
    }
    this.#constants.push({ name, data, shape });
    return new Tensor(this, name, shape);
  }

  /** A value stored in half precision and used in single. */
  halfConstant(name: string, data: Float32Array, shape: readonly number[]): Tensor {
    const stored = this.constant(name, Float16Array.from(data), shape);
    return this.emit("Cast", [stored], shape, { to: ELEMENT_TYPES.float32 });
  }

  scalar(value: number): Tensor {
    return this.#once(`scalar ${value}`, (name) => this.constant(name, Float32Array.of(value), []));
  }

  /** A list of integers, as shapes, axes and padding are given. */
  integers(values: readonly number[]): Tensor {
    return this.#once(
      `integers ${values}`,
      (name) => this.constant(name, BigInt64Array.from(values.map(BigInt)), [values.length]),
    );
  }

  /** Appends an ONNX operator; the same operator on the same inputs is computed once. */
  emit(
    operator: string,
    inputs: readonly Tensor[],
    shape: Shape,
    attributes: Readonly<Record<string, Attribute>> = {},
  ): Tensor {
    const names = inputs.map((input) => input.name);
    return this.#once(`${operator} ${names} ${JSON.stringify(attributes)}`, (name) => {
      const output = new Tensor(this, name, shape);
      this.#nodes.push({ operator, inputs: names, outputs: [name], attributes });
      this.operations.push({ operator, inputs, output });
      return output;
    });
  }

  /**
   * Runs `body` once for each element of the first axis of `sequences`, in order or from the last,
   * and returns its results in the places of their elements. Not differentiable.
   *
   * @param states what the first run starts from
   * @param body takes the states and elements and returns the next states and a result; values of
   * this graph reach it through {@linkcode Graph.outer}
   */
  scan(
    states: readonly Tensor[],
    sequences: readonly Tensor[],
    backwards: boolean,
    body: (states: Tensor[], elements: Tensor[]) => { states: Tensor[]; result: Tensor },
  ): Tensor {
    const id = `scan${this.#nodes.length}`;
    const inner = new Graph(`${id}.t`);
    const enter = (kind: string, shapes: Shape[]) =>
      shapes.map((shape, i) => inner.input(`${id}.${kind}${i}`, shape));
    const { states: next, result } = body(
      enter("state", states.map(({ shape }) => shape)),
      enter("element", sequences.map(({ shape }) => shape.slice(1))),
    );
    const leaving = [...next, result].map((tensor, i) => [`${id}.out${i}`, tensor]);
    const outputs = [...next, result].map((_, i) => `${id}.${i}`);
    const direction = backwards ? 1 : 0;
    this.#nodes.push({
      operator: "Scan",
      inputs: [...states, ...sequences].map(({ name }) => name),
      outputs,
      attributes: {
        body: { graph: inner.#describe(Object.fromEntries(leaving)) },
        num_scan_inputs: sequences.length,
        scan_input_directions: sequences.map(() => direction),
        scan_output_directions: [direction],
      },
    });
    return new Tensor(this, outputs[next.length], [sequences[0].shape[0], ...result.shape]);
  }

  /** A value of the graph around this loop's body. */
  outer({ name, shape }: Tensor): Tensor {
    return new Tensor(this, name, shape);
  }

  /**
   * An operator with known gradients: `forward` builds its output, and `rules[i]` the gradient of
   * `inputs[i]`. What `forward` builds on the way is not differentiated by itself.
   */
  record(inputs: readonly Tensor[], forward: () => Tensor, rules: readonly Gradient[]): Tensor {
    const output = this.untracked(forward);
    const needed = this.#recording && inputs.some((input) => this.#differentiable.has(input));
    if (needed && !this.#differentiable.has(output)) {
      this.#differentiable.add(output);
      this.#tape.push({ output, inputs, rules });
    }
    return output;
  }

  /** Runs `build` without recording gradients. */
  untracked<T>(build: () => T): T {
    const recording = this.#recording;
    this.#recording = false;
    const built = build();
    this.#recording = recording;
    return built;
  }

  /** Gradients of a scalar by reverse-mode differentiation, one for each of `variables`. */
  differentiate(scalar: Tensor, variables: readonly Tensor[]): Tensor[] {
    const gradients = new Map<Tensor, Tensor>([[scalar, this.scalar(1)]]);
    this.untracked(() => {
      for (const { output, inputs, rules } of this.#tape.toReversed()) {
        const gradient = gradients.get(output);
        if (!gradient) continue;
        inputs.forEach((input, i) => {
          if (!this.#differentiable.has(input)) return;
          const term = rules[i](gradient, output);
          const sum = gradients.get(input);
          gradients.set(input, sum ? this.emit("Add", [sum, term], input.shape) : term);
        });
      }
    });
    return variables.map((variable) => {
      const gradient = gradients.get(variable);
      if (gradient) return gradient;
      throw new Error(`Cannot differentiate: ${scalar.name} does not depend on ${variable.name}`);
    });
  }

  /** The graph as an ONNX file with the given outputs. */
  encode(outputs: Readonly<Record<string, Tensor>>): Uint8Array<ArrayBuffer> {
    return encodeOnnx(this.#describe(outputs));
  }

  #describe(outputs: Readonly<Record<string, Tensor>>): OnnxGraph {
    const named = Object.entries(outputs);
    return {
      nodes: [
        ...this.#nodes,
        ...named.map(([output, tensor]) => ({
          operator: "Identity",
          inputs: [tensor.name],
          outputs: [output],
          attributes: {},
        })),
      ],
      inputs: this.#inputs,
      outputs: named.map(([name, { shape }]) => ({ name, shape, type: "float32" })),
      constants: this.#constants,
    };
  }

  #once(key: string, make: (name: string) => Tensor): Tensor {
    let tensor = this.#known.get(key);
    if (!tensor) this.#known.set(key, tensor = make(`${this.#prefix}${this.#known.size}`));
    return tensor;
  }
}

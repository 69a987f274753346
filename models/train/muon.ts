/**
 * Muon (Jordan and others 2024) turns the momentum of a kernel into the nearest matrix whose
 * directions all have one length, so that what is rarely asked for is learnt, too.
 *
 * @module
 */
import * as ort from "onnxruntime-node";
import { add, divide, multiply, sqrt, sumOfSquares } from "../graph/arithmetic.ts";
import { matrixProduct } from "../graph/attention.ts";
import { Graph, sizeOf, type Tensor } from "../graph/graph.ts";
import { transpose } from "../graph/shape.ts";
import type { Parameter } from "../graph/trace.ts";

const MOMENTUM = 0.95;

/** Rounds of an iteration that draws singular values to about one, and its odd polynomial. */
const ROUNDS = 5;
const [FIRST, THIRD, FIFTH] = [3.4445, -4.775, 2.0315];

/** Root mean square of an update at a rate of one, like AdamW's (Liu and others 2025). */
const UPDATE = 0.2;

/** What a step of one parameter needs, each as long as the parameter. */
export interface Following {
  values: Float32Array;
  gradient: Float32Array;
  /** Momentum. */
  first: Float32Array;
  /** Weight decay of each value. */
  decay: Float32Array;
}

/** A kernel as a matrix. */
interface Kernel {
  name: string;
  rows: number;
  columns: number;
}

/** A parameter of several outputs and inputs; other parameters have no directions. */
function asKernel({ name, shape }: Parameter): Kernel | undefined {
  const [rows, ...rest] = shape;
  const columns = sizeOf(rest);
  return shape.length > 1 && rows > 1 && columns > 1 ? { name, rows, columns } : undefined;
}

/** A matrix with the singular vectors of `x` whose singular values are about one. */
function orthogonal(x: Tensor): Tensor {
  const upright = (y: Tensor) => transpose(y, [1, 0]);
  if (x.size(0) > x.size(1)) return upright(orthogonal(upright(x)));
  let y = divide(x, add(sqrt(sumOfSquares(x, [0, 1])), 1e-12));
  for (let round = 0; round < ROUNDS; round++) {
    const square = matrixProduct(y, upright(y));
    const factor = add(multiply(square, THIRD), multiply(matrixProduct(square, square), FIFTH));
    y = add(multiply(y, FIRST), matrixProduct(factor, y));
  }
  return y;
}

export class Muon {
  readonly #kernels: readonly Kernel[];
  readonly #session: ort.InferenceSession;

  private constructor(kernels: readonly Kernel[], session: ort.InferenceSession) {
    this.#kernels = kernels;
    this.#session = session;
  }

  /** For the kernels among `parameters`. */
  static async create(parameters: readonly Parameter[]): Promise<Muon> {
    const kernels = parameters.map(asKernel).filter((kernel) => kernel !== undefined);
    const graph = new Graph();
    const turned = kernels.map(({ name, rows, columns }) => [
      `turned ${name}`,
      orthogonal(graph.input(name, [rows, columns])),
    ]);
    const onnx = graph.encode(Object.fromEntries(turned));
    return new Muon(
      kernels,
      await ort.InferenceSession.create(onnx, { intraOpNumThreads: 1 }),
    );
  }

  /** Whether a parameter is one of those. */
  moves(name: string): boolean {
    return this.#kernels.some((kernel) => kernel.name === name);
  }

  /**
   * One step of all kernels, in place.
   *
   * @param rate learning rate
   */
  async step(steps: ReadonlyMap<string, Following>, rate: number): Promise<void> {
    const ahead = this.#kernels.map(({ name, rows, columns }) => {
      const { gradient, first } = steps.get(name)!;
      first.forEach((m, i) => first[i] = MOMENTUM * m + (1 - MOMENTUM) * gradient[i]);
      const next = first.map((m, i) => MOMENTUM * m + (1 - MOMENTUM) * gradient[i]);
      return [name, new ort.Tensor("float32", next, [rows, columns])];
    });
    const turned = await this.#session.run(Object.fromEntries(ahead));
    for (const { name, rows, columns } of this.#kernels) {
      const { values, decay } = steps.get(name)!;
      const direction = turned[`turned ${name}`].data as Float32Array;
      const length = UPDATE * Math.sqrt(Math.max(rows, columns));
      values.forEach((value, i) => values[i] -= rate * (length * direction[i] + decay[i] * value));
    }
  }

  release(): Promise<void> {
    return this.#session.release();
  }
}

/**
 * Runs graphs, and differentiates them by finite differences.
 *
 * @module
 */
import * as ort from "onnxruntime-node";
import type { Random } from "../../lib/random.ts";
import { multiply, total } from "../../models/graph/arithmetic.ts";
import { Graph, sizeOf, type Tensor } from "../../models/graph/graph.ts";

/** A value fed to a graph or read from it. */
export interface Value {
  shape: readonly number[];
  data: Float32Array | BigInt64Array;
}

/** Runs an ONNX file many times; every output is float32. */
export async function openOnnx(onnx: Uint8Array) {
  const session = await ort.InferenceSession.create(onnx, { intraOpNumThreads: 1 });
  return {
    async run(inputs: Record<string, Value>): Promise<Record<string, Float32Array>> {
      const feeds = Object.fromEntries(
        Object.entries(inputs).map(([name, { data, shape }]) => [
          name,
          data instanceof Float32Array
            ? new ort.Tensor("float32", data, shape)
            : new ort.Tensor("int64", data, shape),
        ]),
      );
      const results = await session.run(feeds);
      return Object.fromEntries(
        Object.entries(results).map(([name, { data }]) => [name, data as Float32Array]),
      );
    },
    close: () => session.release(),
  };
}

/** Random values of a shape. */
export function randomValue(shape: readonly number[], draw: () => number): Value {
  return { shape, data: Float32Array.from({ length: sizeOf(shape) }, draw) };
}

/** A standard normal number that is not near zero, where rectifiers have their kink. */
export function awayFromZero(random: Random): number {
  const x = random.normal();
  return x + 0.2 * Math.sign(x);
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, x, i) => sum + x * b[i], 0);
}

/**
 * The largest error of the gradients of a random weighting of `build`'s output, relative to the
 * largest gradient, against central differences of fourth order with the given step. Sums are in
 * double precision, so that only the graph's own single precision limits them.
 */
export async function gradientError(
  build: (...inputs: Tensor[]) => Tensor,
  values: readonly Value[],
  random: Random,
  step: number,
): Promise<number> {
  const graph = new Graph();
  const variables = values.map(({ shape }, i) => graph.variable(`x${i}`, shape));
  const y = build(...variables);
  const weights = randomValue(y.sizes, () => random.normal());
  const loss = total(multiply(y, graph.constant("weights", weights.data, weights.shape)));
  const gradients = graph.differentiate(loss, variables);
  const outputs = Object.fromEntries(gradients.map((gradient, i) => [`g${i}`, gradient]));
  const { run, close } = await openOnnx(graph.encode({ y, ...outputs }));
  const inputs = Object.fromEntries(values.map((value, i) => [`x${i}`, value]));
  const found = await run(inputs);

  let worst = 0;
  for (const [i, { data, shape }] of values.entries()) {
    const gradient = found[`g${i}`];
    const largest = gradient.reduce((most, g) => Math.max(most, Math.abs(g)), 1e-3);
    for (let j = 0; j < data.length; j++) {
      const at = async (shift: number) => {
        const moved = Float32Array.from(data as Float32Array);
        moved[j] += shift;
        const result = await run({ ...inputs, [`x${i}`]: { shape, data: moved } });
        return dot(result.y, weights.data as Float32Array);
      };
      const near = (await at(step) - await at(-step)) / (2 * step);
      const far = (await at(2 * step) - await at(-2 * step)) / (4 * step);
      const difference = (4 * near - far) / 3;
      worst = Math.max(worst, Math.abs(difference - gradient[j]) / largest);
    }
  }
  await close();
  return worst;
}

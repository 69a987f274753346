import assert from "node:assert/strict";
import { Random } from "../../lib/random.ts";
import * as activations from "../../models/graph/activations.ts";
import * as arithmetic from "../../models/graph/arithmetic.ts";
import { convolve } from "../../models/graph/convolution.ts";
import { Graph, type Tensor } from "../../models/graph/graph.ts";
import { linear } from "../../models/graph/matrix.ts";
import * as normalisation from "../../models/graph/normalisation.ts";
import { poolPairs } from "../../models/graph/pooling.ts";
import * as shape from "../../models/graph/shape.ts";
import { harmonicStack } from "../../models/graph/input.ts";
import { BINS } from "../../lib/frontend/constants.ts";
import { awayFromZero, gradientError, openOnnx, randomValue } from "./harness.ts";

interface Case {
  name: string;
  shapes: number[][];
  build: (...inputs: Tensor[]) => Tensor;
  /** Draws input values; normal, and away from zero, if not given. */
  draw?: (random: Random) => number;
}

const positive = (random: Random) => random.uniform(0.5, 2);
/** Neighbours far enough apart to keep their order. */
const wide = (random: Random) => random.uniform(-10, 10);
const map = [2, 4, 5, 3];

const CASES: Case[] = [
  { name: "add() broadcasts", shapes: [[2, 3, 4], [3, 1]], build: arithmetic.add },
  { name: "add() of a number", shapes: [[2, 3]], build: (x) => arithmetic.add(3, x) },
  { name: "subtract()", shapes: [[2, 1, 4], [3, 4]], build: arithmetic.subtract },
  { name: "multiply()", shapes: [[2, 3, 4], [1, 3, 1]], build: arithmetic.multiply },
  { name: "a square", shapes: [[5]], build: (x) => arithmetic.multiply(x, x) },
  { name: "divide()", shapes: [[2, 3], [1, 3]], build: arithmetic.divide, draw: positive },
  { name: "exp()", shapes: [[6]], build: arithmetic.exp },
  { name: "log()", shapes: [[6]], build: arithmetic.log, draw: positive },
  { name: "sqrt()", shapes: [[6]], build: arithmetic.sqrt, draw: positive },
  { name: "sum()", shapes: [[2, 3, 4]], build: (x) => arithmetic.sum(x, [0, 2]) },
  { name: "mean()", shapes: [[2, 3, 4]], build: (x) => arithmetic.mean(x, [1]) },
  { name: "sumOfSquares()", shapes: [[2, 3]], build: (x) => arithmetic.sumOfSquares(x, [1]) },
  { name: "total()", shapes: [[2, 3]], build: (x) => arithmetic.total(arithmetic.multiply(x, x)) },
  { name: "relu()", shapes: [[9]], build: activations.relu },
  { name: "leakyRelu()", shapes: [[9]], build: (x) => activations.leakyRelu(x, 0.1) },
  { name: "prelu()", shapes: [[2, 3, 4], [1, 3, 1]], build: activations.prelu },
  { name: "sigmoid()", shapes: [[9]], build: activations.sigmoid },
  { name: "tanh()", shapes: [[9]], build: activations.tanh },
  { name: "softplus()", shapes: [[9]], build: activations.softplus },
  { name: "reshape()", shapes: [[2, 6]], build: (x) => shape.reshape(x, [3, 4]) },
  { name: "transpose()", shapes: [[2, 3, 4]], build: (x) => shape.transpose(x, [2, 0, 1]) },
  { name: "pad()", shapes: [[2, 3]], build: (x) => shape.pad(x, [1, 0], [0, 2]) },
  { name: "slice()", shapes: [[3, 5]], build: (x) => shape.slice(x, 1, 1, 4) },
  { name: "reverse()", shapes: [[3, 4]], build: (x) => shape.reverse(x, [0, 1]) },
  { name: "concat()", shapes: [[2, 1], [2, 3]], build: (a, b) => shape.concat([a, b], 1) },
  {
    name: "gather() with a repeated index",
    shapes: [[2, 3, 4]],
    build: (x) => {
      const indices = BigInt64Array.of(0n, 2n, 1n, 0n, 0n, 2n);
      return shape.gather(x, x.graph.constant("indices", indices, [3, 2]));
    },
  },
  {
    name: "batchNorm()",
    shapes: [map, [4], [4]],
    build: (x, gain, shift) => normalisation.batchNorm(x, { gain, shift }).y,
  },
  {
    name: "frozenBatchNorm()",
    shapes: [map, [4], [4]],
    build: (x, gain, shift) => {
      const known = (name: string, values: number[]) =>
        x.graph.constant(name, Float32Array.from(values), [4]);
      const mean = known("mean", [1, -1, 0, 2]);
      return normalisation.frozenBatchNorm(x, { gain, shift }, {
        mean,
        variance: known("variance", [1, 2, 0.5, 3]),
      });
    },
  },
  {
    name: "groupNorm()",
    shapes: [map, [4], [4]],
    build: (x, gain, shift) => normalisation.groupNorm(x, 2, { gain, shift }),
  },
  {
    name: "layerNorm()",
    shapes: [map, [4], [4]],
    build: (x, gain, shift) => normalisation.layerNorm(x, { gain, shift }),
  },
  {
    name: "rowNorm()",
    shapes: [[3, 2, 4], [4], [4]],
    build: (x, gain, shift) => normalisation.rowNorm(x, { gain, shift }),
  },
  { name: "instanceNorm()", shapes: [map, [4]], build: normalisation.instanceNorm },
  { name: "linear()", shapes: [[3, 2, 4], [5, 4], [5]], build: linear },
  { name: "linear() of rows", shapes: [[3, 4], [5, 4]], build: (x, kernel) => linear(x, kernel) },
  { name: "poolPairs()", shapes: [[2, 2, 4, 3]], build: poolPairs, draw: wide },
  { name: "poolPairs() of odd bins", shapes: [[1, 2, 5, 2]], build: poolPairs, draw: wide },
  { name: "l2Normalise()", shapes: [[3, 4]], build: (x) => normalisation.l2Normalise(x, 1) },
];

Deno.test("detach() lets values through and no gradient", async () => {
  const graph = new Graph();
  const x = graph.variable("x", [3]);
  const product = arithmetic.multiply(x, shape.detach(x));
  const [gradient] = graph.differentiate(arithmetic.total(product), [x]);
  const { run, close } = await openOnnx(graph.encode({ product, gradient }));
  const found = await run({ x: { shape: [3], data: Float32Array.of(1, -2, 3) } });
  await close();
  assert.deepEqual([...found.product], [1, 4, 9]);
  assert.deepEqual([...found.gradient], [1, -2, 3]);
});

Deno.test("gradients of harmonicStack() agree with finite differences", async () => {
  const random = new Random(2);
  const build = (scale: Tensor, offset: Tensor) => {
    const { graph } = scale;
    const stored = (name: string, shape: number[]) =>
      graph.constant(name, randomValue(shape, () => random.uniform(0.1, 1)).data, shape);
    const heard = { energy: stored("energy", [2, 3, BINS]), level: stored("level", [2, 3]) };
    const layers = { parameter: (name: string) => name === "input.scale" ? scale : offset };
    return harmonicStack(layers, heard);
  };
  const values = [[1], [1]].map((shape) => randomValue(shape, () => random.next()));
  const error = await gradientError(build, values, random, 1);
  assert(error < 1e-5, `relative error ${error}`);
});

for (const { name, shapes, build, draw = awayFromZero } of CASES) {
  Deno.test(`gradients of ${name} agree with finite differences`, async () => {
    const random = new Random(7);
    const values = shapes.map((shape) => randomValue(shape, () => draw(random)));
    const error = await gradientError(build, values, random, 0.05);
    assert(error < 1e-3, `relative error ${error}`);
  });
}

/** Every kind of convolution in the zoo, and kernels that do not divide into equal groups. */
const CONVOLUTIONS = [
  { x: [2, 3, 9, 6], kernel: [2, 3, 5, 5], padFrequency: 2, padTime: 2 },
  { x: [1, 2, 13, 4], kernel: [2, 2, 7, 3], dilation: 2, padFrequency: 6, padTime: 1 },
  { x: [2, 2, 6, 5], kernel: [1, 2, 3, 1], padFrequency: 0, padTime: 0 },
  { x: [1, 2, 7, 6], kernel: [2, 2, 1, 3], padFrequency: 0, padTime: 0 },
  { x: [2, 2, 12, 4], kernel: [1, 2, 5, 5], stride: 3, padFrequency: 1, padTime: 2 },
  { x: [1, 2, 12, 4], kernel: [3, 2, 7, 3], stride: 3, padFrequency: 2, padTime: 1 },
  { x: [2, 3, 12, 5], kernel: [2, 3, 3, 5], stride: 3, padFrequency: 0, padTime: 2 },
  { x: [1, 1, 11, 3], kernel: [1, 1, 4, 1], stride: 2, padFrequency: 1, padTime: 0 },
];

for (const { x, kernel, ...options } of CONVOLUTIONS) {
  Deno.test(`gradients of convolve() ${JSON.stringify({ kernel, ...options })} are exact`, async () => {
    const random = new Random(3);
    const values = [x, kernel, [kernel[0]]].map((shape) =>
      randomValue(shape, () => random.normal())
    );
    const build = (x: Tensor, kernel: Tensor, bias: Tensor) =>
      convolve(x, kernel, { ...options, bias });
    // A convolution is linear in each input, so a large step costs no accuracy.
    const error = await gradientError(build, values, random, 1);
    assert(error < 1e-5, `relative error ${error}`);
  });
}

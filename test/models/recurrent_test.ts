import assert from "node:assert/strict";
import * as ortWeb from "onnxruntime-web";
import { Random } from "../../lib/random.ts";
import { Graph, type Tensor } from "../../models/graph/graph.ts";
import { bidirectionalLstm } from "../../models/graph/recurrent.ts";
import { gradientError, openOnnx, randomValue } from "./harness.ts";

const [FRAMES, BATCH, INPUTS, HIDDEN] = [7, 2, 3, 4];
const SHAPES = {
  x: [FRAMES, BATCH, INPUTS],
  input: [2, 4 * HIDDEN, INPUTS],
  recurrent: [2, 4 * HIDDEN, HIDDEN],
  bias: [2, 8 * HIDDEN],
};

function drawValues(random: Random) {
  return Object.fromEntries(
    Object.entries(SHAPES).map((
      [name, shape],
    ) => [name, randomValue(shape, () => random.normal(0, 0.7))]),
  );
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** The definition, one unit at a time, in double precision. */
function naiveLstm(values: ReturnType<typeof drawValues>): number[] {
  const at = (name: string, ...place: number[]) => {
    const shape = values[name].shape;
    return Number(values[name].data[place.reduce((sum, i, axis) => sum * shape[axis] + i, 0)]);
  };
  const y = new Array(FRAMES * BATCH * 2 * HIDDEN);
  for (let direction = 0; direction < 2; direction++) {
    for (let b = 0; b < BATCH; b++) {
      let hidden = new Array(HIDDEN).fill(0);
      const cell = new Array(HIDDEN).fill(0);
      for (let step = 0; step < FRAMES; step++) {
        const t = direction === 0 ? step : FRAMES - 1 - step;
        hidden = hidden.map((_, unit) => {
          const [i, o, f, c] = [0, 1, 2, 3].map((gate) => {
            const row = gate * HIDDEN + unit;
            let sum = at("bias", direction, row) + at("bias", direction, 4 * HIDDEN + row);
            for (let k = 0; k < INPUTS; k++) {
              sum += at("input", direction, row, k) * at("x", t, b, k);
            }
            hidden.forEach((h, k) => sum += at("recurrent", direction, row, k) * h);
            return sum;
          });
          cell[unit] = sigmoid(f) * cell[unit] + sigmoid(i) * Math.tanh(c);
          return sigmoid(o) * Math.tanh(cell[unit]);
        });
        hidden.forEach((h, unit) => y[((t * BATCH + b) * 2 + direction) * HIDDEN + unit] = h);
      }
    }
  }
  return y;
}

Deno.test("bidirectionalLstm() agrees with its definition, in onnxruntime-web too", async () => {
  const values = drawValues(new Random(1));
  const graph = new Graph();
  const x = graph.input("x", ["frames", "batch", INPUTS]);
  const [input, recurrent, bias] = (["input", "recurrent", "bias"] as const)
    .map((name) => graph.input(name, SHAPES[name]));
  const onnx = graph.encode({ y: bidirectionalLstm(x, { input, recurrent, bias }) });
  const expected = naiveLstm(values);
  const { run, close } = await openOnnx(onnx);
  const native = (await run(values)).y;
  await close();
  const web = await ortWeb.InferenceSession.create(onnx, { executionProviders: ["wasm"] });
  const tensors = Object.entries(values).map(([name, { data, shape }]) => [
    name,
    new ortWeb.Tensor("float32", data as Float32Array, shape),
  ]);
  const wasm = (await web.run(Object.fromEntries(tensors))).y;
  await web.release();
  assert.deepEqual(wasm.dims, [FRAMES, BATCH, 2 * HIDDEN]);
  expected.forEach((value, i) => {
    assert(Math.abs(native[i] - value) < 1e-5, `${i}: ${native[i]}, ${value}`);
    assert(Math.abs(Number(wasm.data[i]) - value) < 1e-5);
  });
});

Deno.test("gradients of bidirectionalLstm() agree with finite differences", async () => {
  const random = new Random(2);
  const build = (x: Tensor, input: Tensor, recurrent: Tensor, bias: Tensor) =>
    bidirectionalLstm(x, { input, recurrent, bias });
  const error = await gradientError(build, Object.values(drawValues(random)), random, 0.05);
  assert(error < 1e-3, `relative error ${error}`);
});

Deno.test("gradients of stacked bidirectionalLstm() agree with finite differences", async () => {
  const random = new Random(3);
  const hidden = 2;
  const shapes = [[5, 1, 3], [2, 8, 3], [2, 8, 2], [2, 16], [2, 8, 4], [2, 8, 2], [2, 16]];
  const build = (x: Tensor, ...weights: Tensor[]) => {
    const [lower, upper] = [weights.slice(0, 3), weights.slice(3)]
      .map(([input, recurrent, bias]) => ({ input, recurrent, bias }));
    const y = bidirectionalLstm(bidirectionalLstm(x, lower), upper);
    assert.deepEqual(y.shape, [5, 1, 2 * hidden]);
    return y;
  };
  const values = shapes.map((shape) => randomValue(shape, () => random.normal(0, 0.7)));
  const error = await gradientError(build, values, random, 0.05);
  assert(error < 1e-3, `relative error ${error}`);
});

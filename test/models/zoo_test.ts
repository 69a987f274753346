import assert from "node:assert/strict";
import * as ortWeb from "onnxruntime-web";
import { BINS, PITCHES } from "../../lib/frontend/constants.ts";
import { FEATURES } from "../../lib/frontend/features.ts";
import { Random } from "../../lib/random.ts";
import { matrixProduct } from "../../models/graph/attention.ts";
import { convolve } from "../../models/graph/convolution.ts";
import { macs } from "../../models/graph/cost.ts";
import { Graph, sizeOf } from "../../models/graph/graph.ts";
import { hearing } from "../../models/graph/input.ts";
import { type Parameter, Trace } from "../../models/graph/trace.ts";
import { buildInference } from "../../models/zoo/inference.ts";
import type { Model } from "../../models/zoo/model.ts";
import { modelNamed, MODELS } from "../../models/zoo/mod.ts";
import { openOnnx, randomValue, type Value } from "./harness.ts";

/** Published sizes of the main networks; Tanaka's is the sum of its layers beside BasicAMT. */
const PARAMETERS: Record<string, number> = {
  basicamt: 18_978,
  basicpitch: 56_517,
  beam: 18_570,
  deaf: 18_570,
  onsets_frames: 1_714_076,
  prism: 18_570,
  septimbre: 18_978 + 25_958,
  tanaka: 18_978 + [597, 512, 512].reduce((sum, n) => sum + 2 * 4 * 256 * (n + 256 + 2), 0) +
    (512 + 1) * 12 * 84,
};

/** Parameters and running statistics of all branches. */
function definitions(model: Model): Parameter[] {
  const trace = new Trace(new Graph(), "validation");
  model.infer(trace, hearing(trace.graph, model.inputs, 1, 10));
  return [...trace.parameters, ...trace.running];
}

/** Values near the initial ones, so that no gain is one and no shift zero. */
function someValues(model: Model, random: Random): Map<string, Float32Array> {
  return new Map(
    definitions(model).map(({ name, shape, initial }) => [
      name,
      initial(random, sizeOf(shape)).map((x) => x * random.uniform(0.8, 1.2)),
    ]),
  );
}

function someSound(
  { inputs }: Model,
  batch: number,
  frames: number,
  random: Random,
): Record<string, Value> {
  return Object.fromEntries(inputs.map((name) => [
    name,
    randomValue(
      [batch, frames, ...FEATURES[name]],
      () => name === "level" ? random.normal(2, 0.5) : Math.exp(random.normal(-8, 3)),
    ),
  ]));
}

for (const model of MODELS) {
  Deno.test(`${model.name} has its parameters and runs in onnxruntime-web as it does natively`, async () => {
    const random = new Random(1);
    const { onnx, parameters } = buildInference(model, someValues(model, random));
    assert.equal(parameters, PARAMETERS[model.name]);
    const node = await openOnnx(onnx);
    const web = await ortWeb.InferenceSession.create(onnx, { executionProviders: ["wasm"] });
    const embedded = model.embeddingSize && !model.further ? ["embedding"] : [];
    for (const [batch, frames] of [[1, 25], [2, 7]]) {
      const sound = someSound(model, batch, frames, random);
      const native = await node.run(sound);
      const wasm = await web.run(Object.fromEntries(
        Object.entries(sound).map(([name, { data, shape }]) => [
          name,
          new ortWeb.Tensor("float32", data as Float32Array, shape),
        ]),
      ));
      assert.deepEqual(Object.keys(wasm).sort(), [...embedded, "frame", "onset"].sort());
      for (const [name, { data, dims }] of Object.entries(wasm)) {
        const size = name === "embedding" ? [model.embeddingSize] : [];
        assert.deepEqual(dims, [batch, frames, PITCHES, ...size]);
        native[name].forEach((x, i) => assert(Math.abs(x - Number(data[i])) < 1e-4));
      }
    }
    await node.close();
    await web.release();
  });
}

for (const model of MODELS.filter(({ wholeWindow }) => !wholeWindow)) {
  Deno.test(`${model.name} hears exactly its context on either side`, async () => {
    const frames = 60, middle = 30;
    const random = new Random(2);
    // Kernels that take means, of positive values: no rectifier hides a change.
    const values = new Map(
      definitions(model).map(({ name, shape, initial }) => {
        const size = sizeOf(shape);
        const mean = new Float32Array(size).fill(shape[0] / size);
        return [name, /kernel/.test(name) ? mean : initial(random, size)];
      }),
    );
    const { run, close } = await openOnnx(buildInference(model, values).onnx);
    const differing = new Set<number>();
    // A network may be saturated by loud sound, or deaf to soft sound.
    for (const loudness of [-2, 6]) {
      const sound = {
        energy: randomValue([1, frames, BINS], () => Math.exp(random.normal(loudness, 0.3))),
        level: randomValue([1, frames], () => 2),
      };
      const before = await run(sound);
      const changed = (sound.energy.data as Float32Array).slice();
      changed.fill(1, middle * BINS, (middle + 1) * BINS);
      const after = await run({ ...sound, energy: { ...sound.energy, data: changed } });
      before.onset.forEach((x, i) => {
        if (x !== after.onset[i]) differing.add(Math.floor(i / PITCHES));
      });
    }
    assert.deepEqual(
      [Math.min(...differing), Math.max(...differing)],
      [middle - model.context, middle + model.context],
    );
    await close();
  });
}

Deno.test("large networks are stored in half precision and run on in single", async () => {
  const model = modelNamed("tanaka");
  const random = new Random(4);
  const values = someValues(model, random);
  const halves = new Map(
    values.entries().map(([name, array]) => [name, Float32Array.from(Float16Array.from(array))]),
  );
  const { onnx, parameters } = buildInference(model, values);
  assert(onnx.length < 2.01 * parameters, `${onnx.length} bytes`);

  const trace = new Trace(new Graph(), { values: halves });
  const heard = hearing(trace.graph, model.inputs, "batch", "frames");
  const outputs = { ...model.infer(trace, heard) };
  const [half, single] = await Promise.all([onnx, trace.graph.encode(outputs)].map(openOnnx));
  const sound = someSound(model, 1, 12, random);
  const [found, expected] = [await half.run(sound), await single.run(sound)];
  for (const name of Object.keys(outputs)) {
    found[name].forEach((x, i) => assert(Math.abs(x - expected[name][i]) < 1e-6));
  }
  await half.close();
  await single.close();
});

Deno.test("macs() counts the products of matrices and kernels", () => {
  const graph = new Graph();
  const [a, b] = [graph.input("a", [2, 3, 4]), graph.input("b", [2, 4, 5])];
  matrixProduct(a, b);
  convolve(graph.input("x", [1, 3, 8, 6]), graph.input("kernel", [7, 3, 1, 5]), { padTime: 2 });
  assert.equal(macs(graph), 2 * 3 * 4 * 5 + 7 * 8 * 6 * 3 * 5);
});

Deno.test("macsPerSecond() agrees with the published costs", () => {
  const cost = (name: string) => {
    const model = modelNamed(name);
    return buildInference(model, someValues(model, new Random(3))).macsPerSecond / 1e6;
  };
  const basicamt = cost("basicamt");
  assert.equal(Math.round(basicamt), 368);
  assert.equal(Math.round(cost("septimbre") - basicamt), 518);
  // Gates, then the head: 84 pitches of 12 dimensions from both directions.
  const recurrent = [597, 512, 512].reduce((sum, n) => sum + 2 * 4 * 256 * (n + 256), 0);
  const tanaka = (recurrent + 512 * 12 * 84) * 22_050 / 256 / 1e6;
  assert(Math.abs(cost("tanaka") - basicamt - tanaka) < 1e-3);
});

Deno.test("modelNamed() says what the zoo holds", () => {
  assert.throws(() => modelNamed("tuba"), /Cannot find the model tuba: the zoo holds basicamt, /);
});

Deno.test("buildInference() refuses values that are not there", () => {
  const model = modelNamed("basicamt");
  assert.throws(() => buildInference(model, new Map()), /Cannot build the network: no values/);
});

import assert from "node:assert/strict";
import * as ortWeb from "onnxruntime-web";
import { BINS, HARMONICS, PITCHES, STACKED_BINS } from "../../lib/frontend/constants.ts";
import { Random } from "../../lib/random.ts";
import { sigmoid } from "../../models/graph/activations.ts";
import { Graph, sizeOf, type Tensor } from "../../models/graph/graph.ts";
import { harmonicStack, hearing } from "../../models/graph/input.ts";
import { Layers } from "../../models/graph/layers.ts";
import { countValues, type Parameter, Trace } from "../../models/graph/trace.ts";
import { BASICAMT, basicamt } from "../../models/zoo/basicamt.ts";
import { buildInference } from "../../models/zoo/inference.ts";
import { encoder, SEPTIMBRE } from "../../models/zoo/septimbre.ts";
import { openOnnx, randomValue, type Value } from "./harness.ts";

const random = new Random(11);
const EMBEDDING_SIZE = 12;
const HEARD = ["energy", "level"] as const;

/** Parameters of both branches, and running statistics of the note branch. */
function definitions(): Parameter[] {
  const trace = new Trace(new Graph(), "validation");
  const heard = hearing(trace.graph, HEARD, 1, 10);
  basicamt(new Layers(trace, "notes"), heard);
  encoder(new Layers(trace, "timbres"), heard);
  return [...trace.parameters, ...trace.running];
}

/** Values near the initial ones, so that no gain is one and no shift zero. */
function someValues(): Map<string, Float32Array> {
  return new Map(
    definitions().map(({ name, shape, initial }) => [
      name,
      initial(random, sizeOf(shape)).map((x) => x * random.uniform(0.8, 1.2)),
    ]),
  );
}

function someSound(batch: number, frames: number): Record<"energy" | "level", Value> {
  return {
    energy: randomValue([batch, frames, BINS], () => Math.exp(random.normal(-8, 3))),
    level: randomValue([batch, frames], () => random.normal(2, 0.5)),
  };
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  assert.equal(a.length, b.length);
  return a.reduce((worst, x, i) => Math.max(worst, Math.abs(x - b[i])), 0);
}

Deno.test("basicamt() has 18,978 parameters", () => {
  const trace = new Trace(new Graph(), "training");
  basicamt(new Layers(trace, "notes"), hearing(trace.graph, HEARD, 1, 10));
  assert.equal(countValues(trace.parameters), 18_978);
  assert.equal(trace.variables.length, trace.parameters.length);
});

Deno.test("encoder() has 25,958 parameters, so septimbre about 45 thousand", () => {
  const trace = new Trace(new Graph(), "training");
  encoder(new Layers(trace, "timbres"), hearing(trace.graph, HEARD, 1, 10));
  assert.equal(countValues(trace.parameters), 25_958);
  assert.equal(buildInference(SEPTIMBRE, someValues()).parameters, 18_978 + 25_958);
});

Deno.test("harmonicStack() lays each harmonic over its fundamental, zeros outside", async () => {
  const frames = 3;
  const graph = new Graph();
  const trace = new Trace(graph, {
    values: new Map([
      ["net.input.scale", Float32Array.of(0.5)],
      ["net.input.offset", Float32Array.of(2)],
    ]),
  });
  const stack = harmonicStack(new Layers(trace, "net"), hearing(graph, HEARD, "batch", "frames"));
  const { run, close } = await openOnnx(graph.encode({ stack }));
  const sound = someSound(2, frames);
  const found = (await run(sound)).stack;
  const [energy, level] = [sound.energy.data, sound.level.data] as Float32Array[];
  for (let b = 0; b < 2; b++) {
    for (const [h, harmonic] of HARMONICS.entries()) {
      const shift = Math.round(36 * Math.log2(harmonic));
      for (let bin = 0; bin < STACKED_BINS; bin++) {
        for (let t = 0; t < frames; t++) {
          const source = bin + shift;
          const inside = source >= 0 && source < BINS;
          const e = energy[(b * frames + t) * BINS + source] / Math.exp(level[b * frames + t]);
          const expected = inside ? 0.5 * Math.log(e + 2e-6) + 2 : 0;
          const at = ((b * 8 + h) * STACKED_BINS + bin) * frames + t;
          assert(Math.abs(found[at] - expected) < 1e-5, `${h} ${bin}: ${found[at]}, ${expected}`);
        }
      }
    }
  }
  await close();
});

Deno.test("training and inference graphs agree where statistics do", async () => {
  const [batch, frames] = [2, 20];
  const values = someValues();
  const sound = someSound(batch, frames);
  const graph = new Graph();
  const trace = new Trace(graph, "training");
  const heard = hearing(graph, HEARD, batch, frames);
  const logits = basicamt(new Layers(trace, "notes"), heard);
  const directions = encoder(new Layers(trace, "timbres"), heard);
  const statistics = Object.fromEntries(
    trace.running.map(({ name }, i): [string, Tensor] => [name, trace.batch[i]]),
  );
  const training = await openOnnx(graph.encode({
    onset: sigmoid(logits.onset),
    frame: sigmoid(logits.frame),
    directions,
    ...Object.fromEntries(Object.entries(statistics).map(([name, x]) => [`batch ${name}`, x])),
  }));
  const parameters = trace.parameters.map(({ name, shape }): [string, Value] => [
    name,
    { shape, data: values.get(name)! },
  ]);
  const trained = await training.run({ ...sound, ...Object.fromEntries(parameters) });
  for (const name of Object.keys(statistics)) values.set(name, trained[`batch ${name}`]);

  const inference = await openOnnx(buildInference(SEPTIMBRE, values).onnx);
  const inferred = await inference.run(sound);
  for (let b = 0; b < batch; b++) {
    for (let t = 0; t < frames; t++) {
      for (let pitch = 0; pitch < PITCHES; pitch++) {
        const bin = (b * frames + t) * PITCHES + pitch;
        const upright = (b * PITCHES + pitch) * frames + t;
        assert(Math.abs(inferred.onset[bin] - trained.onset[upright]) < 1e-5);
        assert(Math.abs(inferred.frame[bin] - trained.frame[upright]) < 1e-5);
        const direction = Array.from(
          { length: EMBEDDING_SIZE },
          (_, d) => trained.directions[((b * EMBEDDING_SIZE + d) * PITCHES + pitch) * frames + t],
        );
        const length = Math.hypot(...direction);
        direction.forEach((x, d) => {
          const y = inferred.embedding[bin * EMBEDDING_SIZE + d];
          assert(Math.abs(y - x / length) < 1e-4, `${y}, ${x / length}`);
        });
      }
    }
  }
  await training.close();
  await inference.close();
});

Deno.test("basicamt hears exactly its context on either side", async () => {
  const frames = 60, middle = 30;
  const values = new Map(
    someValues().entries().map(([name, array]) => [
      name,
      // With positive kernels no rectifier hides a change.
      /kernel/.test(name) ? array.map(Math.abs) : array,
    ]),
  );
  const { run, close } = await openOnnx(buildInference(BASICAMT, values).onnx);
  const sound = someSound(1, frames);
  const before = await run(sound);
  const changed = (sound.energy.data as Float32Array).slice();
  changed.fill(1, middle * BINS, (middle + 1) * BINS);
  const after = await run({ ...sound, energy: { ...sound.energy, data: changed } });
  const differing = new Set<number>();
  before.onset.forEach((x, i) => {
    if (x !== after.onset[i]) differing.add(Math.floor(i / PITCHES));
  });
  assert.deepEqual(
    [Math.min(...differing), Math.max(...differing)],
    [middle - BASICAMT.context, middle + BASICAMT.context],
  );
  await close();
});

Deno.test("inference models run the same in onnxruntime-web, at any batch and length", async () => {
  const { onnx } = buildInference(SEPTIMBRE, someValues());
  const node = await openOnnx(onnx);
  const web = await ortWeb.InferenceSession.create(onnx, { executionProviders: ["wasm"] });
  for (const [batch, frames] of [[1, 25], [2, 7]]) {
    const sound = someSound(batch, frames);
    const native = await node.run(sound);
    const wasm = await web.run(Object.fromEntries(
      Object.entries(sound).map(([name, { data, shape }]) => [
        name,
        new ortWeb.Tensor("float32", data as Float32Array, shape),
      ]),
    ));
    assert.deepEqual(wasm.onset.dims, [batch, frames, PITCHES]);
    assert.deepEqual(wasm.embedding.dims, [batch, frames, PITCHES, EMBEDDING_SIZE]);
    for (const output of ["onset", "frame", "embedding"]) {
      assert(largestDifference(native[output], wasm[output].data as Float32Array) < 1e-4);
    }
  }
  await node.close();
  await web.release();
});

Deno.test("buildInference() refuses values that are not there", () => {
  assert.throws(() => buildInference(BASICAMT, new Map()), /Cannot build the network: no values/);
});

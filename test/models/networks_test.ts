import assert from "node:assert/strict";
import { BINS, HARMONICS, PITCHES, STACKED_BINS } from "../../lib/frontend/constants.ts";
import { Random } from "../../lib/random.ts";
import { sigmoid } from "../../models/graph/activations.ts";
import { Graph, sizeOf, type Tensor } from "../../models/graph/graph.ts";
import { harmonicStack, hearing } from "../../models/graph/input.ts";
import { Layers } from "../../models/graph/layers.ts";
import { type Parameter, Trace } from "../../models/graph/trace.ts";
import { basicamt } from "../../models/zoo/basicamt.ts";
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

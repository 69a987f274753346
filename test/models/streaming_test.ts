import assert from "node:assert/strict";
import fc from "fast-check";
import { BINS } from "../../lib/frontend/constants.ts";
import type { Card } from "../../lib/inference/card.ts";
import { LivePosteriors } from "../../lib/inference/live.ts";
import type { Model } from "../../lib/inference/model.ts";
import { Random } from "../../lib/random.ts";
import { Graph, sizeOf } from "../../models/graph/graph.ts";
import { hearing } from "../../models/graph/input.ts";
import { FRAMES, StreamingGraph } from "../../models/graph/streaming.ts";
import { Trace, type Values } from "../../models/graph/trace.ts";
import { buildInference, buildLive } from "../../models/zoo/inference.ts";
import type { Model as ZooModel } from "../../models/zoo/model.ts";
import { modelNamed } from "../../models/zoo/mod.ts";
import { openOnnx, randomValue } from "./harness.ts";

const random = new Random(23);

/** Values near the initial ones, so that no gain is one and no shift zero. */
function someValues(model: ZooModel): Values {
  const trace = new Trace(new Graph(), "validation");
  model.infer(trace, hearing(trace.graph, model.inputs, 1, 10));
  return new Map(
    [...trace.parameters, ...trace.running].map(({ name, shape, initial }) => [
      name,
      initial(random, sizeOf(shape)).map((x) =>
        x * random.uniform(0.8, 1.2) + random.normal(0, 0.05)
      ),
    ]),
  );
}

/** What the live network says of a recording that comes in pieces. */
async function hearLive(
  model: Model,
  sound: Record<"energy" | "level", Float32Array>,
  hop: number,
  cuts: readonly number[],
) {
  const stream = new LivePosteriors(model, hop);
  const onset: number[] = [], frame: number[] = [];
  const take = async (parts: ReturnType<LivePosteriors["push"]>) => {
    for await (const part of parts) {
      onset.push(...part.onset);
      frame.push(...part.frame);
    }
  };
  let from = 0;
  for (const to of [...cuts, sound.level.length]) {
    const energy = sound.energy.subarray(from * BINS, to * BINS);
    await take(stream.push({ energy, level: sound.level.subarray(from, to) }));
    from = to;
  }
  await take(stream.flush());
  return { onset, frame };
}

for (const name of ["beam", "basicamt", "basicpitch"]) {
  Deno.test(`${name} says the same of frames as they come as of the whole recording`, async () => {
    const zoo = modelNamed(name);
    const values = someValues(zoo);
    const whole = await openOnnx(buildInference(zoo, values).onnx);
    const { onnx, kept } = buildLive(zoo, values);
    const live = await openOnnx(onnx);
    const model = {
      card: {
        name,
        inputs: { energy: "energy", level: "level" },
        outputs: { onset: "onset", frame: "frame" },
        context: zoo.context,
        live: { file: "", kept },
      } as Partial<Card>,
      live: { run: live.run },
    } as unknown as Model;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.nat(60), { maxLength: 5 }),
        async (frames, hop, drawn) => {
          const energy = randomValue([1, frames, BINS], () => Math.exp(random.normal(-8, 3)));
          const level = randomValue([1, frames], () => random.normal(2, 0.5));
          const expected = await whole.run({ energy, level });
          const sound = {
            energy: energy.data as Float32Array,
            level: level.data as Float32Array,
          };
          const cuts = drawn.filter((cut) => cut <= frames).sort((a, b) => a - b);
          const heard = await hearLive(model, sound, hop, cuts);
          for (const head of ["onset", "frame"] as const) {
            assert.equal(heard[head].length, expected[head].length);
            assert.ok(Math.max(...heard[head]) - Math.min(...heard[head]) > 1e-4);
            const worst = Math.max(...heard[head].map((x, i) => Math.abs(x - expected[head][i])));
            assert.ok(worst < 1e-5, `${head} is off by ${worst}`);
          }
        },
      ),
      { seed: 1, numRuns: 12 },
    );
    await whole.close();
    await live.close();
  });
}

Deno.test("buildLive() refuses a model that needs its whole window", () => {
  assert.throws(() => buildLive(modelNamed("onsets_frames"), new Map()), /needs its whole window/);
});

Deno.test("StreamingGraph makes the sooner of two ways wait, once", async () => {
  const graph = new StreamingGraph();
  const x = graph.input("x", [1, 1, 1, FRAMES]);
  const kernel = graph.constant("kernel", Float32Array.of(0, 0, 1), [1, 1, 1, 3]);
  const attributes = { pads: [0, 1, 0, 1], kernel_shape: [1, 3] };
  const ahead = graph.emit("Conv", [x, kernel], x.shape, attributes);
  const sum = graph.emit("Add", [ahead, x], x.shape);
  const product = graph.emit("Mul", [ahead, x], x.shape);
  assert.deepEqual([x, ahead, sum, product].map((y) => graph.lateness(y)), [0, 1, 1, 1]);
  assert.deepEqual(graph.kept.map(({ shape }) => shape), [[1, 1, 1, 2], [1, 1, 1, 1]]);
  const { run, close } = await openOnnx(graph.encode({ sum, product }));
  const said = await run({
    x: { shape: [1, 1, 1, 3], data: Float32Array.of(5, 6, 7) },
    sounding: { shape: [1, 3], data: Float32Array.of(1, 1, 0) },
    past0: { shape: [1, 1, 1, 2], data: Float32Array.of(3, 4) },
    past1: { shape: [1, 1, 1, 1], data: Float32Array.of(4) },
  });
  // Frame 4, then 5 and 6: each beside the next one, which is nothing behind the end.
  assert.deepEqual([...said.sum], [4 + 5, 5 + 6, 6 + 0]);
  assert.deepEqual([...said.product], [4 * 5, 5 * 6, 0]);
  await close();
});

Deno.test("StreamingGraph refuses a convolution that shortens time", () => {
  const graph = new StreamingGraph();
  const x = graph.input("x", [1, 1, 1, FRAMES]);
  const kernel = graph.constant("kernel", new Float32Array(3), [1, 1, 1, 3]);
  assert.throws(
    () => graph.emit("Conv", [x, kernel], x.shape, { pads: [0, 0, 0, 0], kernel_shape: [1, 3] }),
    /changes the number of frames/,
  );
});

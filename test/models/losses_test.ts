import assert from "node:assert/strict";
import { Random } from "../../lib/random.ts";
import { Graph, type Tensor } from "../../models/graph/graph.ts";
import {
  affinityLoss,
  contrastive,
  focalLoss,
  lengthLogits,
  sampledDirections,
  weightedCrossEntropy,
} from "../../models/graph/losses.ts";
import { gradientError, openOnnx, randomValue, type Value } from "./harness.ts";

const random = new Random(5);

Deno.test("focalLoss() agrees with its definition, far from zero too", async () => {
  const [batch, pitches, frames, alpha] = [2, 3, 4, 0.3];
  const shape = [batch, 1, pitches, frames];
  const logits = randomValue(shape, () => random.normal(0, 4));
  logits.data.set([80, -80] as never);
  const targets = randomValue(shape, () => random.pick([0, 0.5, 1]));
  const graph = new Graph();
  const inputs = [graph.input("logits", shape), graph.input("targets", shape)];
  const { run, close } = await openOnnx(
    graph.encode({ loss: focalLoss(inputs[0], inputs[1], alpha) }),
  );
  const { loss } = await run({ logits, targets });
  let sum = 0;
  for (let i = 0; i < logits.data.length; i++) {
    const x = Number(logits.data[i]), y = Number(targets.data[i]);
    const p = 1 / (1 + Math.exp(-x));
    // ln p and ln(1 − p) in double precision, without rounding p to 0 or 1.
    const lnP = -Math.log1p(Math.exp(-x)), lnQ = -Math.log1p(Math.exp(x));
    sum -= alpha * y * (1 - p) * lnP + (1 - alpha) * (1 - y) * p * lnQ;
  }
  const expected = sum / (batch * frames);
  assert(Math.abs(loss[0] - expected) < 1e-6 * expected, `${loss[0]}, ${expected}`);
  await close();
});

Deno.test("gradients of focalLoss() agree with finite differences", async () => {
  const shape = [2, 1, 3, 2];
  const targets = randomValue(shape, () => random.pick([0, 0.5, 1]));
  const build = (logits: Tensor) =>
    focalLoss(logits, logits.graph.constant("targets", targets.data, shape), 0.2);
  const error = await gradientError(
    build,
    [randomValue(shape, () => random.normal())],
    random,
    0.05,
  );
  assert(error < 1e-3, `relative error ${error}`);
});

/** Two crops of three channels, 2 pitches × 3 frames, six bins of three timbres. */
const EMBEDDING = [2, 3, 2, 3];
const BINS = [[0, 0, 0], [0, 1, 1], [0, 2, 0], [1, 0, 1], [1, 2, 1], [1, 0, 1]];
const SIZE = BINS.length;
const ALIKE = [[0, 2], [0, 3], [1, 4], [3, 2]];

function contrastValues(): { bins: Value; positives: Value; mask: Value } {
  const positives = new Float32Array(SIZE * SIZE);
  for (const [i, j] of ALIKE) positives[i * SIZE + j] = 1 / ALIKE.length;
  const mask = new Float32Array(SIZE * SIZE);
  for (let i = 0; i < SIZE; i++) mask[i * SIZE + i] = -1e9;
  mask[0 * SIZE + 5] = -1e9;
  return {
    bins: { shape: [SIZE, 3], data: BigInt64Array.from(BINS.flat().map(BigInt)) },
    positives: { shape: [SIZE, SIZE], data: positives },
    mask: { shape: [SIZE, SIZE], data: mask },
  };
}

/** The loss of an embedding, with everything else stored in the graph. */
function buildInfoNce(embedding: Tensor, temperature: number): Tensor {
  const { graph } = embedding;
  const values = contrastValues();
  const stored = (name: keyof typeof values) =>
    graph.constant(name, values[name].data, values[name].shape);
  const contrast = { positives: stored("positives"), mask: stored("mask") };
  return contrastive(sampledDirections({ embedding, bins: stored("bins") }), contrast, temperature);
}

Deno.test("contrastive() agrees with its definition", async () => {
  const temperature = 0.15;
  const embedding = randomValue(EMBEDDING, () => random.normal());
  const graph = new Graph();
  const loss = buildInfoNce(graph.input("embedding", EMBEDDING), temperature);
  const { run, close } = await openOnnx(graph.encode({ loss }));
  const found = (await run({ embedding })).loss[0];

  const [, channels, pitches, frames] = EMBEDDING;
  const vectors = BINS.map(([crop, frame, pitch]) =>
    Array.from(
      { length: channels },
      (_, c) => Number(embedding.data[((crop * channels + c) * pitches + pitch) * frames + frame]),
    )
  );
  const cosine = (a: number[], b: number[]) =>
    a.reduce((sum, x, i) => sum + x * b[i], 0) / Math.hypot(...a) / Math.hypot(...b);
  let expected = 0;
  for (const [i, j] of ALIKE) {
    let candidates = 0;
    for (let k = 0; k < SIZE; k++) {
      if (k === i || (i === 0 && k === 5)) continue;
      candidates += Math.exp(cosine(vectors[i], vectors[k]) / temperature);
    }
    const share = Math.exp(cosine(vectors[i], vectors[j]) / temperature) / candidates;
    expected -= Math.log(share) / ALIKE.length;
  }
  assert(Math.abs(found - expected) < 1e-5 * expected, `${found}, ${expected}`);
  await close();
});

Deno.test("gradients of contrastive() agree with finite differences", async () => {
  const embedding = randomValue(EMBEDDING, () => random.normal());
  const error = await gradientError((x) => buildInfoNce(x, 0.5), [embedding], random, 0.02);
  assert(error < 2e-3, `relative error ${error}`);
});

Deno.test("sampledDirections() takes the direction of the mean of grouped bins", async () => {
  const embedding = randomValue(EMBEDDING, () => random.normal());
  const graph = new Graph();
  const { bins } = contrastValues();
  const stored = graph.constant("bins", bins.data, bins.shape);
  const sample = { embedding: graph.input("embedding", EMBEDDING), bins: stored };
  const outputs = { single: sampledDirections(sample), pairs: sampledDirections(sample, 2) };
  const { run, close } = await openOnnx(graph.encode(outputs));
  const { single, pairs } = await run({ embedding });
  const channels = EMBEDDING[1];
  assert.equal(pairs.length, SIZE / 2 * channels);
  for (let note = 0; note < SIZE / 2; note++) {
    const row = (i: number) => single.subarray(i * channels, (i + 1) * channels);
    const mean = Array.from(row(2 * note), (x, c) => x + row(2 * note + 1)[c]);
    mean.forEach((x, c) => {
      assert(Math.abs(x / Math.hypot(...mean) - pairs[note * channels + c]) < 1e-5);
    });
  }
  await close();
});

Deno.test("affinityLoss() agrees with its definition, and its gradients with differences", async () => {
  const points: [number, number] = [SIZE, 3];
  const build = (x: Tensor) => {
    const { positives, mask } = contrastValues();
    const stored = (name: string, { data, shape }: Value) => x.graph.constant(name, data, shape);
    const contrast = { positives: stored("positives", positives), mask: stored("mask", mask) };
    return affinityLoss(x, contrast);
  };
  const directions = randomValue(points, () => random.normal());
  const graph = new Graph();
  const { run, close } = await openOnnx(
    graph.encode({ loss: build(graph.input("directions", points)) }),
  );
  const found = (await run({ directions })).loss[0];
  let [sum, pairs] = [0, 0];
  for (let i = 0; i < SIZE; i++) {
    if (!ALIKE.some(([from]) => from === i)) continue;
    for (let j = 0; j < SIZE; j++) {
      if (j === i || (i === 0 && j === 5)) continue;
      let similarity = 0;
      for (let c = 0; c < 3; c++) {
        similarity += Number(directions.data[i * 3 + c]) * Number(directions.data[j * 3 + c]);
      }
      const wanted = ALIKE.some(([a, b]) => a === i && b === j) ? 1 : 0;
      sum += (similarity - wanted) ** 2;
      pairs++;
    }
  }
  assert(Math.abs(found - sum / pairs) < 1e-4 * (sum / pairs), `${found}, ${sum / pairs}`);
  await close();
  const error = await gradientError(build, [directions], random, 0.02);
  assert(error < 2e-3, `relative error ${error}`);
});

Deno.test("weightedCrossEntropy() agrees with its definition", async () => {
  const shape = [2, 1, 3, 4];
  const logits = randomValue(shape, () => random.normal());
  const targets = randomValue(shape, () => random.uniform(0, 1));
  const graph = new Graph();
  const loss = weightedCrossEntropy(
    graph.input("logits", shape),
    graph.input("targets", shape),
    0.95,
  );
  const { run, close } = await openOnnx(graph.encode({ loss }));
  const found = (await run({ logits, targets })).loss[0];
  let expected = 0;
  logits.data.forEach((x, i) => {
    const p = 1 / (1 + Math.exp(-Number(x))), y = Number(targets.data[i]);
    expected -= (0.95 * y * Math.log(p) + 0.05 * (1 - y) * Math.log(1 - p)) / 8;
  });
  assert(Math.abs(found - expected) < 1e-5 * expected, `${found}, ${expected}`);
  await close();
});

Deno.test("lengthLogits() are even chances at their length, and their gradients agree with differences", async () => {
  const half = 2;
  const embedding = randomValue(EMBEDDING, () => random.normal());
  const graph = new Graph();
  const { run, close } = await openOnnx(
    graph.encode({ logits: lengthLogits(graph.input("embedding", EMBEDDING), half) }),
  );
  const { logits } = await run({ embedding });
  const [batch, channels, pitches, frames] = EMBEDDING;
  const bins = pitches * frames;
  assert.equal(logits.length, batch * bins);
  logits.forEach((logit, at) => {
    const [crop, bin] = [Math.floor(at / bins), at % bins];
    const vector = Array.from(
      { length: channels },
      (_, c) => Number(embedding.data[(crop * channels + c) * bins + bin]),
    );
    const square = Math.hypot(...vector) ** 2;
    const posterior = 1 / (1 + Math.exp(-logit));
    assert(Math.abs(posterior - square / (square + half ** 2)) < 1e-5);
  });
  await close();
  const error = await gradientError((x) => lengthLogits(x, half), [embedding], random, 0.01);
  assert(error < 2e-3, `relative error ${error}`);
});

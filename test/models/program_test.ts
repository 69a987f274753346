import assert from "node:assert/strict";
import { Random } from "../../lib/random.ts";
import { sizeOf } from "../../models/graph/graph.ts";
import type { Feeds } from "../../models/train/batch.ts";
import { buildProgram, gradientOf } from "../../models/train/program.ts";
import type { Plan } from "../../models/train/recipe.ts";
import { modelNamed } from "../../models/zoo/mod.ts";
import { toyClips } from "./clips.ts";
import { openOnnx, randomValue } from "./harness.ts";

/** A short recipe; the larger the network, the shorter. */
function plan(model: string, crops: number, frames: number): Plan {
  const { recipe } = modelNamed(model);
  const bins = "bins" in recipe ? { bins: 48 } : {};
  return { model, recipe: { ...recipe, ...bins, crops, frames } };
}

const PLANS = [
  plan("basicamt", 2, 20),
  plan("basicpitch", 1, 10),
  plan("onsets_frames", 1, 6),
  plan("septimbre", 2, 20),
  plan("bins-unified", 2, 20),
  plan("tanaka", 2, 5),
];
const clips = toyClips(4, 40, 3);

/**
 * A batch as plain values. Its sound is noise: the even floor of toy clips would carry a whole
 * region across the kink of a rectifier at once.
 */
function batchValues({ model, recipe }: Plan, seed: number): Feeds {
  const random = new Random(seed);
  const { inputs, draw } = modelNamed(model);
  const feeds = draw(clips, recipe, random, false);
  for (const name of inputs.filter((name) => name !== "level")) {
    const sound = feeds[name].data as Float32Array;
    sound.forEach((_, i) => sound[i] = Math.exp(random.normal(-8, 3)));
  }
  return feeds;
}

/** Moves the loss well above its rounding, but across few kinks of rectifiers. */
const DISTANCE = 2e-3;

/** What rounding and kinks leave; a path forgotten costs far more. */
const TOLERANCE = 0.03;

/** The input's scale and offset move every rectifier of the network at once. */
const INPUT_TOLERANCE = 0.1;

/** Kinks differ from batch to batch, a wrong gradient does not: the middle error counts. */
const BATCH_SEEDS = [2, 3, 4];

/**
 * A norm takes some biases and gains away again, and little but rounding is left of their gradients:
 * errors are relative to this part of the whole gradient at least.
 */
const LEAST_PART = 0.01;

function length(gradient: Float32Array): number {
  return Math.sqrt(gradient.reduce((sum, g) => sum + g * g, 0));
}

for (const plan of PLANS) {
  Deno.test(`gradients of all parameters of ${plan.model} agree with the loss`, async () => {
    const random = new Random(1);
    const program = buildProgram(plan, "training");
    const others = Object.fromEntries([
      ...program.fixed.map(({ name, shape, initial }) => [
        name,
        { shape, data: initial(random, sizeOf(shape)) },
      ]),
      ...program.masks.map(({ name, shape }) => [
        name,
        randomValue(shape, () => random.chance(0.5) ? 2 : 0),
      ]),
    ]);
    const values = Object.fromEntries(program.parameters.map(({ name, shape, initial }) => {
      // Away from the initial values, where gains are one and shifts are zero.
      const data = initial(random, sizeOf(shape)).map((x) => x + random.normal(0, 0.03));
      return [name, { shape, data }];
    }));
    const { run, close } = await openOnnx(program.onnx);
    const errors = new Map<string, number[]>();
    for (const seed of BATCH_SEEDS) {
      const batch = { ...batchValues(plan, seed), ...others };
      const found = await run({ ...batch, ...values });
      const lossAt = async (name: string, direction: Float32Array, distance: number) => {
        const data = values[name].data.map((x, i) => x + distance * direction[i]);
        return (await run({ ...batch, ...values, [name]: { shape: values[name].shape, data } }))
          .loss[0];
      };
      const whole = Math.hypot(
        ...program.parameters.map(({ name }) => length(found[gradientOf(name)])),
      );
      for (const { name } of program.parameters) {
        const gradient = found[gradientOf(name)];
        const size = length(gradient);
        const direction = gradient.map((g) => g / size);
        const slope = async (distance: number) =>
          (await lossAt(name, direction, distance) - await lossAt(name, direction, -distance)) /
          (2 * distance);
        const difference = (4 * await slope(DISTANCE) - await slope(2 * DISTANCE)) / 3;
        errors.set(name, [
          ...errors.get(name) ?? [],
          Math.abs(difference - size) / Math.max(size, LEAST_PART * whole),
        ]);
      }
    }
    await close();
    for (const [name, found] of errors) {
      const middle = found.toSorted((a, b) => a - b)[found.length >> 1];
      const tolerance = name.includes(".input.") ? INPUT_TOLERANCE : TOLERANCE;
      assert(middle < tolerance, `${name}: relative errors ${found}`);
    }
  });
}

Deno.test("onsets weigh as the recipe says", async () => {
  const random = new Random(4);
  const beam = plan("beam", 1, 10);
  const program = buildProgram({
    ...beam,
    recipe: { ...beam.recipe, onsetWeight: 5 } as typeof beam.recipe,
  }, "validation");
  const values = [...program.parameters, ...program.running].map(({ name, shape, initial }) => [
    name,
    { shape, data: initial(random, sizeOf(shape)) },
  ]);
  const { run, close } = await openOnnx(program.onnx);
  const { loss, onset, frame } = await run({
    ...batchValues(beam, 5),
    ...Object.fromEntries(values),
  });
  assert.ok(onset[0] > 0.01);
  assert.ok(Math.abs(loss[0] - 5 * onset[0] - frame[0]) < 1e-4);
  await close();
});

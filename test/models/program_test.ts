import assert from "node:assert/strict";
import { Random } from "../../lib/random.ts";
import { sizeOf } from "../../models/graph/graph.ts";
import type { Feeds } from "../../models/train/batch.ts";
import { buildProgram, gradientOf } from "../../models/train/program.ts";
import type { Plan } from "../../models/train/recipe.ts";
import { BASICAMT } from "../../models/zoo/basicamt.ts";
import { modelNamed } from "../../models/zoo/mod.ts";
import { SEPTIMBRE } from "../../models/zoo/septimbre.ts";
import { toyClips } from "./clips.ts";
import { openOnnx } from "./harness.ts";

const short = { crops: 2, frames: 20 };
const PLANS = [
  { model: BASICAMT.name, recipe: { ...BASICAMT.recipe, ...short } },
  { model: SEPTIMBRE.name, recipe: { ...SEPTIMBRE.recipe, ...short, bins: 48 } },
];
const clips = toyClips(4, 40, 3);

/**
 * A batch as plain values. Its sound is noise: the even floor of toy clips would carry a whole
 * region across the kink of a rectifier at once.
 */
function batchValues({ model, recipe }: Plan, seed: number): Feeds {
  const random = new Random(seed);
  const feeds = modelNamed(model).draw(clips, recipe, random, false);
  const energy = feeds.energy.data as Float32Array;
  energy.forEach((_, i) => energy[i] = Math.exp(random.normal(-8, 3)));
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

/** Biases that a norm takes away again: their gradient is rounding alone. */
const WITHOUT_EFFECT = ["notes.wide.bias", "timbres.narrow.bias"];

for (const plan of PLANS) {
  Deno.test(`gradients of all parameters of ${plan.model} agree with the loss`, async () => {
    const random = new Random(1);
    const program = buildProgram(plan, "training");
    const values = Object.fromEntries(program.parameters.map(({ name, shape, initial }) => {
      // Away from the initial values, where gains are one and shifts are zero.
      const data = initial(random, sizeOf(shape)).map((x) => x + random.normal(0, 0.03));
      return [name, { shape, data }];
    }));
    const { run, close } = await openOnnx(program.onnx);
    const errors = new Map<string, number[]>();
    for (const seed of BATCH_SEEDS) {
      const batch = batchValues(plan, seed);
      const found = await run({ ...batch, ...values });
      const lossAt = async (name: string, direction: Float32Array, distance: number) => {
        const data = values[name].data.map((x, i) => x + distance * direction[i]);
        return (await run({ ...batch, ...values, [name]: { shape: values[name].shape, data } }))
          .loss[0];
      };
      for (const { name } of program.parameters) {
        const gradient = found[gradientOf(name)];
        const length = Math.hypot(...gradient);
        if (WITHOUT_EFFECT.includes(name)) {
          assert(length < 1e-5, `${name}: ${length}`);
          continue;
        }
        const direction = gradient.map((g) => g / length);
        const slope = async (distance: number) =>
          (await lossAt(name, direction, distance) - await lossAt(name, direction, -distance)) /
          (2 * distance);
        const difference = (4 * await slope(DISTANCE) - await slope(2 * DISTANCE)) / 3;
        errors.set(name, [...errors.get(name) ?? [], Math.abs(difference / length - 1)]);
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

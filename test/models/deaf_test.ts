import assert from "node:assert/strict";
import { PORTRAIT_BINS, SLOTS } from "../../lib/timbre/portrait.ts";
import { PLACES, RELATIONS } from "../../lib/timbre/relations.ts";
import { Random } from "../../lib/random.ts";
import { sizeOf } from "../../models/graph/graph.ts";
import { initialValues, views } from "../../models/train/layout.ts";
import { buildProgram, gradientOf } from "../../models/train/program.ts";
import { DEAF } from "../../models/zoo/deaf.ts";
import { encodeNetwork } from "../../models/zoo/inference.ts";
import { toyClips } from "./clips.ts";
import { openOnnx, randomValue, type Value } from "./harness.ts";

const recipe = { ...DEAF.recipe, crops: 2, notes: 16 };

Deno.test("deaf learns from its notes and never from their sound", async () => {
  const program = buildProgram({ model: "deaf", recipe }, "training");
  const start = initialValues(program.parameters, new Random(1));
  const parameters = views(start, program.parameters);
  const feeds: Record<string, Value> = DEAF.draw(toyClips(4, 300, 1), recipe, new Random(2), true);
  assert(feeds.heard.data.some((x) => Number(x) > 0));
  for (const { name, shape } of program.parameters) {
    feeds[name] = { data: parameters.get(name)!, shape };
  }
  const step = await openOnnx(program.onnx);
  const found = await step.run(feeds);
  await step.close();
  const learning = program.parameters.map(({ name }) => name)
    .filter((name) => found[gradientOf(name)].some((x) => x !== 0));
  assert(learning.includes("timbres.features.kernel"));
  assert(!learning.includes("timbres.spectrum.kernel"));
  const sound = (values: Float32Array) => values.filter((_, i) => i % RELATIONS >= PLACES);
  const relations = "timbres.relations.kernel";
  for (const values of [parameters.get(relations)!, found[gradientOf(relations)] as Float32Array]) {
    assert(values.some((x) => x !== 0));
    assert(sound(values).every((x) => x === 0));
  }

  const { onnx } = encodeNetwork(
    new Map(program.parameters.map(({ name, shape }) => [
      name,
      name === "timbres.spectrum.kernel"
        ? parameters.get(name)!
        : Float32Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(i)),
    ])),
    DEAF.further!.portraits,
  );
  const portraits = await openOnnx(onnx);
  const random = new Random(3);
  const notes = 5;
  const look = (pitch: number) =>
    portraits.run({
      spectrum: randomValue([notes, SLOTS, PORTRAIT_BINS], () => random.normal()),
      heard: randomValue([notes, SLOTS], () => 1),
      pitch: randomValue([notes], () => pitch),
    });
  const [first, second, higher] = [await look(60), await look(60), await look(65)];
  await portraits.close();
  assert.deepEqual(second, first);
  assert.notDeepEqual(higher, first);
});

import assert from "node:assert/strict";
import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { readConstants } from "../../models/graph/constants.ts";
import { Graph } from "../../models/graph/graph.ts";
import { add } from "../../models/graph/arithmetic.ts";
import { buildProgram } from "../../models/train/program.ts";
import { exportModel } from "../../models/train/export.ts";
import { loadTrained } from "../../models/train/trained.ts";
import { modelNamed } from "../../models/zoo/mod.ts";
import { contents, inFolder } from "../command.ts";

const WEIGHTS = fileURLToPath(new URL("../../models/weights/", import.meta.url));

/** Branches of the models that come with noteprism, and what training needs of them besides. */
const BRANCHES = [
  { card: "basicamt", model: "basicamt" },
  { card: "septimbre", model: "basicamt" },
  { card: "septimbre", model: "septimbre" },
  { card: "basicpitch", model: "basicpitch" },
  { card: "onsets_frames", model: "onsets_frames" },
  { card: "tanaka", model: "tanaka" },
  { card: "prism", model: "beam" },
  { card: "prism", model: "prism", drawn: ["timbres.verdict.kernel", "timbres.verdict.bias"] },
];

for (const { card, model: name, drawn = [] } of BRANCHES) {
  Deno.test(`the card of ${card} holds the trained branch of ${name}`, async () => {
    const model = modelNamed(name);
    const { run, values } = await loadTrained(join(WEIGHTS, `${card}.json`), model);
    const { parameters, running } = buildProgram(run.origin, "validation");
    const sizes = [...parameters, ...running].filter(({ name }) => !drawn.includes(name))
      .map(({ name, shape }) => [name, shape.reduce((a, b) => a * b, 1)] as const);
    for (const [name, size] of sizes) assert.equal(values.get(name)?.length, size, name);
    assert(drawn.every((name) => !values.has(name)));
    assert.equal(run.origin.model, name);
    assert(run.step >= run.best.step && run.best.step > 0);
    assert(run.best.loss > 0);
  });
}

Deno.test("weights that are read from a card are written as they were", async () => {
  await inFolder(async (folder) => {
    const path = join(WEIGHTS, "prism.json");
    const [beam, prism] = ["beam", "prism"].map(modelNamed);
    const branches = [await loadTrained(path, beam), await loadTrained(path, prism)];
    const card = JSON.parse(await Deno.readTextFile(path));
    await exportModel(folder, prism, branches, card.thresholds);
    for (const name of (await contents(folder)).filter((name) => name.endsWith(".onnx"))) {
      assert.deepEqual(
        await Deno.readFile(join(folder, name)),
        await Deno.readFile(join(WEIGHTS, name)),
        name,
      );
    }
    const { training } = JSON.parse(await Deno.readTextFile(join(folder, "prism.json")));
    assert.deepEqual(training.recipe, card.training.recipe);
    assert.deepEqual(training.data, card.training.data);
    assert.equal(training.audioSeconds, card.training.audioSeconds);
  });
});

Deno.test("loadTrained() refuses cards of other models, and broken files, in a line", async () => {
  await inFolder(async (folder) => {
    const beam = modelNamed("beam");
    const card = join(folder, "prism.json");
    await assert.rejects(loadTrained(card, beam), /^Error: Cannot read the card .*ENOENT/);
    await assert.rejects(
      loadTrained(join(WEIGHTS, "septimbre.json"), beam),
      /^Error: Cannot take weights of beam from .*: it is the card of septimbre$/,
    );
    for (const foreign of [{}, { name: "mine" }, { name: "beam", training: { recipe: {} } }]) {
      await writeFile(card, JSON.stringify(foreign));
      await assert.rejects(
        loadTrained(card, beam),
        /Cannot take weights of beam from .*prism\.json/,
      );
    }
    await copyFile(join(WEIGHTS, "prism.json"), card);
    await assert.rejects(loadTrained(card, beam), /^Error: Cannot read weights from .*prism\.onnx/);
    const whole = await Deno.readFile(join(WEIGHTS, "prism.onnx"));
    await writeFile(join(folder, "prism.onnx"), whole.subarray(0, 5000));
    await assert.rejects(loadTrained(card, beam), /prism\.onnx: it ends too soon$/);
  });
});

Deno.test("readConstants() finds what was stored, in single and half precision", () => {
  fc.assert(
    fc.property(fc.array(fc.float({ noNaN: true }), { minLength: 1, maxLength: 300 }), (list) => {
      const graph = new Graph();
      const values = Float32Array.from(list);
      const whole = graph.constant("whole", values, [1, values.length]);
      const half = graph.halfConstant("half", values, [values.length]);
      graph.integers([3, 4]);
      const found = readConstants(graph.encode({ sum: add(whole, half) }));
      assert.deepEqual(found.get("whole"), values);
      assert.deepEqual(found.get("half"), Float32Array.from(Float16Array.from(list)));
      assert([...found.values()].every((array) => array.length !== 2 || values.length === 2));
    }),
    { seed: 1, numRuns: 50 },
  );
});

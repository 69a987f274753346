import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { contents, inFolder } from "../command.ts";
import { Random } from "../../lib/random.ts";
import { buildProgram } from "../../models/train/program.ts";
import type { Plan, Recipe } from "../../models/train/recipe.ts";
import { initialValues, views } from "../../models/train/layout.ts";
import { initialState, loadState, saveState, type State } from "../../models/train/state.ts";
import { trainedBy } from "../../models/train/trained.ts";
import { Team } from "../../models/train/team.ts";
import { train } from "../../models/train/trainer.ts";
import { sizeOf } from "../../models/graph/graph.ts";
import type { Values } from "../../models/graph/trace.ts";
import { modelNamed } from "../../models/zoo/mod.ts";
import { toyClips } from "./clips.ts";

const short = { crops: 2, frames: 30, steps: 6, warmUp: 2, validateEvery: 3 };

/** A short plan; `changes` are those of its recipe. */
function plan(model: string, changes: Partial<Recipe & { bins: number }> = {}): Plan {
  return { model, recipe: { ...modelNamed(model).recipe, ...short, ...changes } };
}

const NOTES = plan("basicamt");
const TIMBRES = plan("septimbre", { bins: 48 });

const training = toyClips(6, 60, 1);
const validation = toyClips(2, 60, 2);
const data = { clips: 6, frames: 360, sources: [] };

/** The state before the first step of a plan whose recipe `changes`. */
function freshState({ model, recipe }: Plan, changes: Partial<Recipe> = {}): State {
  const plan = { model, recipe: { ...recipe, ...changes } };
  const { parameters, running } = buildProgram(plan, "validation");
  return initialState({ ...plan, seed: 5, data }, parameters, running);
}

/** The branch a model hears in training, before its own training. */
function baseOf(origin: Plan): Values {
  const { fixed } = buildProgram(origin, "training");
  const flat = initialValues(fixed, new Random(9));
  return new Map(views(flat, fixed));
}

/** Trains with a team of its own until `last`. */
async function trainTo(state: State, last: number) {
  const team = await Team.start({
    ...state.origin,
    training,
    validation,
    base: baseOf(state.origin),
  });
  const losses: number[] = [];
  try {
    const ending = await train(state, team, ({ step, losses: { loss } }) => {
      losses.push(loss);
      return step < last;
    });
    return { losses, ending };
  } finally {
    team.stop();
  }
}

function sameBytes(a: Float32Array, b: Float32Array): boolean {
  return Buffer.from(a.buffer).equals(Buffer.from(b.buffer));
}

function assertSameState(actual: State, expected: State): void {
  for (const [name, value] of Object.entries(expected)) {
    const found = actual[name as keyof State];
    if (value instanceof Float32Array) assert(sameBytes(found as Float32Array, value), name);
    else assert.deepEqual(found, value);
  }
}

/** With batch norms, with Muon, with several inputs, with dropout, with a base to be heard. */
const RESUMED = [
  NOTES,
  plan("basicamt", { muon: true }),
  TIMBRES,
  plan("onsets_frames", { crops: 4, frames: 8 }),
  plan("tanaka", { crops: 4, frames: 8, bins: 48, steps: 2, validateEvery: 1 }),
];

for (const plan of RESUMED) {
  const { model, recipe: { muon } } = plan;
  Deno.test(`train() resumes ${model}${muon ? " by Muon" : ""} to the bit`, async () => {
    await inFolder(async (folder) => {
      const { steps } = plan.recipe;
      const straight = freshState(plan);
      await trainTo(straight, steps);

      const halves = freshState(plan);
      await trainTo(halves, Math.ceil(steps / 3));
      const path = join(folder, "checkpoint.bin");
      await saveState(path, halves);
      const resumed = await loadState(path);
      assertSameState(resumed, halves);
      const { ending } = await trainTo(resumed, steps);

      assert.equal(resumed.step, steps);
      assertSameState(resumed, straight);
      assert(!sameBytes(resumed.parameters, freshState(plan).parameters));
      assert.equal(ending, "interrupted");
      assert.deepEqual(await contents(folder), ["checkpoint.bin"]);
    });
  });
}

Deno.test("train() goes by Muon where the recipe says so", async () => {
  const [muon, adamW] = [true, false].map((muon) => freshState(plan("basicamt", { muon })));
  assert(sameBytes(muon.parameters, adamW.parameters));
  for (const state of [muon, adamW]) await trainTo(state, 1);
  assert(!sameBytes(muon.parameters, adamW.parameters));
});

const FAST = { steps: 50, warmUp: 5, learningRate: 0.01, validateEvery: 50, averaging: 0.9 };

for (const muon of [false, true]) {
  Deno.test(`train() learns the notes of toy clips it has not seen${muon ? ", by Muon" : ""}`, async () => {
    const state = freshState(NOTES, { ...FAST, muon });
    const { losses, ending } = await trainTo(state, Infinity);
    assert.equal(ending, "finished");
    assert(losses[0] > 2, `first loss ${losses[0]}`);
    assert(state.best.loss < 0.2, `best loss ${state.best.loss}`);
  });
}

Deno.test("train() learns the timbres of toy clips it has not seen", async () => {
  const state = freshState(TIMBRES, FAST);
  const { losses } = await trainTo(state, Infinity);
  // Bins that are all alike lose ln 23 within a crop and half of ln 47 across crops; bins that
  // know their timbre choose among about 12 and 16 others alike.
  assert(losses[0] > 4.7, `first loss ${losses[0]}`);
  assert(state.best.loss < 4.1, `best loss ${state.best.loss}`);
});

Deno.test("train() ends when validation no longer improves", async () => {
  const state = freshState(NOTES, { learningRate: 0, patience: 1, validateEvery: 2 });
  const { ending } = await trainTo(state, Infinity);
  assert.equal(ending, "stopped improving");
});

Deno.test("a run that finishes another goes on from its best weights, with a fresh optimiser", async () => {
  const start = freshState(NOTES, FAST);
  await trainTo(start, 20);
  start.bestParameters.fill(0.25);
  const { values } = trainedBy(start);
  const { origin } = freshState(NOTES);
  const { parameters, running } = buildProgram(NOTES, "validation");
  const state = initialState(origin, parameters, running, values);
  assert(sameBytes(state.parameters, start.bestParameters));
  assert(sameBytes(state.bestRunning, start.bestRunning));
  assert(state.firstMoment.every((x) => x === 0));
  assert.deepEqual([state.step, state.best.step], [0, 0]);
  state.parameters.fill(0);
  assert(start.bestParameters.every((x) => x === 0.25));
});

Deno.test("values that are not known are drawn as ever, and those that do not fit are refused", () => {
  const { origin, parameters: drawn } = freshState(NOTES);
  const { parameters, running } = buildProgram(NOTES, "validation");
  const [{ name, shape }] = parameters;
  const known = (size: number) => new Map([[name, new Float32Array(size).fill(7)]]);
  const size = sizeOf(shape);
  const state = initialState(origin, parameters, running, known(size));
  assert(state.parameters.subarray(0, size).every((x) => x === 7));
  assert(sameBytes(state.parameters.slice(size), drawn.slice(size)));
  assert.throws(
    () => initialState(origin, parameters, running, known(size - 1)),
    new RegExp(`Cannot start from ${size - 1} values of ${name}`),
  );
});

Deno.test("loadState() refuses what is no checkpoint", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "checkpoint.bin");
    await assert.rejects(loadState(path), /Cannot read the checkpoint .*ENOENT/);
    await saveState(path, freshState(NOTES));
    const bytes = await readFile(path);
    await writeFile(path, bytes.subarray(0, bytes.length - 4));
    await assert.rejects(loadState(path), /Cannot read the checkpoint .* bytes, not/);
  });
});

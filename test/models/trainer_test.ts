import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { contents, inFolder } from "../command.ts";
import { buildProgram } from "../../models/train/program.ts";
import type { Plan, Recipe } from "../../models/train/recipe.ts";
import { initialState, loadState, saveState, type State } from "../../models/train/state.ts";
import { Team } from "../../models/train/team.ts";
import { train } from "../../models/train/trainer.ts";
import { BASICAMT } from "../../models/zoo/basicamt.ts";
import { SEPTIMBRE } from "../../models/zoo/septimbre.ts";
import { toyClips } from "./clips.ts";

const short = { crops: 2, frames: 30, steps: 6, warmUp: 2, validateEvery: 3 };
const NOTES = { model: BASICAMT.name, recipe: { ...BASICAMT.recipe, ...short } };
const TIMBRES = { model: SEPTIMBRE.name, recipe: { ...SEPTIMBRE.recipe, ...short, bins: 48 } };

const training = toyClips(6, 60, 1);
const validation = toyClips(2, 60, 2);
const data = { clips: 6, frames: 360, sources: [] };

/** The state before the first step of a plan whose recipe `changes`. */
function freshState({ model, recipe }: Plan, changes: Partial<Recipe> = {}): State {
  const plan = { model, recipe: { ...recipe, ...changes } };
  const { parameters, running } = buildProgram(plan, "validation");
  return initialState({ ...plan, seed: 5, data }, parameters, running);
}

/** Trains with a team of its own until `last`. */
async function trainTo(state: State, last: number) {
  const team = await Team.start({ ...state.origin, training, validation, base: new Map() });
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

for (const plan of [NOTES, TIMBRES]) {
  Deno.test(`train() resumes ${plan.model} to the bit`, async () => {
    await inFolder(async (folder) => {
      const straight = freshState(plan);
      await trainTo(straight, 6);

      const halves = freshState(plan);
      await trainTo(halves, 3);
      const path = join(folder, "checkpoint.bin");
      await saveState(path, halves);
      const resumed = await loadState(path);
      assert.deepEqual(resumed, halves);
      const { ending } = await trainTo(resumed, 6);

      assert.equal(resumed.step, 6);
      assert.deepEqual(resumed, straight);
      assert.notDeepEqual(resumed.parameters, freshState(plan).parameters);
      assert.equal(ending, "interrupted");
      assert.deepEqual(await contents(folder), ["checkpoint.bin"]);
    });
  });
}

const FAST = { steps: 50, warmUp: 5, learningRate: 0.01, validateEvery: 50, averaging: 0.9 };

Deno.test("train() learns the notes of toy clips it has not seen", async () => {
  const state = freshState(NOTES, FAST);
  const { losses, ending } = await trainTo(state, Infinity);
  assert.equal(ending, "finished");
  assert(losses[0] > 2, `first loss ${losses[0]}`);
  assert(state.best.loss < 0.2, `best loss ${state.best.loss}`);
});

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

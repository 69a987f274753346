import assert from "node:assert/strict";
import { LOWEST_PITCH, PITCHES } from "../../lib/frontend/constants.ts";
import { Random } from "../../lib/random.ts";
import { drawEnsembles } from "../../models/train/ensembles.ts";
import { prismRecipe } from "../../models/train/recipes/prism.ts";
import { toyClips } from "./clips.ts";

const clips = toyClips(4, 600, 3);
const SEMITONES = 6;

/** Pitches of each passage, without the room that is left. */
function pitches(transposed: number, seed: number, vary: boolean): number[][] {
  const recipe = { ...prismRecipe, transposed };
  const { pitch, absence } = drawEnsembles(clips, recipe, new Random(seed), vary);
  return Array.from({ length: recipe.crops }, (_, p) => {
    const rows = Array.from({ length: recipe.notes }, (_, i) => p * recipe.notes + i);
    return rows.filter((row) => absence.data[row] === 0).map((row) => Number(pitch.data[row]));
  });
}

Deno.test("drawEnsembles() transposes each passage as a whole, within the pitches there are", () => {
  const found = new Set<number>();
  for (let seed = 0; seed < 40; seed++) {
    const [plain, moved] = [0, SEMITONES].map((most) => pitches(most, seed, true));
    plain.forEach((passage, p) => {
      const by = moved[p][0] - passage[0];
      assert.deepEqual(moved[p], passage.map((pitch) => pitch + by));
      assert.ok(Math.abs(by) <= SEMITONES);
      assert.ok(moved[p].every((x) => x >= LOWEST_PITCH && x < LOWEST_PITCH + PITCHES));
      found.add(by);
    });
  }
  assert.equal(found.size, 2 * SEMITONES + 1);
});

Deno.test("drawEnsembles() transposes nothing that is validated on", () => {
  assert.deepEqual(pitches(SEMITONES, 1, false), pitches(0, 1, false));
});

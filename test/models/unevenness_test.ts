import assert from "node:assert/strict";
import fc from "fast-check";
import { PARTIAL_SHIFTS } from "../../lib/timbre/outline.ts";
import { BINS_BELOW, PORTRAIT_BINS } from "../../lib/timbre/portrait.ts";
import { Random } from "../../lib/random.ts";
import { drawWhims } from "../../models/train/unevenness.ts";

const bins = PARTIAL_SHIFTS.map((shift) => BINS_BELOW + shift).filter((bin) => bin < PORTRAIT_BINS);
const perDb = Math.LN10 / 10;
const uneven = { even: 0, partialDb: 4, brightnessDb: 1 };

Deno.test("drawWhims() leaves players of some passages even", () => {
  const even = Array.from(
    { length: 1000 },
    (_, seed) => drawWhims({ ...uneven, even: 0.25 }, 2, new Random(seed)),
  )
    .filter((whims) => whims.every((whim) => whim === undefined));
  assert(Math.abs(even.length / 1000 - 0.25) < 0.05, `${even.length}`);
});

Deno.test("drawWhims() moves partials by as much as it is asked to", () => {
  const meanSquare = (recipe: typeof uneven, partial: number) => {
    const levels = Array.from(
      { length: 500 },
      (_, seed) => drawWhims(recipe, 4, new Random(seed)).map((whim) => whim![bins[partial]]),
    ).flat();
    return levels.reduce((sum, level) => sum + level * level, 0) / levels.length;
  };
  // The strength of a passage is uniform from 0 to 1: its mean square is a third.
  const expected = (4 * perDb) ** 2 / 3;
  const first = meanSquare(uneven, 0);
  assert(Math.abs(first / expected - 1) < 0.15, `${first} and not ${expected}`);
  const fourth = meanSquare({ ...uneven, partialDb: 0 }, 3);
  const tilted = (2 * perDb) ** 2 / 3;
  assert(Math.abs(fourth / tilted - 1) < 0.15, `${fourth} and not ${tilted}`);
});

Deno.test("drawWhims() joins partials without overshooting", () => {
  fc.assert(fc.property(fc.integer(), (seed) => {
    for (const whim of drawWhims(uneven, 3, new Random(seed))) {
      for (let bin = 0; bin < PORTRAIT_BINS; bin++) {
        const left = bins.findLast((partial) => partial <= bin) ?? bins[0];
        const right = bins.find((partial) => partial >= bin) ?? bins[bins.length - 1];
        const ends = [whim![left], whim![right]];
        assert(whim![bin] >= Math.min(...ends) - 1e-6 && whim![bin] <= Math.max(...ends) + 1e-6);
      }
    }
  }));
});

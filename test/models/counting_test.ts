import fc from "fast-check";
import assert from "node:assert/strict";
import { LIKE_COSINES } from "../../lib/timbre/count/diversity.ts";
import { learnPowers } from "../../models/train/counting.ts";
import { inFolder, run } from "../command.ts";

const CLI = new URL("../../models/train/counting.ts", import.meta.url);
const SYNTH = new URL("../../synth/cli.ts", import.meta.url);
const HEAR = new URL("../../models/train/hear.ts", import.meta.url);

Deno.test("learnPowers() finds the powers that counts were made of, and they sum to one", () => {
  fc.assert(
    fc.property(
      fc.tuple(
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.double({ min: -1, max: 1, noNaN: true }),
      ),
      ([second, third]) => {
        const powers = [1 - second - third, second, third];
        const passages = Array.from({ length: 300 }, (_, i) => {
          const logarithms = [Math.sin(i), 2 * Math.sin(1.7 * i), 2 * Math.cos(2.3 * i)];
          const product = logarithms.reduce((sum, x, d) => sum + powers[d] * x, 0);
          return { players: Math.exp(product), logarithms };
        });
        const learnt = learnPowers(passages);
        assert.ok(Math.abs(learnt.reduce((sum, power) => sum + power) - 1) < 1e-9);
        learnt.forEach((power, d) => assert.ok(Math.abs(power - powers[d]) < 0.01));
      },
    ),
    { seed: 1, numRuns: 20 },
  );
});

Deno.test("learnPowers() heeds a passage by the number of its players", () => {
  const passages = [8, 2].map((players) => ({ players, logarithms: [0, 1] }));
  const expected = (8 * Math.log(8) + 2 * Math.log(2)) / 10;
  assert.ok(Math.abs(learnPowers(passages)[1] - expected) < 0.01);
});

Deno.test("counting learns from clips that were heard, the same with the same seed", () =>
  inFolder(async (folder) => {
    const shape = ["--count", "3", "--seconds", "6", "--timbres", "2-3"];
    assert.equal((await run(SYNTH, [...shape, "--out", "clips"], folder)).status, 0);
    assert.equal((await run(HEAR, ["prism", "--data", "clips"], folder)).status, 0);
    const args = ["prism", "--data", "clips", "--passages", "12"];
    const once = await run(CLI, args, folder);
    assert.equal(once.status, 0, once.stderr);
    const powers = once.stdout.trim().split(", ").map(Number);
    assert.equal(powers.length, LIKE_COSINES.length);
    assert.ok(Math.abs(powers.reduce((sum, power) => sum + power) - 1) < 0.01);
    assert.equal((await run(CLI, args, folder)).stdout, once.stdout);
    const deaf = await run(CLI, ["basicamt", "--data", "clips"], folder);
    assert.equal(deaf.status, 1);
    assert.match(deaf.stderr, /compares no portraits of notes/);
    assert.equal((await run(CLI, [...args.slice(0, 3), "--passages", "0"], folder)).status, 2);
  }));

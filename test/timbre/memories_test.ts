import assert from "node:assert/strict";
import fc from "fast-check";
import { Random } from "../../lib/random.ts";
import { dot, recallAll, unit } from "../../lib/timbre/memories/associative.ts";
import { AttentionMemory } from "../../lib/timbre/memories/attention.ts";
import { HebbianMemory, HopfieldMemory } from "../../lib/timbre/memories/hopfield.ts";
import { clouds } from "./clouds.ts";

const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });

function direction(random: Random, size: number): Float64Array {
  return unit(Float64Array.from({ length: size }, () => random.normal()));
}

function corner(random: Random, size: number): Float64Array {
  return unit(Float64Array.from({ length: size }, () => random.chance(0.5) ? 1 : -1));
}

function near(a: Float64Array, b: Float64Array, tolerance = 1e-9): boolean {
  return a.every((x, d) => Math.abs(x - b[d]) < tolerance);
}

Deno.test("HebbianMemory recalls the sum of what it met, weighted by likeness", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const random = new Random(seed);
      const memory = new HebbianMemory(8);
      const stored = direction(random, 8);
      memory.store(stored);
      const cue = direction(random, 8);
      const sign = Math.sign(dot(stored, cue));
      assert.ok(near(memory.recall(cue), stored.map((x) => sign * x)));
      const more = [direction(random, 8), direction(random, 8)];
      for (const vector of more) memory.store(vector);
      const sum = new Float64Array(8);
      for (const u of [stored, ...more]) u.forEach((x, d) => sum[d] += x * dot(u, cue));
      assert.ok(near(memory.recall(cue), unit(sum)));
    }),
    { seed: 1, numRuns: 50 },
  );
});

Deno.test("HebbianMemory keeps orthogonal vectors as they are, in any order", () => {
  const memory = new HebbianMemory(4);
  const axes = [3, 0, 2].map((axis) => Float64Array.from({ length: 4 }, (_, d) => +(d === axis)));
  for (const axis of axes) memory.store(axis);
  for (const axis of axes) assert.ok(near(memory.recall(axis), axis));
});

Deno.test("HopfieldMemory completes a pattern under a tenth of its size and loses them over a third", () => {
  const size = 120;
  const recalled = (patterns: number) => {
    const random = new Random(patterns);
    const memory = new HopfieldMemory(size);
    const stored = Array.from({ length: patterns }, () => corner(random, size));
    for (const pattern of stored) memory.store(pattern);
    const right = stored.filter((pattern) => {
      const cue = pattern.map((x) => random.chance(0.05) ? -x : x);
      return dot(memory.recall(cue), pattern) > 0.95;
    });
    return right.length / patterns;
  };
  assert.ok(recalled(8) > 0.95, `${recalled(8)}`);
  assert.ok(recalled(40) < 0.3, `${recalled(40)}`);
});

Deno.test("HopfieldMemory stays where it has settled", () => {
  const random = new Random(5);
  const memory = new HopfieldMemory(30);
  for (let i = 0; i < 12; i++) memory.store(corner(random, 30));
  for (let i = 0; i < 20; i++) {
    const settled = memory.recall(corner(random, 30));
    assert.ok(near(memory.recall(settled), settled));
  }
});

Deno.test("AttentionMemory recalls the nearest when cold and the mean when hot", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const random = new Random(seed);
      const stored = Array.from({ length: 5 }, () => direction(random, 6));
      const cue = direction(random, 6);
      const [cold, hot] = [new AttentionMemory(1e-5), new AttentionMemory(1e9)];
      for (const vector of stored) {
        cold.store(vector);
        hot.store(vector);
      }
      const nearest = stored.toSorted((a, b) => dot(b, cue) - dot(a, cue));
      if (dot(nearest[0], cue) - dot(nearest[1], cue) > 1e-3) {
        assert.ok(near(cold.recall(cue), nearest[0]));
      }
      const mean = nearest[0].map((_, d) => stored.reduce((sum, u) => sum + u[d], 0));
      assert.ok(near(hot.recall(cue), unit(mean), 1e-6));
    }),
    { seed: 2, numRuns: 50 },
  );
});

Deno.test("recallAll() draws the notes of clouds to their middles", () => {
  const { embeddings, labels } = clouds(new Random(6), 3, 30, 0.15);
  const recalled = recallAll(new AttentionMemory(0.1), embeddings);
  const spread = ({ values, size }: typeof embeddings) => {
    let [sum, pairs] = [0, 0];
    labels.forEach((label, i) =>
      labels.forEach((other, j) => {
        if (j >= i || label !== other) return;
        const [a, b] = [i, j].map((row) => values.subarray(row * size, (row + 1) * size));
        sum += 1 - dot(a, b);
        pairs++;
      })
    );
    return sum / pairs;
  };
  assert.ok(spread(recalled) < spread(embeddings) / 3);
});

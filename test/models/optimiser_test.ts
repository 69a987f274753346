import assert from "node:assert/strict";
import { adamW, average, clipGradient, learningRate } from "../../models/train/optimiser.ts";
import { basicamtRecipe } from "../../models/train/recipes/basicamt.ts";

const recipe = { ...basicamtRecipe, steps: 100, warmUp: 10, learningRate: 1, finalRate: 0.1 };

Deno.test("learningRate() warms up, then falls along a cosine", () => {
  const rates = Array.from({ length: 101 }, (_, step) => learningRate(recipe, step));
  assert.equal(rates[0], 0.1);
  assert.equal(rates[9], 1);
  assert.equal(rates[10], 1);
  assert(Math.abs(rates[55] - 0.55) < 1e-12);
  assert(Math.abs(rates[100] - 0.1) < 1e-12);
  for (let step = 11; step <= 100; step++) assert(rates[step] < rates[step - 1]);
});

Deno.test("clipGradient() shortens long gradients and keeps their direction", () => {
  const gradient = Float32Array.of(3, 4);
  assert.equal(clipGradient(gradient, 1), 5);
  assert(Math.abs(gradient[0] - 0.6) < 1e-6 && Math.abs(gradient[1] - 0.8) < 1e-6);
  assert.equal(clipGradient(gradient, 5).toFixed(6), "1.000000");
  assert.equal(gradient[0].toFixed(6), "0.600000");
});

Deno.test("adamW() follows the published algorithm", () => {
  const values = Float32Array.of(1, -2);
  const moments = { first: new Float32Array(2), second: new Float32Array(2) };
  const decay = Float32Array.of(0.1, 0);
  const gradients = [[0.5, -1], [0.1, 3], [-0.2, 0]];
  // Algorithm 2 of Loshchilov and Hutter, in double precision, with moments kept as plain sums.
  const expected = [1, -2], m = [0, 0], v = [0, 0];
  gradients.forEach((gradient, step) => {
    adamW(values, Float32Array.from(gradient), moments, step, 0.01, decay);
    for (let i = 0; i < 2; i++) {
      m[i] = 0.9 * m[i] + 0.1 * gradient[i];
      v[i] = 0.999 * v[i] + 0.001 * gradient[i] ** 2;
      const mHat = m[i] / (1 - 0.9 ** (step + 1)), vHat = v[i] / (1 - 0.999 ** (step + 1));
      expected[i] -= 0.01 * (mHat / (Math.sqrt(vHat) + 1e-8) + [0.1, 0][i] * expected[i]);
    }
  });
  values.forEach((value, i) => assert(Math.abs(value - expected[i]) < 1e-6));
});

Deno.test("average() follows quickly at first, slowly later", () => {
  const averages = Float32Array.of(0);
  average(averages, Float32Array.of(1), 0, 0.99);
  assert(Math.abs(averages[0] - 0.9) < 1e-6);
  averages[0] = 0;
  average(averages, Float32Array.of(1), 100_000, 0.99);
  assert(Math.abs(averages[0] - 0.01) < 1e-6);
});

import assert from "node:assert/strict";
import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { Random } from "../../lib/random.ts";
import type { Parameter } from "../../models/graph/trace.ts";
import { constant } from "../../models/graph/trace.ts";
import { type Following, Muon } from "../../models/train/muon.ts";

const parameter = (name: string, shape: readonly number[]): Parameter => ({
  ...{ name, shape, initial: constant(0) },
});

function normals(size: number, random: Random): Float32Array {
  return Float32Array.from({ length: size }, () => random.normal(0, 1));
}

/** What a step of a parameter of `size` values needs, at its first step. */
function fresh(size: number, random: Random): Following {
  return {
    values: normals(size, random),
    gradient: normals(size, random),
    first: new Float32Array(size),
    decay: new Float32Array(size),
  };
}

/** By how much a step at a rate of one moves values without decay. */
async function move(muon: Muon, name: string, following: Following): Promise<Float32Array> {
  const before = following.values.slice();
  await muon.step(new Map([[name, following]]), 1);
  return following.values.map((value, i) => before[i] - value);
}

for (const [rows, columns] of [[6, 6], [4, 10], [10, 4]]) {
  Deno.test(`Muon keeps the directions of ${rows} × ${columns} values and evens their lengths`, async () => {
    const muon = await Muon.create([parameter("kernel", [rows, columns / 2, 2, 1])]);
    const following = fresh(rows * columns, new Random(3));
    const moved = Matrix.from1DArray(rows, columns, [
      ...await move(muon, "kernel", following),
    ]);
    await muon.release();
    const options = { autoTranspose: true };
    const { diagonal } = new SingularValueDecomposition(moved, options);
    const length = 0.2 * Math.sqrt(Math.max(rows, columns));
    for (const value of diagonal.slice(0, Math.min(rows, columns))) {
      assert(value > 0.5 * length && value < 1.3 * length, `${value / length}`);
    }
    // U f(S) V' for G = U S V': both products with G are symmetric.
    const gradient = Matrix.from1DArray(rows, columns, [...following.gradient]);
    const product = gradient.transpose().mmul(moved);
    assert(Matrix.sub(product, product.transpose()).norm("frobenius") < 1e-4 * product.norm());
    const { diagonal: kept } = new SingularValueDecomposition(product, options);
    assert(Math.abs(product.trace() - kept.reduce((a, b) => a + b)) < 1e-3, "no direction turns");
  });
}

Deno.test("Muon follows the mean of past gradients, ahead by one step, and decays", async () => {
  const random = new Random(4);
  const muon = await Muon.create([parameter("kernel", [3, 3])]);
  const following = fresh(9, random);
  const [earlier, later] = [following.gradient, normals(9, random)];
  await move(muon, "kernel", following);
  following.gradient = later;
  const moved = await move(muon, "kernel", following);
  // A first step along Nesterov's sum of both, from rest, goes the same way.
  const sum = earlier.map((g, i) => 0.95 ** 2 * 0.05 * g + (1 - 0.95 ** 2) * later[i]);
  const other = { ...fresh(9, random), gradient: sum };
  const expected = await move(muon, "kernel", other);
  moved.forEach((value, i) => assert(Math.abs(value - expected[i]) < 1e-4));

  const values = following.values.slice();
  following.gradient = new Float32Array(9);
  following.first.fill(0);
  following.decay.fill(0.1);
  await move(muon, "kernel", following);
  following.values.forEach((value, i) => assert(Math.abs(value - 0.9 * values[i]) < 1e-6));
  await muon.release();
});

Deno.test("Muon moves kernels, not biases, gains or rows", async () => {
  const muon = await Muon.create([
    parameter("kernel", [4, 2, 3, 1]),
    parameter("bias", [4]),
    parameter("slot", [1, 4, 1, 3]),
    parameter("column", [4, 1]),
  ]);
  assert.deepEqual(["kernel", "bias", "slot", "column"].map((name) => muon.moves(name)), [
    true,
    false,
    false,
    false,
  ]);
  await muon.release();
});

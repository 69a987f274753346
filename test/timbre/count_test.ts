import fc from "fast-check";
import assert from "node:assert/strict";
import { Random } from "../../lib/random.ts";
import { type Embeddings, select } from "../../lib/timbre/affinity.ts";
import { type CounterName, COUNTERS, countTimbres } from "../../lib/timbre/count.ts";
import { diversities, LIKE_COSINES } from "../../lib/timbre/count/diversity.ts";
import { clusterSizes, countLarge } from "../../lib/timbre/count/linkage.ts";
import { clouds } from "./clouds.ts";

const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const settings = { seed: 1, numRuns: 5 };

for (const name of Object.keys(COUNTERS) as CounterName[]) {
  Deno.test(`countTimbres() counts clouds that lie apart, by ${name}`, () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 2, max: 5 }), (seed, count) => {
        const { embeddings } = clouds(new Random(seed), count, 25, 0.03);
        assert.equal(countTimbres(embeddings, name), count);
      }),
      settings,
    );
  });

  Deno.test(`countTimbres() sees neither the order of notes nor how space is turned, by ${name}`, () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 2, max: 4 }), (seed, count) => {
        const random = new Random(seed);
        const { embeddings } = clouds(random, count, 20, 0.05);
        const order = random.shuffle([...Array(embeddings.count).keys()]);
        const expected = countTimbres(embeddings, name);
        assert.equal(countTimbres(select(embeddings, order), name), expected);
        assert.equal(countTimbres(reflect(embeddings, random), name), expected);
      }),
      settings,
    );
  });
}

for (
  const name of [
    "eigenvalues",
    "silhouette",
    "linkage",
    "diversity",
    "dp-means",
    "agreement",
  ] as const
) {
  Deno.test(`countTimbres() hears a single cloud as one timbre, by ${name}`, () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { embeddings } = clouds(new Random(seed), 1, 40, 0.03);
        assert.equal(countTimbres(embeddings, name), 1);
      }),
      settings,
    );
  });
}

Deno.test("countTimbres() counts no timbre in no notes and one in one", () => {
  for (const name of Object.keys(COUNTERS) as CounterName[]) {
    const one = clouds(new Random(1), 1, 1).embeddings;
    assert.equal(countTimbres(one, name), 1);
    assert.equal(countTimbres(select(one, []), name), 0);
  }
});

Deno.test("clusterSizes() are those of each stop by itself, and all notes are in them", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const { embeddings } = clouds(new Random(seed), 3, 15, 0.3);
      const stops = [0.9, 0.7, 0.5, -1];
      const together = clusterSizes(embeddings, stops);
      assert.deepEqual(together, stops.map((stop) => clusterSizes(embeddings, [stop])[0]));
      for (const sizes of together) assert.equal(sizes.reduce((a, b) => a + b), 45);
      together.slice(1).forEach((sizes, i) => assert.ok(sizes.length <= together[i].length));
      assert.equal(together[3].length, 1);
    }),
    settings,
  );
});

Deno.test("countLarge() leaves out small clusters, but never all", () => {
  const least = { leastShare: 0.1, fewestNotes: 3 };
  assert.equal(countLarge([50, 40, 10], least), 3);
  assert.equal(countLarge([50, 41, 9], least), 2);
  assert.equal(countLarge([4, 3, 2], least), 2);
  assert.equal(countLarge([1, 1], least), 1);
});

Deno.test("diversities() are sums over notes of one over how many are like it, worked out naively", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const { embeddings } = clouds(new Random(seed), 3, 12, 0.4);
      const { values, size, count } = embeddings;
      const notes = Array.from(
        { length: count },
        (_, i) => [...values.slice(i * size, (i + 1) * size)],
      );
      const found = diversities(embeddings);
      for (const [at, middle] of LIKE_COSINES.entries()) {
        const logistic = (cosine: number) => 1 / (1 + Math.exp(-12 * (cosine - middle)));
        const expected = notes.map((a) =>
          1 / notes.map((b) => logistic(a.reduce((sum, x, d) => sum + x * b[d], 0)) / logistic(1))
            .reduce((sum, likeness) => sum + likeness)
        ).reduce((sum, share) => sum + share);
        assert.ok(Math.abs(found[at] - expected) < 1e-4 * expected);
      }
    }),
    settings,
  );
});

Deno.test("kinds as unlike as can be are counted by diversity, however many notes each has", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 2, max: 9 }), { minLength: 1, maxLength: 8 }),
      (sizes) => {
        const embeddings = simplex(sizes);
        const found = diversities(embeddings);
        LIKE_COSINES.forEach((cosine, at) => {
          if (cosine >= 0.6) assert.ok(Math.abs(found[at] - sizes.length) < 0.1);
          if (at > 0) assert.ok(found[at] >= found[at - 1] - 1e-9);
        });
        assert.equal(countTimbres(embeddings, "diversity"), sizes.length);
      },
    ),
    { seed: 1, numRuns: 100 },
  );
});

/** Notes of kinds whose directions are the corners of a regular simplex. */
function simplex(sizes: readonly number[]): Embeddings {
  const kinds = sizes.length;
  const corners = sizes.map((_, kind) => {
    const corner = sizes.map((_, d) => Number(d === kind) - (kinds > 1 ? 1 / kinds : 0));
    return corner.map((x) => x / Math.hypot(...corner));
  });
  const notes = sizes.flatMap((size, kind) => Array<number[]>(size).fill(corners[kind]));
  return { values: Float32Array.from(notes.flat()), size: kinds, count: notes.length };
}

/** The same vectors in a mirror of random orientation. */
function reflect({ values, size, count }: Embeddings, random: Random): Embeddings {
  const normal = Array.from({ length: size }, () => random.normal());
  const square = normal.reduce((sum, x) => sum + x * x, 0);
  const mirrored = new Float32Array(values.length);
  for (let row = 0; row < count; row++) {
    let along = 0;
    for (let d = 0; d < size; d++) along += values[row * size + d] * normal[d];
    for (let d = 0; d < size; d++) {
      mirrored[row * size + d] = values[row * size + d] - 2 * along / square * normal[d];
    }
  }
  return { values: mirrored, size, count };
}

Deno.test("countTimbres() tells players apart who share half of their sound, and leaves strays out", () => {
  const [shared, first, second, stray] = [0, 1, 2, 3].map((axis) =>
    Float32Array.from({ length: 12 }, (_, d) => Number(d === axis))
  );
  const half = (own: Float32Array) => own.map((x, d) => (x + shared[d]) * Math.SQRT1_2);
  const notes = [...Array(20).fill(half(first)), ...Array(20).fill(half(second)), stray];
  const values = Float32Array.from(notes.flatMap((note) => [...note]));
  assert.equal(countTimbres({ values, size: 12, count: notes.length }), 2);
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { Random } from "../../lib/random.ts";
import { select } from "../../lib/timbre/affinity.ts";
import { countTimbres } from "../../lib/timbre/count.ts";
import { separate } from "../../lib/timbre/separate.ts";
import { clouds, sameGrouping } from "./clouds.ts";

const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const counts = fc.integer({ min: 1, max: 5 });
const settings = { seed: 1, numRuns: 25 };

Deno.test("separate() finds clouds that lie apart", () => {
  fc.assert(
    fc.property(seeds, counts, (seed, count) => {
      const { embeddings, labels } = clouds(new Random(seed), count, 30);
      assert.ok(sameGrouping(separate(embeddings, count), labels));
    }),
    settings,
  );
});

Deno.test("separate() finds clouds among more notes than landmarks", () => {
  const { embeddings, labels } = clouds(new Random(7), 4, 400);
  assert.ok(sameGrouping(separate(embeddings, 4), labels));
});

Deno.test("separate() does not depend on the order of the notes", () => {
  fc.assert(
    fc.property(seeds, counts, (seed, count) => {
      const random = new Random(seed);
      const { embeddings } = clouds(random, count, 20);
      const order = random.shuffle([...Array(embeddings.count).keys()]);
      const labels = separate(embeddings, count);
      const shuffled = separate(select(embeddings, order), count);
      assert.ok(sameGrouping(shuffled, order.map((i) => labels[i])));
    }),
    settings,
  );
});

Deno.test("separate() numbers timbres by first appearance and returns as many as asked", () => {
  fc.assert(
    fc.property(seeds, counts, fc.integer({ min: 1, max: 8 }), (seed, count, asked) => {
      const { embeddings } = clouds(new Random(seed), count, 20, 0.3);
      const labels = separate(embeddings, asked);
      const names = [...new Set(labels)];
      assert.deepEqual(names, names.map((_, i) => i));
      assert.equal(names.length, asked);
    }),
    settings,
  );
});

Deno.test("separate() gives each note its own timbre when there are fewer notes than timbres", () => {
  const { embeddings } = clouds(new Random(3), 3, 1);
  assert.deepEqual([...separate(embeddings, 5)], [0, 1, 2]);
  assert.deepEqual([...separate({ values: new Float32Array(0), size: 12, count: 0 })], []);
});

Deno.test("separate() of a single cloud is one timbre, unasked", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const { embeddings } = clouds(new Random(seed), 1, 40, 0.05);
      assert.deepEqual(new Set(separate(embeddings)), new Set([0]));
    }),
    settings,
  );
});

Deno.test("countTimbres() counts clouds that lie apart", () => {
  fc.assert(
    fc.property(seeds, counts, (seed, count) => {
      assert.equal(countTimbres(clouds(new Random(seed), count, 40, 0.05).embeddings), count);
    }),
    settings,
  );
});

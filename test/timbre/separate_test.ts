import assert from "node:assert/strict";
import fc from "fast-check";
import { compareLabels } from "../../lib/evaluate/labels.ts";
import { Random } from "../../lib/random.ts";
import { type Embeddings, select } from "../../lib/timbre/affinity.ts";
import { countTimbres } from "../../lib/timbre/count.ts";
import { landmarksOf } from "../../lib/timbre/landmarks.ts";
import { separate } from "../../lib/timbre/separate.ts";
import { spectralClustering } from "../../lib/timbre/spectral.ts";
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

Deno.test("countTimbres() does not count clouds of notes that are hardly sure", () => {
  fc.assert(
    fc.property(seeds, counts, (seed, count) => {
      const { embeddings, labels } = clouds(new Random(seed), count + 1, 40, 0.05);
      const [stray] = labels;
      const rows = [...labels.keys()];
      const some = rows.filter((row) => labels[row] === stray).slice(0, 4 * count);
      const kept = select(embeddings, rows.filter((row) => labels[row] !== stray).concat(some));
      const sureness = new Float32Array(kept.count).fill(0.2, -some.length).fill(
        0.9,
        0,
        40 * count,
      );
      assert.equal(countTimbres(kept), count + 1);
      assert.equal(countTimbres({ ...kept, sureness }), count);
    }),
    settings,
  );
});

Deno.test("separate() says the same whatever it was asked before", () => {
  const random = new Random(11);
  const songs = [10, 30].map((each) => clouds(random, 4, each, 0.35).embeddings);
  const fresh = (song: Embeddings, count: number) => {
    separate(clouds(random, 2, 5).embeddings, 2);
    return separate(song, count);
  };
  const asked = fc.tuple(
    fc.constantFrom(...songs),
    fc.integer({ min: 1, max: 20 }),
    fc.boolean(),
  );
  fc.assert(
    fc.property(fc.array(asked, { minLength: 1, maxLength: 5 }), (questions) => {
      const labels = questions.map(([song, count, changed]) => {
        if (changed) song.values.subarray(0, 2 * song.size).reverse();
        return { labels: separate(song, count), song: structuredClone(song), count };
      });
      for (const { labels: said, song, count } of labels) {
        assert.deepEqual(said, fresh(song, count));
      }
    }),
    settings,
  );
});

Deno.test("spectralClustering() through landmarks agrees with all notes compared", () => {
  for (const seed of [2, 3, 4]) {
    const { embeddings } = clouds(new Random(seed), 4, 100, 0.32);
    const exact = spectralClustering(embeddings, 4, { landmarks: embeddings.count });
    const { adjustedRand } = compareLabels(
      exact,
      spectralClustering(embeddings, 4, { landmarks: 64 }),
    );
    assert.ok(adjustedRand >= 0.98, `${adjustedRand}`);
  }
});

Deno.test("landmarksOf() stands for every note, at the mean of those that a landmark stands for", () => {
  const { embeddings } = clouds(new Random(4), 3, 100, 0.3);
  const { values, size, count, weights } = landmarksOf(embeddings, 40);
  assert.equal(count, 40);
  const { values: notes } = embeddings;
  for (let d = 0; d < size; d++) {
    let [sum, expected] = [0, 0];
    for (let j = 0; j < count; j++) sum += weights[j] * values[j * size + d];
    for (let i = 0; i < embeddings.count; i++) expected += notes[i * size + d];
    assert.ok(Math.abs(sum - expected) < 1e-3);
  }
  assert.equal(Array.from(weights).reduce((a, b) => a + b), embeddings.count);
  assert.deepEqual(landmarksOf(embeddings, 300).values, notes);
});

Deno.test("separate() tells many notes apart that coincide", () => {
  const values = new Float32Array(900);
  const labels = Array.from({ length: 300 }, (_, i) => 7 * i % 3);
  labels.forEach((label, i) => values[3 * i + label] = 1);
  const embeddings = { values, size: 3, count: 300 };
  assert.equal(landmarksOf(embeddings, 256).count, 3);
  assert.ok(sameGrouping(separate(embeddings, 3), labels));
});

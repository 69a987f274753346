import assert from "node:assert/strict";
import { Random } from "../../lib/random.ts";
import { layOut } from "../../web/worker/map.ts";

const SIZE = 8;
const COUNT = 90;

/** Notes of three timbres in turn, each hardly different from others of its timbre. */
const embeddings = (() => {
  const random = new Random(1);
  return Float32Array.from(
    Array.from({ length: COUNT }, (_, note) => {
      const vector = Array.from(
        { length: SIZE },
        (_, d) => Number(d === note % 3) + random.normal() / 50,
      );
      return vector.map((x) => x / Math.hypot(...vector));
    }).flat(),
  );
})();
const map = layOut(embeddings, SIZE);

const distance = (a: number, b: number) =>
  Math.hypot(map[2 * a] - map[2 * b], map[2 * a + 1] - map[2 * b + 1]);

Deno.test("layOut() puts notes that sound alike beside each other, the same way each time", () => {
  for (let note = 0; note < COUNT; note++) {
    const others = Array.from({ length: COUNT }, (_, i) => i).filter((i) => i !== note);
    const nearest = others.reduce((a, b) => distance(note, a) < distance(note, b) ? a : b);
    assert.equal(nearest % 3, note % 3);
  }
  assert.ok(map.every((x) => x >= 0 && x <= 1));
  assert.deepEqual(layOut(embeddings, SIZE), map);
});

Deno.test("layOut() keeps notes so far apart that each can be seen", () => {
  for (let a = 0; a < COUNT; a++) {
    for (let b = 0; b < a; b++) assert.ok(distance(a, b) > 0.02, `${a}, ${b}: ${distance(a, b)}`);
  }
});

Deno.test("layOut() gives a place to notes too few to compare", () => {
  assert.deepEqual(layOut(embeddings.slice(0, 2 * SIZE), SIZE), new Float32Array(4).fill(0.5));
  assert.deepEqual(layOut(new Float32Array(0), 0), new Float32Array(0));
});

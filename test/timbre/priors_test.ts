import assert from "node:assert/strict";
import fc from "fast-check";
import { Random } from "../../lib/random.ts";
import { type PriorName, PRIORS, priorsFor, type Span } from "../../lib/timbre/priors.ts";
import { separate } from "../../lib/timbre/separate.ts";
import { clouds, sameGrouping } from "./clouds.ts";

const names = Object.keys(PRIORS) as PriorName[];

/** Notes in order of onset. */
const spans = fc.array(
  fc.record({
    onset: fc.double({ min: 0, max: 5, noNaN: true }),
    length: fc.double({ min: 0.05, max: 2, noNaN: true }),
    pitch: fc.integer({ min: 40, max: 70 }),
  }),
  { minLength: 2, maxLength: 12 },
).map((notes): Span[] =>
  notes.map(({ onset, length, pitch }) => ({ onset, offset: onset + length, pitch }))
    .sort((a, b) => a.onset - b.onset)
);

const note = (onset: number, offset: number, pitch: number): Span => ({ onset, offset, pitch });

Deno.test("priorsFor() is a product of factors, 0 or more, and 1 of no priors", () => {
  fc.assert(
    fc.property(spans, fc.subarray(names), (notes, chosen) => {
      const all = priorsFor(notes, chosen);
      const apart = chosen.map((name) => priorsFor(notes, [name]));
      for (const a of notes.keys()) {
        for (const b of notes.keys()) {
          const product = apart.reduce((x, factor) => x * factor(a, b), 1);
          assert.ok(product >= 0 && Math.abs(all(a, b) - product) <= 1e-12 * product);
        }
      }
    }),
    { seed: 1, numRuns: 50 },
  );
});

Deno.test("priors between two notes do not depend on which is first, and shift with time and pitch", () => {
  fc.assert(
    fc.property(spans, fc.constantFrom(...names), (notes, name) => {
      const factor = priorsFor(notes, [name]);
      const moved = notes.map(({ onset, offset, pitch }) => note(onset + 1, offset + 1, pitch + 5));
      const shifted = priorsFor(moved, [name]);
      for (const a of notes.keys()) {
        for (const b of notes.keys()) {
          if (name !== "masking") assert.equal(factor(a, b), factor(b, a));
          assert.ok(Math.abs(factor(a, b) - shifted(a, b)) < 1e-9);
        }
      }
    }),
    { seed: 2, numRuns: 50 },
  );
});

Deno.test("priors say what they are named for", () => {
  const notes = [note(0, 1, 60), note(0.5, 1.5, 60), note(1, 2, 62), note(5, 6, 86)];
  const factor = (name: PriorName, a: number, b: number) => priorsFor(notes, [name])(a, b);
  assert.deepEqual([0, 1, 2, 3].map((b) => factor("same-pitch", 0, b)), [1, 0, 1, 1]);
  assert.ok(factor("monophonic", 0, 1) < factor("monophonic", 0, 2));
  assert.equal(factor("monophonic", 0, 2), 1);
  assert.ok(factor("continuity", 0, 2) > factor("continuity", 0, 3));
  assert.ok(factor("register", 0, 2) > factor("register", 0, 3));
});

Deno.test("masking weighs a note by its partials that no other note has", () => {
  const lone = note(10, 11, 50);
  const notes = [note(0, 1, 48), note(0, 1, 60), lone];
  const weight = (b: number) => priorsFor(notes, ["masking"])(0, b);
  assert.equal(weight(2), 1);
  // Five of the first ten partials of each coincide with one of the other.
  assert.ok(Math.abs(weight(0) - weight(1)) < 1e-12 && weight(1) < 1);
  const brief = priorsFor([note(0, 1, 48), note(0, 0.5, 60), lone], ["masking"]);
  assert.ok(brief(0, 0) > weight(0) && brief(0, 1) === weight(1));
});

Deno.test("separate() heeds a factor that knows more than the sound, with few notes and with many", () => {
  for (const each of [20, 200]) {
    const { embeddings } = clouds(new Random(3), 1, 3 * each, 0.2);
    const players = Array.from({ length: 3 * each }, (_, i) => i % 3);
    const factor = (a: number, b: number) => players[a] === players[b] ? 1 : 0;
    assert.ok(sameGrouping(separate(embeddings, 3, { factor }), players));
    assert.ok(!sameGrouping(separate(embeddings, 3), players));
  }
});

import assert from "node:assert/strict";
import fc from "fast-check";
import {
  averageOverlap,
  evaluateTranscription,
  matchNotes,
  matchOffsets,
  scoreNotes,
  TOLERANCES,
  unisonsOnce,
} from "../../lib/evaluate/transcription.ts";
import { Random } from "../../lib/random.ts";
import { later, someNotes, TICK } from "./notes.ts";
import { withWarnings } from "./warnings.ts";

const settings = { seed: 1, numRuns: 200 };
const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-12, `${a} is not ${b}`);

const C = { onset: 1, offset: 2, pitch: 60 };

Deno.test("evaluateTranscription() counts three notes as worked out by hand", () => {
  const reference = [C, { onset: 2, offset: 3, pitch: 64 }, { onset: 3, offset: 4, pitch: 67 }];
  const estimate = [
    { onset: 1.04, offset: 1.84, pitch: 60 },
    { onset: 2.01, offset: 2.5, pitch: 64 },
    { onset: 3, offset: 4, pitch: 55 },
    { onset: 8, offset: 9, pitch: 67 },
  ];
  const scores = evaluateTranscription(reference, estimate);
  near(scores.precision, 1 / 4);
  near(scores.recall, 1 / 3);
  near(scores.fMeasure, 2 / 7);
  near(scores.averageOverlap, 0.8);
  near(scores.precisionNoOffset, 2 / 4);
  near(scores.recallNoOffset, 2 / 3);
  near(scores.fMeasureNoOffset, 4 / 7);
  near(scores.averageOverlapNoOffset, (0.8 + 0.49) / 2);
  near(scores.onsetRecall, 1);
  near(scores.onsetPrecision, 3 / 4);
  near(scores.offsetRecall, 2 / 3);
  near(scores.offsetFMeasure, 4 / 7);
});

Deno.test("unisonsOnce() keeps the first of notes of one pitch that begin together", () => {
  const at = (onset: number, pitch = 60) => ({ onset, offset: onset + 1, pitch });
  assert.deepEqual(unisonsOnce([at(1.05), at(1), at(1.02, 61)]), [at(1), at(1.02, 61)]);
  // The third is 80 ms behind the first, which is the one that counts.
  assert.deepEqual(unisonsOnce([at(1), at(1.04), at(1.08)]), [at(1), at(1.08)]);
  assert.deepEqual(unisonsOnce([]), []);
});

Deno.test("unisonsOnce() leaves no two that agree, and leaves out none that stands alone", () => {
  fc.assert(
    fc.property(someNotes, (notes) => {
      const once = unisonsOnce(notes);
      for (const note of notes) {
        const alike = once.filter((kept) => matchNotes([kept], [note]).length > 0);
        assert.ok(alike.length > 0);
        if (once.includes(note)) assert.deepEqual(alike, [note]);
      }
    }),
    settings,
  );
});

Deno.test("matchNotes() takes 50 ms and 50 cents as near enough, and no more", () => {
  const found = (onset: number, pitch: number) => matchNotes([C], [{ onset, pitch }]).length;
  assert.equal(found(1.05, 60), 1);
  assert.equal(found(0.95, 60), 1);
  assert.equal(found(1.05004, 60), 1);
  assert.equal(found(1.0502, 60), 0);
  assert.equal(found(1, 60.5), 1);
  assert.equal(found(1, 60.51), 0);
  assert.equal(found(1, 48), 0);
});

Deno.test("matchNotes() rounds halves of 0.1 ms to the even step", () => {
  const found = (onset: number) =>
    matchNotes([{ ...C, onset: 0 }], [{ onset, pitch: 60 }], { onset: 0.0625 }).length;
  assert.equal(0.06255 * 1e4, 625.5);
  assert.equal(found(0.06255), 0);
  assert.equal(0.05005 * 1e4, 500.5);
  assert.equal(matchNotes([{ ...C, onset: 0 }], [{ onset: 0.05005, pitch: 60 }]).length, 1);
});

Deno.test("matchOffsets() allows a fifth of the reference note, at least 50 ms", () => {
  const found = (length: number, late: number) =>
    matchOffsets([{ onset: 0, offset: length }], [{ offset: length + late }]).length;
  assert.equal(found(1, 0.2), 1);
  assert.equal(found(1, 0.21), 0);
  assert.equal(found(0.1, 0.05), 1);
  assert.equal(found(0.1, 0.06), 0);
});

Deno.test("averageOverlap() is negative for notes that do not meet", () => {
  near(averageOverlap([C], [{ onset: 3, offset: 4 }], [[0, 0]]), -1 / 3);
  assert.equal(averageOverlap([C], [C], []), 0);
});

Deno.test("evaluateTranscription() is perfect for notes against themselves", () => {
  fc.assert(
    fc.property(someNotes, (notes) => {
      const scores = evaluateTranscription(notes, notes);
      const { averageOverlap: _, averageOverlapNoOffset: __, ...counts } = scores;
      assert.ok(Object.values(counts).every((score) => score === 1));
    }),
    settings,
  );
});

Deno.test("evaluateTranscription() stays between 0 and 1 and asks less without offsets", () => {
  fc.assert(
    fc.property(someNotes, someNotes, (reference, estimate) => {
      const scores = evaluateTranscription(reference, estimate);
      const { averageOverlap: _, averageOverlapNoOffset: __, ...counts } = scores;
      assert.ok(Object.values(counts).every((score) => score >= 0 && score <= 1));
      assert.ok(scores.fMeasure <= scores.fMeasureNoOffset);
      assert.ok(scores.fMeasureNoOffset <= scores.onsetFMeasure);
      assert.ok(scores.fMeasure <= scores.offsetFMeasure);
    }),
    settings,
  );
});

Deno.test("scoreNotes() swaps precision and recall with the sides", () => {
  fc.assert(
    fc.property(someNotes, someNotes, (a, b) => {
      const [there, back] = [scoreNotes(a, b), scoreNotes(b, a)];
      assert.equal(there.precision, back.recall);
      assert.equal(there.recall, back.precision);
      near(there.f, back.f);
    }),
    settings,
  );
});

Deno.test("evaluateTranscription() does not mind the order of notes or when the music starts", () => {
  fc.assert(
    fc.property(someNotes, someNotes, fc.integer(), (reference, estimate, seed) => {
      const shuffle = new Random(seed);
      const { averageOverlap: _, averageOverlapNoOffset: __, ...straight } = evaluateTranscription(
        reference,
        estimate,
      );
      const moved = evaluateTranscription(
        later(shuffle.shuffle(reference), 937 * TICK),
        later(shuffle.shuffle(estimate), 937 * TICK),
      );
      assert.deepEqual({ ...moved, ...straight }, moved);
    }),
    settings,
  );
});

Deno.test("scoreNotes() never rises in precision, and keeps its recall, with a wrong note", () => {
  fc.assert(
    fc.property(someNotes, someNotes, (reference, estimate) => {
      const wrong = { onset: 50, pitch: 60 };
      const before = scoreNotes(reference, estimate);
      const after = scoreNotes(reference, [...estimate, wrong]);
      assert.ok(after.precision <= before.precision);
      assert.equal(after.recall, before.recall);
    }),
    settings,
  );
});

Deno.test("scoreNotes() finds more with wider tolerances", () => {
  fc.assert(
    fc.property(someNotes, someNotes, (reference, estimate) => {
      const wide = { onset: TOLERANCES.onset * 2, pitch: 100 };
      assert.ok(scoreNotes(reference, estimate, wide).f >= scoreNotes(reference, estimate).f);
    }),
    settings,
  );
});

Deno.test("evaluateTranscription() scores 0 and warns without notes", () => {
  const { result, warnings } = withWarnings(() => evaluateTranscription([], [C]));
  assert.ok(Object.values(result).every((score) => score === 0));
  assert.deepEqual(warnings, ["Warning: the reference holds no notes"]);
  assert.equal(withWarnings(() => evaluateTranscription([C], [])).warnings.length, 1);
  assert.equal(withWarnings(() => evaluateTranscription([], [])).warnings.length, 2);
});

Deno.test("evaluateTranscription() refuses malformed notes and says which", () => {
  const refuse = (note: typeof C, message: RegExp) =>
    assert.throws(() => evaluateTranscription([C], [C, note]), { name: "RangeError", message });
  refuse({ ...C, offset: 1 }, /^Cannot score the estimate: note 2 lasts from 1 to 1 s$/);
  refuse({ ...C, offset: 0.5 }, /lasts from 1 to 0.5 s/);
  refuse({ ...C, offset: NaN }, /lasts from 1 to NaN s/);
  refuse({ ...C, offset: Infinity }, /lasts from 1 to Infinity s/);
  refuse({ ...C, onset: -1 }, /starts at -1 s/);
  refuse({ ...C, onset: NaN }, /starts at NaN s/);
  refuse({ ...C, pitch: NaN }, /has the pitch NaN/);
  refuse({ ...C, pitch: -Infinity }, /has the pitch -Infinity/);
});

Deno.test("evaluateTranscription() scores 20,000 dense notes within seconds", () => {
  const random = new Random(1);
  const reference = Array.from({ length: 20000 }, () => {
    const onset = random.uniform(0, 1000);
    return { onset, offset: onset + random.uniform(0.05, 1), pitch: random.integer(40, 80) };
  });
  const estimate = reference.map((n) => ({ ...n, onset: n.onset + random.uniform(0, 0.04) }))
    .filter((n) => n.offset > n.onset);
  const start = performance.now();
  const scores = evaluateTranscription(reference, estimate);
  assert.equal(scores.precisionNoOffset, 1);
  assert.ok(performance.now() - start < 5000);
});

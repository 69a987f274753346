import assert from "node:assert/strict";
import fc from "fast-check";
import { evaluateTranscription } from "../../lib/evaluate/transcription.ts";
import { evaluateVelocity } from "../../lib/evaluate/velocity.ts";
import { someNotes } from "./notes.ts";
import { withWarnings } from "./warnings.ts";

const settings = { seed: 1, numRuns: 200 };

/** A scale, a note a second, in these velocities. */
const scale = (...velocities: number[]) =>
  velocities.map((velocity, i) => ({ onset: i, offset: i + 0.5, pitch: 60 + i, velocity }));

Deno.test("evaluateVelocity() fits a line before it compares", () => {
  const reference = scale(0.2, 0.4, 0.6, 0.8);
  assert.equal(evaluateVelocity(reference, scale(0.1, 0.2, 0.3, 0.4)).fMeasure, 1);
  assert.equal(evaluateVelocity(reference, scale(0.9, 0.8, 0.7, 0.6)).fMeasure, 1);
});

Deno.test("evaluateVelocity() drops the notes off the line", () => {
  // Stretched reference 0, 1, 0, 1; the line through (0, ½) and (1, ½) misses them all by ½.
  const flat = evaluateVelocity(scale(0.2, 0.8, 0.2, 0.8), scale(0, 0, 1, 1));
  assert.equal(flat.fMeasure, 0);
  // Stretched 0, ¼, 1 against 0, ½, 1: the line is −1/12 + x, off by 1/12, 1/6, 1/12.
  const bent = evaluateVelocity(scale(0.1, 0.3, 0.9), scale(0, 0.5, 1));
  assert.equal(bent.precision, 2 / 3);
});

Deno.test("evaluateVelocity() does not stretch a range below one step of MIDI", () => {
  // Half a thousandth off a line through the middle is 0.064 of a step of MIDI.
  const even = evaluateVelocity(scale(0.5, 0.501, 0.5, 0.501), scale(0, 0, 1, 1));
  assert.equal(even.fMeasure, 1);
});

Deno.test("evaluateVelocity() is at most the score without velocity, and perfect for itself", () => {
  fc.assert(
    fc.property(someNotes, someNotes, (reference, estimate) => {
      const loud = evaluateVelocity(reference, estimate);
      const plain = evaluateTranscription(reference, estimate);
      assert.ok(loud.fMeasure <= plain.fMeasure);
      assert.ok(loud.recallNoOffset <= plain.recallNoOffset);
    }),
    settings,
  );
  const notes = scale(0.3, 0.9, 0.5);
  assert.equal(evaluateVelocity(notes, notes).averageOverlap, 1);
});

Deno.test("evaluateVelocity() scores 0 and warns without notes, and refuses odd velocities", () => {
  const { result, warnings } = withWarnings(() => evaluateVelocity(scale(0.5), []));
  assert.ok(Object.values(result).every((score) => score === 0));
  assert.deepEqual(warnings, ["Warning: the estimate holds no notes"]);
  for (const velocity of [-0.1, 64, NaN]) {
    assert.throws(() => evaluateVelocity(scale(velocity), scale(0.5)), {
      message: `Cannot score the reference: note 1 has the velocity ${velocity}`,
    });
  }
});

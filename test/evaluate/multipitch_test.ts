import assert from "node:assert/strict";
import fc from "fast-check";
import { evaluateMultipitch, type PitchFrames, resample } from "../../lib/evaluate/multipitch.ts";
import { midiToHertz } from "../../lib/evaluate/pitch.ts";
import { withWarnings } from "./warnings.ts";

const settings = { seed: 1, numRuns: 200 };
const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-12, `${a} is not ${b}`);

/** Frames of MIDI numbers, ten a second. */
const frames = (...pitches: number[][]): PitchFrames => ({
  times: pitches.map((_, t) => t / 10),
  frequencies: pitches.map((frame) => frame.map(midiToHertz)),
});

const someFrames = fc.array(
  fc.array(fc.integer({ min: 50, max: 75 }), { minLength: 1, maxLength: 4 }),
  { minLength: 8, maxLength: 8 },
).map((pitches) => frames(...pitches));

Deno.test("evaluateMultipitch() counts four frames as worked out by hand", () => {
  const reference = frames([60, 64], [60, 64], [60], []);
  const estimate = frames([60, 64], [60.4, 65], [72, 50], [55]);
  const scores = evaluateMultipitch(reference, estimate);
  // Right 2, 1, 0, 0; substituted 0, 1, 1, 0; invented 0, 0, 1, 1; of 5 played and 7 written.
  near(scores.precision, 3 / 7);
  near(scores.recall, 3 / 5);
  near(scores.accuracy, 3 / 9);
  near(scores.substitutionError, 2 / 5);
  near(scores.missError, 0);
  near(scores.falseAlarmError, 2 / 5);
  near(scores.totalError, 4 / 5);
  near(scores.chromaRecall, 4 / 5);
  near(scores.chromaSubstitutionError, 1 / 5);
});

Deno.test("evaluateMultipitch() folds pitch classes around the octave", () => {
  const scores = evaluateMultipitch(frames([59.8]), frames([72.2]));
  assert.equal(scores.recall, 0);
  assert.equal(scores.chromaRecall, 1);
});

Deno.test("evaluateMultipitch() pairs pitches of a frame as well as can be", () => {
  assert.equal(evaluateMultipitch(frames([60, 60.4]), frames([60.4, 60.8])).recall, 1);
});

Deno.test("resample() takes the nearest frame, the earlier of two, silence outside", () => {
  const series = { times: [1, 2, 4], frequencies: [[100], [200], [400]] };
  const times = [0.9, 1, 1.5, 1.6, 3, 3.1, 4, 4.1];
  assert.deepEqual(resample(series, times), [[], [100], [100], [200], [200], [400], [400], []]);
  assert.deepEqual(resample({ times: [], frequencies: [] }, [1, 2]), [[], []]);
});

Deno.test("evaluateMultipitch() brings the estimate to the reference's times", () => {
  const fine = {
    times: Array.from({ length: 40 }, (_, t) => t / 40),
    frequencies: Array.from({ length: 40 }, (_, t) => [midiToHertz(t < 20 ? 60 : 62)]),
  };
  const coarse = frames(...Array.from({ length: 10 }, (_, t) => [t < 5 ? 60 : 62]));
  assert.equal(evaluateMultipitch(coarse, fine).accuracy, 1);
});

Deno.test("evaluateMultipitch() is perfect for itself", () => {
  fc.assert(
    fc.property(someFrames, (series) => {
      const scores = evaluateMultipitch(series, series);
      assert.equal(scores.accuracy, 1);
      assert.equal(scores.chromaAccuracy, 1);
      assert.equal(scores.totalError, 0);
    }),
    settings,
  );
});

Deno.test("evaluateMultipitch() keeps its bounds, its sums and its symmetry", () => {
  fc.assert(
    fc.property(someFrames, someFrames, (a, b) => {
      const [there, back] = [evaluateMultipitch(a, b), evaluateMultipitch(b, a)];
      assert.equal(there.precision, back.recall);
      assert.equal(there.accuracy, back.accuracy);
      assert.ok(there.accuracy <= Math.min(there.precision, there.recall));
      assert.ok(there.recall <= there.chromaRecall && there.chromaRecall <= 1);
      near(there.totalError, there.substitutionError + there.missError + there.falseAlarmError);
      near(there.missError + there.substitutionError, 1 - there.recall);
    }),
    settings,
  );
});

Deno.test("evaluateMultipitch() never rises in precision with a wrong pitch", () => {
  fc.assert(
    fc.property(someFrames, someFrames, fc.nat({ max: 7 }), (reference, estimate, at) => {
      const spoilt = estimate.frequencies.map((f, t) => t === at ? [...Array.from(f), 4000] : f);
      const before = evaluateMultipitch(reference, estimate);
      const after = evaluateMultipitch(reference, { ...estimate, frequencies: spoilt });
      assert.ok(after.precision <= before.precision);
      assert.equal(after.recall, before.recall);
    }),
    settings,
  );
});

Deno.test("evaluateMultipitch() scores 0 and warns without pitches or frames", () => {
  const silent = withWarnings(() => evaluateMultipitch(frames([60]), frames([])));
  assert.ok([silent.result.precision, silent.result.accuracy].every((score) => score === 0));
  assert.equal(silent.result.missError, 1);
  assert.deepEqual(silent.warnings, ["Warning: the estimate is silent in all frames compared"]);
  const empty = withWarnings(() => evaluateMultipitch(frames(), frames()));
  assert.ok(Object.values(empty.result).every((score) => score === 0));
  assert.equal(empty.warnings.length, 4);
});

Deno.test("evaluateMultipitch() refuses malformed series and says where", () => {
  const refuse = (estimate: PitchFrames, message: RegExp) =>
    assert.throws(() => evaluateMultipitch(frames([60]), estimate), {
      name: "RangeError",
      message,
    });
  const series = (times: number[], ...frequencies: number[][]) => ({ times, frequencies });
  refuse(series([1, 0.5], [], []), /^Cannot score the estimate: frame 2 is at 0.5 s, before/);
  refuse(series([NaN], []), /frame 1 is at NaN s/);
  refuse(series([40000], []), /frame 1 is at 40000 s/);
  refuse(series([0, 1], []), /it has 2 times but 1 frames/);
  refuse(series([0], [440, 0]), /frame 1 holds 0 Hz, not 20 to 5000 Hz/);
  refuse(series([0], [-440]), /holds -440 Hz/);
  refuse(series([0], [NaN]), /holds NaN Hz/);
  refuse(series([0], [5001]), /holds 5001 Hz/);
});

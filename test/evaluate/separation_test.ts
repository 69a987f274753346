import assert from "node:assert/strict";
import fc from "fast-check";
import {
  evaluateSeparation,
  perfectLabels,
  scoreTracks,
  splitByLabel,
} from "../../lib/evaluate/separation.ts";
import { evaluateTranscription, scoreNotes } from "../../lib/evaluate/transcription.ts";
import type { PlayedNote } from "../../lib/evaluate/velocity.ts";
import { Random } from "../../lib/random.ts";
import { later, someNotes, TICK } from "./notes.ts";
import { bestOfAll, permutations } from "./permutations.ts";
import { withWarnings } from "./warnings.ts";

const settings = { seed: 1, numRuns: 100 };
const near = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-9, `${a} is not ${b}`);

const someTracks = fc.array(someNotes, { minLength: 1, maxLength: 4 });

/** Notes of one second at these beats of a pitch. */
const voice = (pitch: number, ...onsets: number[]) =>
  onsets.map((onset) => ({ onset, offset: onset + 1, pitch }));

Deno.test("evaluateSeparation() counts two players in three tracks as worked out by hand", () => {
  const reference = [voice(72, 0, 1, 2, 3), voice(60, 0, 2)];
  const estimate = [voice(72, 0, 1), [...voice(60, 0, 2), ...voice(72, 2)], voice(50, 5)];
  const scores = evaluateSeparation(reference, estimate);
  // Track by track: 2 of 4 with 2 written (F 2/3), 2 of 2 with 3 written (F 4/5).
  near(scores.trackF, (2 / 3 + 4 / 5) / 2);
  // Labelled perfectly: 3 of 4 with 3 written, 2 of 2 with 2; the note nobody played is nearest in
  // onset to the first player's last: 3 of 4 with 4.
  near(scores.boundF, (3 / 4 + 1) / 2);
  near(scores.shareOfBound, scores.trackF / scores.boundF);
  near(scores.microPrecision, 4 / 6);
  near(scores.microRecall, 4 / 6);
  near(scores.microF, 4 / 6);
  near(scores.weightedF, 4 / 6);
  near(scores.purity, 4 / 5);
  near(scores.missError, 1 / 6);
  near(scores.falseAlarmError, 1 / 6);
  near(scores.confusionError, 1 / 6);
  near(scores.totalError, 3 / 6);
  assert.equal(scores.countAccuracy, 0);
  assert.equal(scores.countError, 1);
});

Deno.test("evaluateSeparation() says nothing of who plays a unison where it asks for unshared notes", () => {
  const reference = [voice(72, 0, 1, 2), [...voice(60, 0, 1, 2), ...voice(72, 1)]];
  const unison = voice(72, 1);
  for (const [upper, lower] of [[unison, []], [[], unison], [unison, unison]]) {
    const { unsharedRand } = evaluateSeparation(reference, [
      [...voice(72, 0, 2), ...upper],
      [...voice(60, 0, 1, 2), ...lower],
    ]);
    near(unsharedRand, 1);
  }
  const swapped = evaluateSeparation(reference, [
    [...voice(72, 0), ...voice(60, 2)],
    [...voice(60, 0, 1), ...voice(72, 2)],
  ]);
  // Of ten pairs either labelling joins four, 1.6 would be joined by both by chance, and one is.
  near(swapped.unsharedRand, (1 - 1.6) / (4 - 1.6));
});

Deno.test("scoreTracks() scores the best permutation of tracks", () => {
  fc.assert(
    fc.property(someTracks, someTracks, (reference, estimate) => {
      const gains = reference.map((r) => estimate.map((e) => scoreNotes(r, e).f));
      near(scoreTracks(reference, estimate), bestOfAll(gains) / reference.length);
    }),
    settings,
  );
});

Deno.test("evaluateSeparation() weights tracks by their notes as MT3 does", () => {
  fc.assert(
    fc.property(someTracks, someTracks, (reference, estimate) => {
      const size = Math.max(reference.length, estimate.length);
      const filled = (tracks: typeof reference) =>
        Array.from({ length: size }, (_, i) => tracks[i] ?? []);
      const weighted = permutations(filled(estimate)).map((order) =>
        weightByCount(filled(reference), order)
      );
      near(evaluateSeparation(reference, estimate).weightedF, Math.max(...weighted));
    }),
    { ...settings, numRuns: 20 },
  );
});

/** F of precisions weighted by estimated and recalls weighted by reference notes. */
function weightByCount(reference: PlayedNote[][], estimate: PlayedNote[][]): number {
  let [precision, recall] = [0, 0];
  reference.forEach((track, i) => {
    if (track.length === 0 || estimate[i].length === 0) return;
    const scores = evaluateTranscription(track, estimate[i]);
    precision += scores.precision * estimate[i].length / estimate.flat().length;
    recall += scores.recall * track.length / reference.flat().length;
  });
  return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
}

Deno.test("evaluateSeparation() is perfect for tracks against themselves in any order", () => {
  fc.assert(
    fc.property(someTracks, fc.integer(), (tracks, seed) => {
      const scores = evaluateSeparation(tracks, new Random(seed).shuffle(tracks));
      for (const key of ["trackF", "microF", "weightedF", "countAccuracy"] as const) {
        near(scores[key], 1);
      }
      near(scores.missError, 0);
      near(scores.falseAlarmError, 0);
    }),
    settings,
  );
});

Deno.test("evaluateSeparation() keeps its bounds and does not mind when the music starts", () => {
  fc.assert(
    fc.property(someTracks, someTracks, (reference, estimate) => {
      const scores = evaluateSeparation(reference, estimate);
      for (const key of ["trackF", "boundF", "microF", "weightedF"] as const) {
        assert.ok(scores[key] >= 0 && scores[key] <= 1);
      }
      assert.ok(scores.weightedF <= scores.microF + 1e-12);
      assert.ok(scores.microF <= scoreNotes(reference.flat(), estimate.flat()).f + 1e-12);
      assert.ok(scores.missError >= -1e-12 && scores.missError <= 1 + 1e-12);
      assert.ok(scores.confusionError >= -1e-12 && scores.confusionError <= 1 + 1e-12);
      const moved = evaluateSeparation(
        reference.map((track) => later(track, 512 * TICK)),
        estimate.map((track) => later(track, 512 * TICK)),
      );
      near(moved.trackF, scores.trackF);
      near(moved.totalError, scores.totalError);
    }),
    settings,
  );
});

Deno.test("perfectLabels() gives found notes their players and others their neighbours'", () => {
  const reference = [voice(72, 0, 4), voice(60, 0)];
  const labels = perfectLabels(reference, [
    { onset: 0, pitch: 60 },
    { onset: 0.5, pitch: 84 },
    { onset: 0.5, pitch: 48 },
    { onset: 3.5, pitch: 48 },
  ]);
  assert.deepEqual([...labels], [1, 0, 1, 0]);
});

Deno.test("splitByLabel() keeps the place of labels without notes", () => {
  assert.deepEqual(splitByLabel(["a", "b", "c"], [2, 0, 2]), [["b"], [], ["a", "c"]]);
});

Deno.test("evaluateSeparation() warns without notes and leaves out tracks without", () => {
  const { result, warnings } = withWarnings(() => evaluateSeparation([voice(60, 0)], []));
  assert.equal(result.trackF, 0);
  assert.equal(result.missError, 1);
  assert.equal(result.countError, 1);
  assert.deepEqual(warnings, ["Warning: the estimate holds no notes"]);
  assert.equal(evaluateSeparation([voice(60, 0), []], [[], voice(60, 0)]).trackF, 1);
  assert.equal(withWarnings(() => evaluateSeparation([], [voice(60, 0)])).result.microF, 0);
});

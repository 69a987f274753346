import assert from "node:assert/strict";
import { scoreLabels, scoreTranscription } from "../../../lib/evaluate/benchmark/score.ts";

const note = (onset: number, pitch: number) => ({ onset, offset: onset + 1, pitch });
const high = [note(0, 72), note(1, 74)];
const low = [note(0, 48), note(1, 50)];

Deno.test("scoreTranscription() tells notes, offsets and frames apart", () => {
  const cut = [...high, ...low].map((n) => ({ ...n, offset: n.onset + 0.5 }));
  const scores = scoreTranscription([...high, ...low], cut);
  assert.deepEqual([scores.precision, scores.recall, scores.f, scores.offsetF], [1, 1, 1, 0]);
  assert.ok(Math.abs(scores.frameF - 2 / 3) < 1e-9);
});

Deno.test("scoreTranscription() asks for a unison once and for both its notes", () => {
  const { f, onceF } = scoreTranscription([...high, ...high], high);
  assert.ok(Math.abs(f - 2 / 3) < 1e-9);
  assert.equal(onceF, 1);
});

Deno.test("scoreTranscription() of nothing is nothing", () => {
  const nothing = { precision: 0, recall: 0, f: 0, onceF: 0, offsetF: 0, frameF: 0 };
  assert.deepEqual(scoreTranscription(high, []), nothing);
  assert.deepEqual(scoreTranscription([], high), nothing);
});

Deno.test("scoreLabels() scores a system's labels beside the baselines'", () => {
  const asked: (number | "auto")[] = [];
  const label = (timbres: number | "auto") => {
    asked.push(timbres);
    return timbres === "auto" ? [0, 0, 0, 0] : [0, 1, 1, 0];
  };
  const notes = [...high, ...low];
  const scores = scoreLabels([high, low], { notes, label }, ["given", "found", "rank", "pitch"]);
  assert.deepEqual(asked, [2, "auto"]);
  assert.equal(scores.given!.microF, 0.5);
  assert.equal(scores.found!.countError, 1);
  assert.equal(scores.rank!.trackF, 1);
  assert.equal(scores.pitch!.trackF, 1);
});

Deno.test("scoreLabels() has no baselines for one part, no labels from an agnostic system", () => {
  const all = ["given", "found", "rank", "pitch"] as const;
  assert.deepEqual(scoreLabels([high], { notes: high }, all), {});
  assert.deepEqual(Object.keys(scoreLabels([high, low], { notes: high }, all)), ["rank", "pitch"]);
});

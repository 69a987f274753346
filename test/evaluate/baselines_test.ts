import assert from "node:assert/strict";
import fc from "fast-check";
import { pitchLabels, rankLabels } from "../../lib/evaluate/baselines.ts";
import type { PitchedInterval } from "../../lib/evaluate/check.ts";
import { Random } from "../../lib/random.ts";
import { someNotes } from "./notes.ts";

const settings = { seed: 1, numRuns: 100 };
const voices = fc.integer({ min: 1, max: 5 });

/** Rank among the notes at each note's middle, by looking at all of them. */
function ranks(notes: PitchedInterval[], voices: number): number[] {
  return notes.map((note) => {
    const middle = (note.onset + note.offset) / 2;
    const sounding = notes.filter((n) => n.onset <= middle && n.offset > middle);
    const above = sounding.filter((n) => n.pitch > note.pitch).length;
    return Math.floor((above + 0.5) / sounding.length * voices);
  });
}

Deno.test("rankLabels() numbers full chords from the top", () => {
  const chord = (onset: number, ...pitches: number[]) =>
    pitches.map((pitch) => ({ onset, offset: onset + 1, pitch }));
  const notes = [...chord(0, 60, 72, 67), ...chord(1, 65, 64, 50)];
  assert.deepEqual([...rankLabels(notes, 3)], [2, 0, 1, 0, 1, 2]);
  assert.deepEqual([...rankLabels(chord(0, 60), 3)], [1]);
});

Deno.test("rankLabels() agrees with looking at all notes", () => {
  fc.assert(
    fc.property(someNotes, voices, (notes, count) => {
      assert.deepEqual([...rankLabels(notes, count)], ranks(notes, count));
    }),
    settings,
  );
});

Deno.test("pitchLabels() parts registers that lie apart, in any order", () => {
  const random = new Random(3);
  const notes = random.shuffle([40, 41, 43, 60, 61, 64, 80, 81, 83, 83]);
  const labels = pitchLabels(notes.map((pitch) => ({ pitch })), 3);
  const registers = notes.map((pitch) => Math.floor((pitch - 40) / 20));
  assert.deepEqual([...labels], registers);
});

Deno.test("baselines use no more labels than voices, and take fewer notes than voices", () => {
  fc.assert(
    fc.property(someNotes, voices, (notes, count) => {
      for (const labels of [rankLabels(notes, count), pitchLabels(notes, count)]) {
        assert.equal(labels.length, notes.length);
        assert.ok(labels.every((label) => label >= 0 && label < count));
      }
    }),
    settings,
  );
  assert.equal(rankLabels([], 3).length, 0);
  assert.equal(pitchLabels([], 3).length, 0);
});

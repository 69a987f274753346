import fc from "fast-check";
import assert from "node:assert/strict";
import { LOWEST_PITCH, PITCHES } from "../../lib/frontend/constants.ts";
import { apply } from "../../web/edit/edits.ts";
import { begin, edit, type History, redo, undo } from "../../web/edit/history.ts";
import { exported, type Score, scoreOf } from "../../web/edit/score.ts";
import { type Draft, drafts, scores } from "./scores.ts";

const settings = { seed: 1, numRuns: 200 };
const sequences = fc.array(drafts, { maxLength: 12 });

function checkScore(score: Score): void {
  const names = new Set(score.notes.map((note) => note.id));
  assert.equal(names.size, score.notes.length, "no two notes of one name");
  const colours = new Set(score.timbres.map((timbre) => timbre.colour));
  assert.equal(colours.size, score.timbres.length, "no two timbres of one colour");
  score.notes.forEach((note, i) => {
    const before = score.notes[i - 1];
    assert.ok(!before || before.onset <= note.onset, "sorted by onset");
    assert.ok(note.onset >= 0 && note.onset < note.offset, `${note.onset} to ${note.offset}`);
    assert.ok(note.offset <= score.duration + 1e-9, "within the recording");
    assert.ok(note.pitch >= LOWEST_PITCH && note.pitch < LOWEST_PITCH + PITCHES);
    assert.ok(note.timbre >= 0 && note.timbre < score.timbres.length, "a timbre that exists");
    assert.ok(note.id < score.nextId);
  });
}

function play(score: Score, sequence: readonly Draft[]): History[] {
  const histories = [begin(score)];
  for (const draft of sequence) {
    const history = histories.at(-1)!;
    histories.push(edit(history, draft(history.score)));
  }
  return histories;
}

Deno.test("apply() keeps a score whole, whatever is done to it", () => {
  fc.assert(
    fc.property(scores, sequences, (score, sequence) => {
      for (const history of play(score, sequence)) checkScore(history.score);
    }),
    settings,
  );
});

Deno.test("apply() leaves the score it was given", () => {
  fc.assert(
    fc.property(scores, drafts, (score, draft) => {
      const before = structuredClone(score);
      apply(score, draft(score));
      assert.deepEqual(score, before);
    }),
    settings,
  );
});

Deno.test("undo() and redo() walk through every score there has been", () => {
  fc.assert(
    fc.property(scores, sequences, (score, sequence) => {
      const reached = [...new Set(play(score, sequence).map((history) => history.score))];
      let history = play(score, sequence).at(-1)!;
      for (const expected of reached.toReversed()) {
        assert.deepEqual(history.score, expected);
        history = undo(history);
      }
      assert.deepEqual(history.score, score);
      for (const expected of reached.slice(1)) {
        history = redo(history);
        assert.deepEqual(history.score, expected);
      }
      assert.deepEqual(redo(history), history);
    }),
    settings,
  );
});

Deno.test("apply() moves notes together and stops them all at an edge", () => {
  fc.assert(
    fc.property(scores, fc.double({ min: -200, max: 200, noNaN: true }), (score, seconds) => {
      const ids = new Set(score.notes.slice(0, 5).map((note) => note.id));
      const moved = apply(score, { kind: "move", ids, seconds, semitones: 0 });
      const ways = score.notes.filter((note) => ids.has(note.id)).map((note) =>
        moved.notes.find(({ id }) => id === note.id)!.onset - note.onset
      );
      for (const way of ways) assert.ok(Math.abs(way - ways[0]) < 1e-9);
    }),
    settings,
  );
});

Deno.test("apply() merges and splits without losing a note", () => {
  fc.assert(
    fc.property(scores, fc.nat(14), fc.nat(14), (score, a, b) => {
      const count = score.timbres.length;
      fc.pre(count > 1);
      const from = a % count;
      const into = (from + 1 + b % (count - 1)) % count;
      const merged = apply(score, { kind: "merge", from, into });
      assert.equal(merged.timbres.length, score.timbres.length - 1);
      const together = score.notes.filter(({ timbre }) => timbre === from || timbre === into);
      const target = into > from ? into - 1 : into;
      assert.deepEqual(
        merged.notes.filter(({ timbre }) => timbre === target).map(({ id }) => id),
        together.map(({ id }) => id),
      );
      const ids = new Set(
        score.notes.filter(({ timbre }) => timbre === from).map(({ id }) => id),
      );
      const back = apply(merged, { kind: "split", timbre: target, ids });
      assert.equal(back.timbres.length, score.timbres.length);
      for (const note of back.notes) {
        assert.equal(note.timbre === back.timbres.length - 1, ids.has(note.id));
      }
    }),
    settings,
  );
});

Deno.test("apply() extracts anew but keeps what a person wrote, changed and removed", () => {
  const notes = [60, 64, 67].map((pitch) => ({
    pitch,
    onset: 1,
    offset: 2,
    velocity: 0.5,
    confidence: 0.5,
    timbre: 0,
  }));
  const song = {
    duration: 10,
    sampleRate: 44_100,
    notes,
    timbres: 1,
    model: "made up",
    embeddings: new Float32Array(9),
    embeddingSize: 3,
  };
  const extraction = { sensitivity: 50, minimumSeconds: 0.07 };
  const heard = scoreOf(song, extraction, "auto");
  let score = apply(heard, { kind: "remove", ids: new Set([0]) });
  score = apply(score, { kind: "move", ids: new Set([1]), seconds: 0, semitones: 1 });
  score = apply(score, { kind: "add", onset: 5, offset: 6, pitch: 72, timbre: 0 });
  const again = apply(score, {
    kind: "extract",
    notes: heard.notes,
    embeddings: song.embeddings,
    extraction: { ...extraction, sensitivity: 80 },
  });
  assert.deepEqual(again.notes.map((note) => note.pitch), [65, 67, 72]);
  assert.equal(again.notes[1].id, 2, "a note that sounds where one did keeps its name");
  assert.equal(again.extraction.sensitivity, 80);
  checkScore(again);
});

Deno.test("exported() numbers timbres by first appearance and drops empty ones", () => {
  fc.assert(
    fc.property(scores, sequences, (score, sequence) => {
      const last = play(score, sequence).at(-1)!.score;
      const { song, timbres } = exported(last);
      assert.equal(timbres.length, song.timbres);
      song.notes.forEach((note, i) => assert.equal(timbres[note.timbre], last.notes[i].timbre));
      const first = [...new Set(song.notes.map((note) => note.timbre))];
      assert.deepEqual(first, Array.from({ length: song.timbres }, (_, i) => i));
      assert.equal(song.embeddings.length, song.notes.length * song.embeddingSize);
    }),
    settings,
  );
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { FALSE_CAUSES, MISS_CAUSES, mistakesOf, STANDINGS } from "../../lib/evaluate/mistakes.ts";
import { matchNotes } from "../../lib/evaluate/transcription.ts";

const note = (onset: number, pitch: number, duration = 1) => ({
  onset,
  offset: onset + duration,
  pitch,
});

const notes = fc.array(
  fc.record({
    onset: fc.integer({ min: 0, max: 400 }).map((t) => t / 100),
    duration: fc.integer({ min: 2, max: 150 }).map((t) => t / 100),
    pitch: fc.integer({ min: 48, max: 76 }),
  }).map(({ onset, duration, pitch }) => note(onset, pitch, duration)),
  { maxLength: 25 },
);

Deno.test("mistakesOf() gives every note one place and every mistake one cause", () => {
  fc.assert(fc.property(notes, notes, (reference, estimate) => {
    const { right, false: wrong, missed } = mistakesOf(reference, estimate);
    const pairs = matchNotes(reference, estimate).length;
    assert.equal(right.length, pairs);
    assert.equal(missed.length, reference.length - pairs);
    const placed = [...right, ...wrong].map(({ note }) => note);
    assert.equal(placed.length, estimate.length);
    assert.deepEqual(new Set(placed), new Set(estimate));
    assert(wrong.every(({ cause }) => FALSE_CAUSES.includes(cause)));
    assert(missed.every(({ cause }) => MISS_CAUSES.includes(cause)));
    assert(right.every(({ standing }) => STANDINGS.includes(standing)));
  }));
});

Deno.test("mistakesOf() finds as many false notes at the wrong time as missed ones", () => {
  fc.assert(fc.property(notes, notes, (reference, estimate) => {
    const { false: wrong, missed } = mistakesOf(reference, estimate);
    for (const timing of ["early", "late"]) {
      const count = (of: readonly { cause: string }[]) =>
        of.filter(({ cause }) => cause === timing).length;
      assert.equal(count(wrong), count(missed));
    }
  }));
});

Deno.test("mistakesOf() makes none of a perfect transcription, whatever the order", () => {
  fc.assert(fc.property(notes, (reference) => {
    const { false: wrong, missed } = mistakesOf(reference, reference.toReversed());
    assert.deepEqual([wrong, missed], [[], []]);
  }));
});

Deno.test("mistakesOf() moves with the music", () => {
  fc.assert(fc.property(notes, notes, fc.integer({ min: 1, max: 20 }), (played, heard, by) => {
    const move = (all: typeof played) =>
      all.map(({ onset, offset, pitch }) => ({ onset, offset, pitch: pitch + by }));
    const causes = ({ false: wrong, missed }: ReturnType<typeof mistakesOf>) =>
      [...wrong, ...missed].map(({ cause }) => cause);
    assert.deepEqual(
      causes(mistakesOf(move(played), move(heard))),
      causes(mistakesOf(played, heard)),
    );
  }));
});

Deno.test("mistakesOf() names the cause of a false note", () => {
  const played = [note(1, 60)];
  const cause = (heard: ReturnType<typeof note>) =>
    mistakesOf(played, [note(1, 60), heard]).false[0].cause;
  assert.equal(cause(note(1.5, 60, 0.2)), "struck again");
  assert.equal(cause(note(2.2, 60, 0.2)), "tail");
  assert.equal(cause(note(2.6, 60, 0.2)), "none");
  assert.equal(cause(note(1.2, 72)), "octave");
  assert.equal(cause(note(1.2, 48)), "octave");
  assert.equal(cause(note(1.2, 79)), "harmonic");
  assert.equal(cause(note(1.2, 61)), "semitone");
  assert.equal(cause(note(1.2, 67)), "none");
  assert.equal(mistakesOf(played, [note(0.9, 60)]).false[0].cause, "early");
  assert.equal(mistakesOf(played, [note(1.1, 60)]).false[0].cause, "late");
});

Deno.test("mistakesOf() names the cause of a missed note", () => {
  const cause = (missed: ReturnType<typeof note>, ...others: ReturnType<typeof note>[]) =>
    mistakesOf([missed, ...others], others).missed[0].cause;
  assert.equal(cause(note(2, 60), note(1, 60)), "repeated");
  assert.equal(cause(note(1, 72), note(1, 60)), "octave");
  assert.equal(cause(note(1, 88), note(1, 60)), "harmonic");
  assert.equal(cause(note(1, 61), note(1, 60)), "semitone");
  assert.equal(cause(note(1, 67), note(1, 60)), "none");
  assert.equal(mistakesOf([note(1, 60), note(1, 60)], [note(1, 60)]).missed[0].cause, "unison");
});

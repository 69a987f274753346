import assert from "node:assert/strict";
import fc from "fast-check";
import { framesOf } from "../../lib/evaluate/frames.ts";
import { evaluateMultipitch } from "../../lib/evaluate/multipitch.ts";
import { someNotes } from "./notes.ts";

Deno.test("framesOf() lets a note sound from its onset to before its offset", () => {
  const frames = framesOf([
    { onset: 0.01, offset: 0.03, pitch: 69 },
    { onset: 0.015, offset: 0.04, pitch: 81 },
    { onset: 0.02, offset: 0.035, pitch: 69 },
  ]);
  assert.deepEqual(frames.times, [0, 0.01, 0.02, 0.03]);
  assert.deepEqual(frames.frequencies, [[], [440], [440, 880], [880, 440]]);
  assert.deepEqual(framesOf([]), { times: [], frequencies: [] });
});

Deno.test("framesOf() agrees with asking every note at every frame", () => {
  fc.assert(
    fc.property(someNotes, (notes) => {
      const { times, frequencies } = framesOf(notes);
      Array.from(times).forEach((time, t) => {
        const pitches = new Set(
          notes.filter((n) => n.onset <= time && time < n.offset).map(({ pitch }) => pitch),
        );
        assert.equal(frequencies[t].length, pitches.size);
      });
      assert.equal(evaluateMultipitch(framesOf(notes), framesOf(notes)).recall > 0, true);
    }),
    { seed: 1, numRuns: 50 },
  );
});

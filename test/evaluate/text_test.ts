import assert from "node:assert/strict";
import { parseNotes, parsePitchFrames, parsePlayedNotes } from "../../lib/evaluate/text.ts";

Deno.test("parseNotes() reads hertz as MIDI numbers", () => {
  assert.deepEqual(parseNotes("# onset offset hertz\n0.5\t1.5\t440\r\n\n 2 3 880 \n"), [
    { onset: 0.5, offset: 1.5, pitch: 69 },
    { onset: 2, offset: 3, pitch: 81 },
  ]);
});

Deno.test("parsePlayedNotes() reads velocities as shares of 127", () => {
  assert.deepEqual(parsePlayedNotes("0 1 220 127"), [
    { onset: 0, offset: 1, pitch: 57, velocity: 1 },
  ]);
});

Deno.test("parsePitchFrames() reads frames of any number of frequencies", () => {
  assert.deepEqual(parsePitchFrames("0.00\t\n0.01\t440\t660.5\n"), {
    times: [0, 0.01],
    frequencies: [[], [440, 660.5]],
  });
});

Deno.test("parseNotes() refuses other lines and says which", () => {
  assert.throws(() => parseNotes("0 1 440\n0 1"), {
    message: 'Cannot read line 2: it is "0 1" and not 3 numbers',
  });
  assert.throws(() => parseNotes("0 1 A4"), { message: /Cannot read line 1: it is "0 1 A4"/ });
  assert.throws(() => parsePitchFrames("zero"), { message: /and not numbers/ });
});

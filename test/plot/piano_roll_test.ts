import assert from "node:assert/strict";
import fc from "fast-check";
import { pianoRoll } from "../../lib/plot/piano_roll.ts";
import { songs } from "../export/songs.ts";

Deno.test("pianoRoll() draws every note once, in its timbre's trace and inside the axes", () => {
  fc.assert(
    fc.property(songs, (song) => {
      const { data, layout } = pianoRoll(song);
      assert.equal(data.length, song.timbres);
      data.forEach((trace, timbre) => {
        const notes = song.notes.filter((note) => note.timbre === timbre);
        assert.deepEqual(trace.base, notes.map((note) => note.onset));
        assert.deepEqual(trace.y, notes.map((note) => note.pitch));
      });
      const { range } = layout.yaxis as { range: [number, number] | null };
      if (song.notes.length === 0) return assert.equal(range, null);
      for (const { pitch } of song.notes) assert.ok(range![0] < pitch && pitch < range![1]);
    }),
    { seed: 1, numRuns: 40 },
  );
});

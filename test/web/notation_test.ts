import fc from "fast-check";
import assert from "node:assert/strict";
import { toMusicXml } from "../../web/files/musicxml.ts";
import { DIVISIONS, estimateTempo, quantise } from "../../web/files/quantise.ts";
import { songs } from "../export/songs.ts";
import { readMusicXml } from "./musicxml.ts";

const settings = { seed: 1, numRuns: 60 };

Deno.test("toMusicXml() keeps every quantised note, in bars that are full", () => {
  fc.assert(
    fc.property(songs, fc.integer({ min: 60, max: 180 }), (song, tempo) => {
      const names = Array.from({ length: song.timbres }, (_, i) => `Voice <${i}> & more`);
      const parts = readMusicXml(toMusicXml(song, names, "a & b", tempo));
      assert.equal(parts.length, song.timbres);
      parts.forEach(({ name, notes }, timbre) => {
        assert.equal(name, `Voice &lt;${timbre}&gt; &amp; more`);
        const own = song.notes.filter((note) => note.timbre === timbre);
        assert.deepEqual(notes, quantise(own, tempo, song.notes));
      });
    }),
    settings,
  );
});

Deno.test("quantise() moves no onset further than half a sixteenth", () => {
  fc.assert(
    fc.property(songs, fc.integer({ min: 60, max: 180 }), ({ notes }, tempo) => {
      fc.pre(notes.length > 0);
      const sixteenth = 60 / tempo / DIVISIONS;
      const grid = quantise(notes, tempo);
      const first = Math.min(...grid.map((note) => note.start));
      const offsets = notes.map(({ onset, pitch }) => {
        const near = grid.filter((g) => g.pitch === pitch).map((g) => g.start * sixteenth - onset);
        return near;
      });
      const origin = offsets[0].map((o) => -o);
      const fits = origin.some((shift) =>
        offsets.every((near) => near.some((o) => Math.abs(o + shift) <= sixteenth + 1e-9))
      );
      assert.ok(fits && first >= 0);
    }),
    settings,
  );
});

Deno.test("quantise() and estimateTempo() find the grid that notes were played on", () => {
  for (const tempo of [72, 96, 120, 132]) {
    const sixteenth = 60 / tempo / DIVISIONS;
    const starts = [0, 4, 6, 8, 12, 14, 16, 18, 20, 24, 28, 30, 32, 36, 40, 42, 44, 48];
    const notes = starts.map((start, i) => ({
      onset: 1.37 + start * sixteenth + 0.004 * Math.sin(i),
      offset: 1.37 + (start + 2) * sixteenth,
      pitch: 60 + i,
      velocity: 0.7,
      confidence: 1,
    }));
    const found = estimateTempo(notes);
    const octaves = Math.log2(found / tempo);
    assert.ok(Math.abs(octaves - Math.round(octaves)) < 0.01, `${found} for ${tempo}`);
    const grid = quantise(notes, tempo);
    assert.deepEqual(grid.map((note) => note.start), starts);
    assert.ok(grid.every((note) => note.length === 2));
  }
});

import toneMidi from "@tonejs/midi";
import fc from "fast-check";
import assert from "node:assert/strict";
import { toCsv } from "../../lib/export/csv.ts";
import { toHtml } from "../../lib/export/html.ts";
import { toJson } from "../../lib/export/json.ts";
import { toMidi } from "../../lib/export/midi.ts";
import { pianoRoll } from "../../lib/plot/piano_roll.ts";
import { songs } from "./songs.ts";

const settings = { seed: 1, numRuns: 60 };
/** A MIDI tick is about a millisecond. */
const TICK = 0.0011;

function near(a: number, b: number, tolerance: number): void {
  assert.ok(Math.abs(a - b) <= tolerance, `${a} and ${b}`);
}

Deno.test("toMidi() writes a named track on its own channel for each timbre, none on 10", () => {
  fc.assert(
    fc.property(songs, (song) => {
      const { tracks } = new toneMidi.Midi(toMidi(song));
      const voiced = tracks.filter((track) => track.notes.length > 0);
      assert.equal(voiced.length, song.timbres);
      assert.deepEqual(voiced.map((t) => t.name), voiced.map((_, i) => `Timbre ${i + 1}`));
      const channels = voiced.map((track) => track.channel);
      assert.equal(new Set(channels).size, song.timbres);
      assert.ok(!channels.includes(9));
    }),
    settings,
  );
});

Deno.test("toMidi() keeps every note", () => {
  fc.assert(
    fc.property(songs, (song) => {
      const { tracks } = new toneMidi.Midi(toMidi(song));
      const voiced = tracks.filter((track) => track.notes.length > 0);
      for (let timbre = 0; timbre < song.timbres; timbre++) {
        const byTime = (a: { at: number; pitch: number }, b: { at: number; pitch: number }) =>
          a.pitch - b.pitch || a.at - b.at;
        const wanted = song.notes.filter((n) => n.timbre === timbre)
          .map((n) => ({ at: n.onset, end: n.offset, pitch: n.pitch, velocity: n.velocity }))
          .sort(byTime);
        const found = voiced[timbre].notes
          .map((n) => ({
            at: n.time,
            end: n.time + n.duration,
            pitch: n.midi,
            velocity: n.velocity,
          }))
          .sort(byTime);
        assert.deepEqual(found.map((n) => n.pitch), wanted.map((n) => n.pitch));
        found.forEach((n, i) => {
          near(n.at, wanted[i].at, TICK);
          near(n.end, wanted[i].end, 2 * TICK);
          near(n.velocity, wanted[i].velocity, 1 / 127);
        });
      }
    }),
    settings,
  );
});

Deno.test("toJson() follows the contract and keeps every note to 0.1 ms", () => {
  fc.assert(
    fc.property(songs, (song) => {
      const json = JSON.parse(JSON.stringify(toJson(song, "song.wav")));
      assert.deepEqual(json.audio, { file: "song.wav", seconds: 106, sampleRate: 44_100 });
      assert.deepEqual([json.schema, json.timbres], [1, song.timbres]);
      assert.equal(json.notes.length, song.notes.length);
      json.notes.forEach((note: Record<string, number>, i: number) => {
        for (const [key, value] of Object.entries(song.notes[i])) near(note[key], value, 5.1e-5);
      });
    }),
    settings,
  );
});

Deno.test("toCsv() has a line for each note under its header", () => {
  fc.assert(
    fc.property(songs, (song) => {
      const [header, ...lines] = toCsv(song).trimEnd().split("\r\n");
      assert.equal(header, "onset,offset,pitch,velocity,timbre,confidence");
      assert.deepEqual(lines.map((l) => Number(l.split(",")[2])), song.notes.map((n) => n.pitch));
    }),
    settings,
  );
});

Deno.test("toHtml() cannot be broken out of by a title or a figure", () => {
  const [song] = fc.sample(songs, { seed: 3, numRuns: 1 });
  const figure = pianoRoll(song);
  figure.layout.title = "</script><b>";
  const page = toHtml(figure, "<i>song</i>", "");
  assert.ok(!page.includes("<i>") && !page.includes("<b>"));
});

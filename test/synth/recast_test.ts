import tonejs from "@tonejs/midi";
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Random } from "../../lib/random.ts";
import { bestOctave } from "../../synth/score/fit.ts";
import { listPieces, readPiece } from "../../synth/score/piece.ts";
import { recast } from "../../synth/score/recast.ts";
import { outerVoice } from "../../synth/score/voices.ts";

const MELODY = [60, 62, 64, 65, 67, 65, 64, 62, 60, 67, 72, 71];

/** A MIDI file of one melody, one bass and a drum. */
function midi(): Uint8Array {
  const file = new tonejs.Midi();
  const melody = file.addTrack();
  const bass = file.addTrack();
  const drums = file.addTrack();
  drums.channel = 9;
  for (let i = 0; i < 48; i++) {
    melody.addNote({ midi: MELODY[i % 12], time: i * 0.5, duration: 0.45, velocity: 0.6 });
    if (i % 4 === 0) bass.addNote({ midi: 36 + i % 7, time: i * 0.5, duration: 1.9 });
    drums.addNote({ midi: 38, time: i * 0.5, duration: 0.1 });
  }
  return file.toArray();
}

async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "scores-"));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

Deno.test("readPiece() reads the tracks of a MIDI file but the drums", () =>
  withFolder(async (folder) => {
    await mkdir(join(folder, "sub"));
    await writeFile(join(folder, "sub", "a.mid"), midi());
    const paths = await listPieces([folder]);
    assert.deepEqual(paths, [join(folder, "sub", "a.mid")]);
    const piece = await readPiece(paths[0]);
    assert.equal(piece.tracks.length, 2);
    assert.deepEqual(piece.tracks[0].slice(0, 12).map((n) => n.pitch), MELODY);
    assert.ok(Math.abs(piece.tracks[0][3].onset - 1.5) < 1e-3);
  }));

Deno.test("recast() keeps the contour of a part, within the new player's range", () =>
  withFolder(async (folder) => {
    await writeFile(join(folder, "a.mid"), midi());
    const piece = await readPiece(join(folder, "a.mid"));
    const melody = { ...piece, tracks: piece.tracks.slice(0, 1) };
    for (let seed = 0; seed < 40; seed++) {
      const low = 30 + seed;
      const player = { low, high: low + 24, polyphonic: false, rings: false };
      const [{ notes: part }] = recast(new Random(seed), melody, [player], 8, {
        arrangement: "free",
      });
      assert.ok(part.length > 4, `seed ${seed} leaves ${part.length} notes`);
      assert.ok(part.every((n) => n.pitch >= player.low && n.pitch <= player.high));
      const shape = part.slice(1).map((n, i) => n.pitch - part[i].pitch).join();
      const cycle = Array.from({ length: 24 }, (_, i) => MELODY[(i + 1) % 12] - MELODY[i % 12]);
      const intervals = cycle.concat(cycle).join();
      const moved = recast(new Random(seed), melody, [{ ...player, low: 0, high: 127 }], 8, {
        arrangement: "free",
      })[0]
        .notes;
      assert.ok(intervals.includes(moved.slice(1).map((n, i) => n.pitch - moved[i].pitch).join()));
      if (part.length === moved.length) assert.ok(intervals.includes(shape));
    }
  }));

Deno.test("outerVoice() thins chords to their highest or lowest notes", () => {
  const chords = [0, 1, 2].flatMap((onset) =>
    [60, 64, 67].map((pitch) => ({ onset, seconds: 0.9, pitch: pitch + onset, velocity: 0.5 }))
  );
  assert.deepEqual(outerVoice(chords, true).map((n) => n.pitch), [67, 68, 69]);
  assert.deepEqual(outerVoice(chords, false).map((n) => n.pitch), [60, 61, 62]);
});

Deno.test("bestOctave() brings a part into the range", () => {
  const notes = [28, 31, 35].map((pitch) => ({ onset: 0, seconds: 1, pitch, velocity: 1 }));
  const range = { low: 60, high: 80 };
  assert.equal(bestOctave(notes, range, range), 36);
});

Deno.test("listPieces() refuses a folder without MIDI files, and one that is not there", () =>
  withFolder(async (folder) => {
    await assert.rejects(
      listPieces([folder]),
      /^Error: Cannot read scores: .* holds no MIDI files/,
    );
    await assert.rejects(listPieces([join(folder, "none")]), /Cannot read scores: .* is not a/);
    await writeFile(join(folder, "bad.mid"), "no music");
    await assert.rejects(readPiece(join(folder, "bad.mid")), /Cannot read the score .*bad.mid/);
  }));

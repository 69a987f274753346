import tonejs from "@tonejs/midi";
import fc from "fast-check";
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Random } from "../../lib/random.ts";
import { bestOctave } from "../../synth/score/fit.ts";
import { Library, listPieces, type Piece, readPiece } from "../../synth/score/piece.ts";
import { recast } from "../../synth/score/recast.ts";
import { outerVoice, voicesOf } from "../../synth/score/voices.ts";
import { assertPlayable, ensemble, seed } from "./performers.ts";

const MELODY = [60, 62, 64, 65, 67, 65, 64, 62, 60, 67, 72, 71];
/** A line of quavers and the chords below it, a beat each. */
const KEYBOARD: Piece = {
  beat: 0.5,
  tracks: [
    Array.from({ length: 96 }, (_, i) => [
      { onset: i * 0.25, seconds: 0.25, pitch: 72 + MELODY[i % 12] - 60, velocity: 0.7 },
      ...(i % 2 === 0 ? [48, 55, 64] : []).map((pitch) => (
        { onset: i * 0.25, seconds: 0.5, pitch, velocity: 0.5 }
      )),
    ]).flat(),
  ],
};

/** A MIDI file of one melody, one bass and a drum. */
function midi(): Uint8Array {
  const file = new tonejs.Midi();
  file.header.setTempo(90);
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

/** The lines on stderr that `task` warns with. */
async function warnings(task: () => Promise<void>): Promise<string[]> {
  const lines: string[] = [];
  const { warn } = console;
  console.warn = (line: string) => lines.push(line);
  try {
    await task();
  } finally {
    console.warn = warn;
  }
  return lines;
}

Deno.test("readPiece() reads the tempo and the tracks of a MIDI file but the drums", () =>
  withFolder(async (folder) => {
    await mkdir(join(folder, "sub"));
    await writeFile(join(folder, "sub", "a.mid"), midi());
    const paths = await listPieces([folder]);
    assert.deepEqual(paths, [join(folder, "sub", "a.mid")]);
    const { tracks, beat } = await readPiece(paths[0]);
    assert.equal(tracks.length, 2);
    assert.deepEqual(tracks[0].slice(0, 12).map((n) => n.pitch), MELODY);
    assert.ok(Math.abs(tracks[0][3].onset - 1.5) < 1e-3);
    assert.ok(Math.abs(beat - 60 / 90) < 1e-4);
  }));

Deno.test("recast() keeps the contour of a part, within the new player's range", () => {
  const piece = {
    beat: 0.5,
    tracks: [Array.from({ length: 48 }, (_, i) => (
      { onset: i * 0.5, seconds: 0.45, pitch: MELODY[i % 12], velocity: 0.6 }
    ))],
  };
  const cycle = Array.from({ length: 24 }, (_, i) => MELODY[(i + 1) % 12] - MELODY[i % 12]);
  const intervals = cycle.concat(cycle).join();
  for (let seed = 0; seed < 40; seed++) {
    const part = (low: number, high: number) => {
      const player = { low, high, polyphonic: false, rings: false };
      const [{ notes }] = recast(new Random(seed), piece, [player], 8, { arrangement: "free" });
      assert.ok(notes.length > 4, `seed ${seed} leaves ${notes.length} notes`);
      assert.ok(notes.every((n) => n.pitch >= low && n.pitch <= high));
      return { notes, shape: notes.slice(1).map((n, i) => n.pitch - notes[i].pitch).join() };
    };
    const whole = part(0, 127);
    assert.ok(intervals.includes(whole.shape));
    const limited = part(30 + seed, 54 + seed);
    if (limited.notes.length === whole.notes.length) assert.ok(intervals.includes(limited.shape));
  }
});

Deno.test("recast() asks no player for what it cannot do, in ensembles of up to six", () => {
  fc.assert(
    fc.property(ensemble, seed, (performers, seed) => {
      assertPlayable(recast(new Random(seed), KEYBOARD, performers, 10), performers, 10);
    }),
    { seed: 1, numRuns: 200 },
  );
});

Deno.test("recast() shares keyboard music out among six players", () => {
  const player = { low: 30, high: 100, polyphonic: false, rings: false };
  const performers = Array.from({ length: 6 }, () => player);
  for (let seed = 0; seed < 20; seed++) {
    const score = recast(new Random(seed), KEYBOARD, performers, 10);
    const playing = score.filter(({ notes }) => notes.length > 0).length;
    assert.ok(playing >= 3, `seed ${seed}: ${playing} play`);
  }
});

Deno.test("recast() folds a neutral arrangement into one band, and is the same for the same seed", () => {
  const performers = [40, 45, 50].map((low, i) => (
    { low, high: low + 36, polyphonic: i === 1, rings: false }
  ));
  for (let seed = 0; seed < 30; seed++) {
    const play = () =>
      recast(new Random(seed), KEYBOARD, performers, 10, { arrangement: "neutral" });
    const score = play();
    assertPlayable(score, performers, 10);
    const pitches = score.flatMap(({ notes }) => notes.map((n) => n.pitch));
    assert.ok(Math.max(...pitches) - Math.min(...pitches) <= 20);
    assert.deepEqual(play(), score);
  }
});

Deno.test("recast() of a transposed piece for transposed players is transposed", () => {
  const performers = [30, 55].map((low) => (
    { low, high: low + 30, polyphonic: false, rings: false }
  ));
  const moved = (by: number) => ({
    piece: {
      ...KEYBOARD,
      tracks: KEYBOARD.tracks.map((t) => t.map((n) => ({ ...n, pitch: n.pitch + by }))),
    },
    players: performers.map((p) => ({ ...p, low: p.low + by, high: p.high + by })),
  });
  fc.assert(
    fc.property(seed, fc.integer({ min: -6, max: 9 }), (seed, by) => {
      const { piece, players } = moved(by);
      const options = { arrangement: "equal" } as const;
      const raised = recast(new Random(seed), KEYBOARD, performers, 10, options)
        .map(({ notes }) => notes.map((n) => ({ ...n, pitch: n.pitch + by })));
      const score = recast(new Random(seed), piece, players, 10, options);
      assert.deepEqual(score.map(({ notes }) => notes), raised);
    }),
    { seed: 3, numRuns: 60 },
  );
});

Deno.test("voicesOf() takes a keyboard apart into lines that never overlap", () => {
  const [track] = KEYBOARD.tracks;
  const voices = voicesOf(track, 4);
  assert.equal(voices.length, 4);
  assert.equal(voices.flat().length, track.length);
  assert.ok(voices.some((voice) => voice.length === 48 && voice.every((n) => n.pitch === 48)));
  for (const voice of voices) {
    voice.slice(1).forEach((n, i) =>
      assert.ok(n.onset >= voice[i].onset + voice[i].seconds - 0.05)
    );
  }
});

Deno.test("outerVoice() thins chords to their highest or lowest notes", () => {
  const chords = [0, 1, 2].flatMap((onset) =>
    [60, 64, 67].map((pitch) => ({ onset, seconds: 0.9, pitch: pitch + onset, velocity: 0.5 }))
  );
  assert.deepEqual(outerVoice(chords, true).map((n) => n.pitch), [67, 68, 69]);
  assert.deepEqual(outerVoice(chords, false).map((n) => n.pitch), [60, 61, 62]);
});

Deno.test("bestOctave() brings a part into the range, no farther than it must", () => {
  const notes = [28, 31, 35].map((pitch) => ({ pitch }));
  const range = { low: 60, high: 80 };
  assert.equal(bestOctave(notes, range, range), 36);
  assert.equal(bestOctave(notes, { low: 20, high: 100 }, { low: 20, high: 100 }), 0);
});

Deno.test("Library refuses a folder without MIDI files, and one that is not there", () =>
  withFolder(async (folder) => {
    await assert.rejects(
      Library.open([folder]),
      /^Error: Cannot read scores: .* holds no MIDI files/,
    );
    await assert.rejects(
      Library.open([join(folder, "none")]),
      /^Error: Cannot read scores: .* is not a folder/,
    );
  }));

Deno.test("Library leaves out, aloud and once, a file that cannot be read", () =>
  withFolder(async (folder) => {
    await writeFile(join(folder, "good.mid"), midi());
    await writeFile(join(folder, "bad.mid"), "no music");
    const silent = new tonejs.Midi();
    silent.addTrack();
    await writeFile(join(folder, "silent.mid"), silent.toArray());
    const library = await Library.open([folder]);
    const lines = await warnings(async () => {
      for (let seed = 0; seed < 20; seed++) {
        assert.equal((await library.draw(new Random(seed))).tracks.length, 2);
      }
    });
    assert.equal(lines.length, 2);
    lines.sort();
    assert.match(lines[0], /^Cannot read the score .*bad\.mid: .*; left out$/);
    assert.match(lines[1], /^Cannot read the score .*silent\.mid: it holds no pitches; left out$/);
  }));

Deno.test("Library refuses a folder in which no file can be read", () =>
  withFolder(async (folder) => {
    await writeFile(join(folder, "bad.mid"), "no music");
    const library = await Library.open([folder]);
    await warnings(() =>
      assert.rejects(
        library.draw(new Random(1)),
        /^Error: Cannot read scores: none of 1 MIDI files can be read/,
      )
    );
  }));

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { readWaveform } from "../lib/audio/recording.ts";
import { BACH10_PARTS, readBach10Notes } from "../lib/evaluate/datasets/bach10.ts";
import { scoreTracks, splitByLabel } from "../lib/evaluate/separation.ts";
import { scoreNotes } from "../lib/evaluate/transcription.ts";
import { SAMPLE_RATE } from "../lib/frontend/constants.ts";
import { recolor, type Song, transcribe } from "../lib/mod.ts";

const EXAMPLE = new URL("../lib/example/", import.meta.url);
const BACH10 = new URL("../../shared/data/bach10-dev/", import.meta.url);

interface Label {
  onset: number;
  pitch: number;
  player: number;
}

const recording = readFileSync(new URL("trio.wav", EXAMPLE));
const labels: Label[] = JSON.parse(readFileSync(new URL("trio.json", EXAMPLE), "utf8")).notes;

function tracksOf(song: Song) {
  return splitByLabel(song.notes, song.notes.map((note) => note.timbre));
}

function checkSong(song: Song): void {
  const sounding = new Map<number, number>();
  song.notes.forEach((note, i) => {
    const before = song.notes[i - 1];
    assert.ok(!before || before.onset <= note.onset, "sorted by onset");
    assert.ok(note.onset >= 0 && note.onset < note.offset && note.offset <= song.duration);
    assert.ok(note.onset >= (sounding.get(note.pitch) ?? 0), "no overlap of one pitch");
    sounding.set(note.pitch, note.offset);
    for (const x of [note.velocity, note.confidence]) assert.ok(x >= 0 && x <= 1);
    assert.ok(note.timbre >= 0 && note.timbre < song.timbres);
  });
}

Deno.test("transcribe() finds the notes of the example", async () => {
  const song = await transcribe(recording, { timbres: 3 });
  checkSong(song);
  assert.equal(song.timbres, 3);
  assert.ok(Math.abs(song.duration - 14) < 0.01);
  const { f } = scoreNotes(labels, song.notes);
  assert.ok(f > 0.75, `note F ${f}`);
  const separated = scoreTracks(splitByLabel(labels, labels.map((n) => n.player)), tracksOf(song));
  assert.ok(separated > 0.5, `separated note F ${separated}`);
});

Deno.test("transcribe() hears the same however the file arrives", async () => {
  async function* dribble() {
    for (let at = 0; at < recording.length; at += 7_001) yield recording.subarray(at, at + 7_001);
  }
  const whole = await transcribe(recording);
  assert.deepEqual(await transcribe(dribble()), whole);
  assert.deepEqual(await transcribe(new Blob([recording])), whole);
});

Deno.test("transcribe() hears a quiet recording like a loud one", async () => {
  const loud = await readWaveform(recording);
  const notes = async (gain: number) => {
    const channelData = [loud.map((x) => x * gain)];
    return (await transcribe({ channelData, sampleRate: SAMPLE_RATE }, { model: "basicamt" }))
      .notes;
  };
  const { f } = scoreNotes(await notes(1), await notes(0.03));
  assert.ok(f > 0.95, `note F ${f} of the one against the other`);
});

Deno.test("transcribe() reports its progress and heeds an abort", async () => {
  const heard: number[] = [];
  const stop = new AbortController();
  const work = transcribe(recording, {
    signal: stop.signal,
    onProgress: (seconds) => {
      heard.push(seconds);
      if (heard.length === 2) stop.abort(new Error("enough"));
    },
  });
  await assert.rejects(work, /enough/);
  assert.deepEqual(heard, [2, 4]);
});

Deno.test("recolor() changes labels alone and leaves the song it was given", async () => {
  const song = await transcribe(recording, { timbres: 2 });
  const before = structuredClone(song);
  const four = recolor(song, { timbres: 4 });
  assert.deepEqual(song, before);
  assert.equal(four.timbres, 4);
  const bare = ({ notes }: Song) => notes.map(({ timbre: _, ...note }) => note);
  assert.deepEqual(bare(four), bare(song));
  assert.deepEqual(recolor(four, { timbres: 2 }), song);
  assert.throws(() => recolor(song, { timbres: 0 }), /Cannot tell 0 timbres apart/);
});

Deno.test("transcribe() with a timbre-agnostic model hears one timbre", async () => {
  const song = await transcribe(recording, { model: "basicamt" });
  checkSong(song);
  assert.equal(song.timbres, 1);
  assert.ok(scoreNotes(labels, song.notes).f > 0.75);
});

const bach10 = existsSync(BACH10);
if (!bach10) console.warn("skipped: there is no Bach10 beside the project");

Deno.test({
  name: "transcribe() finds and tells apart two parts of a Bach10 chorale",
  ignore: !bach10,
  async fn() {
    const piece = new URL("01-AchGottundHerr/01-AchGottundHerr", BACH10);
    const chosen = [1, 3];
    const stems = await Promise.all(
      chosen.map((i) => readWaveform(readFileSync(new URL(`${piece}-${BACH10_PARTS[i]}.wav`)))),
    );
    const mix = stems[0].map((x, i) => x + stems[1][i]);
    const song = await transcribe({ channelData: [mix], sampleRate: SAMPLE_RATE }, { timbres: 2 });
    checkSong(song);
    const notes = await readBach10Notes(readFileSync(new URL(`${piece}-GTNotes.mat`)));
    const tracks = chosen.map((i) => notes[i]);
    assert.ok(scoreNotes(tracks.flat(), song.notes).f > 0.75);
    assert.ok(scoreTracks(tracks, tracksOf(song)) > 0.7);
  },
});

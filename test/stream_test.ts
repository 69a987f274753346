import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { Pcm } from "../lib/audio/decode.ts";
import { readWaveform } from "../lib/audio/recording.ts";
import { SAMPLE_RATE } from "../lib/frontend/constants.ts";
import { loadModel, type StreamedNote, transcribe, transcribeStream } from "../lib/mod.ts";

const recording = readFileSync(new URL("../lib/example/trio.wav", import.meta.url));
const waveform = await readWaveform(recording);

/** Samples as a microphone gives them. */
async function* live(samples: Float32Array, size: number, onRead = (_: number) => {}) {
  for (let at = 0; at < samples.length; at += size) {
    onRead(at + size);
    yield await Promise.resolve(
      { channelData: [samples.subarray(at, at + size)], sampleRate: SAMPLE_RATE } satisfies Pcm,
    );
  }
}

/** What there is, and then nothing for ever. */
async function* stalled<T>(start: AsyncIterable<T> | Iterable<T>, onStall: () => void) {
  yield* start;
  setTimeout(onStall);
  await new Promise(() => {});
}

function byOnset(notes: readonly StreamedNote[]): StreamedNote[] {
  return [...notes].sort((a, b) => a.onset - b.onset || a.pitch - b.pitch);
}

Deno.test("transcribeStream() hears the notes that transcribe() hears, at most 1.5 s after their end", async () => {
  const notes: StreamedNote[] = [];
  const delays: number[] = [];
  let read = 0;
  const chunks = live(waveform, 256, (samples) => read = samples);
  for await (const note of transcribeStream(chunks, { timbres: 3 })) {
    notes.push(note);
    if (read < waveform.length) delays.push(read / SAMPLE_RATE - note.offset);
  }
  const song = await transcribe(recording, { timbres: 3 });
  assert.deepEqual(notes.map(({ id }) => id), [...notes.keys()]);
  assert.equal(notes.length, song.notes.length);
  byOnset(notes).forEach((note, i) => {
    const { timbre: _, ...expected } = song.notes[i];
    for (const key of Object.keys(expected) as (keyof typeof expected)[]) {
      assert.ok(Math.abs(note[key] - expected[key]) < 1e-3, `${key} of note ${i}`);
    }
  });
  assert.ok(Math.max(...delays) <= 1.5, `${Math.max(...delays)} s`);
});

Deno.test("transcribeStream() hears the notes that transcribe() hears with a model that keeps nothing", async () => {
  const sound = waveform.subarray(0, 4 * SAMPLE_RATE);
  const [model, prism] = await Promise.all([loadModel("basicamt"), loadModel("prism")]);
  assert.deepEqual([model.live, typeof prism.live?.run], [undefined, "function"]);
  const notes = await Array.fromAsync(transcribeStream(live(sound, 1_000), { model }));
  const song = await transcribe({ channelData: [sound], sampleRate: SAMPLE_RATE }, { model });
  assert.ok(notes.length > 10);
  assert.equal(notes.length, song.notes.length);
  byOnset(notes).forEach(({ onset, pitch }, i) => {
    assert.ok(Math.abs(onset - song.notes[i].onset) < 1e-3);
    assert.equal(pitch, song.notes[i].pitch);
  });
});

Deno.test("transcribeStream() hears the same however the samples arrive", async () => {
  const hear = async (size: number) => {
    const notes = [];
    for await (const note of transcribeStream(live(waveform.subarray(0, 6 * SAMPLE_RATE), size))) {
      notes.push(note);
    }
    return notes.map(({ timbre: _, ...note }) => note);
  };
  assert.deepEqual(await hear(7_001), await hear(50_000));
});

Deno.test("transcribeStream() reads no further than it is asked for notes", async () => {
  let read = 0;
  const stream = transcribeStream(live(waveform, 4_096, (samples) => read = samples));
  const { value } = await stream.next();
  const asked = read;
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(read, asked);
  assert.ok(read / SAMPLE_RATE < value!.offset + 2);
  await stream.return(undefined);
  assert.equal(read, asked);
});

Deno.test("transcribeStream() heeds an abort and refuses impossible timbres", async () => {
  const stop = new AbortController();
  const hear = async () => {
    for await (const _ of transcribeStream(live(waveform, 4_096), { signal: stop.signal })) {
      stop.abort(new Error("enough"));
    }
  };
  await assert.rejects(hear(), /enough/);
  await assert.rejects(
    transcribeStream(live(waveform, 4_096), { timbres: 0 }).next(),
    /Cannot tell 0 timbres apart/,
  );
});

Deno.test("transcribeStream() and transcribe() heed an abort while the source is silent", async () => {
  const sound = live(waveform.subarray(0, SAMPLE_RATE), 4_096);
  const microphone = new AbortController();
  const voice = stalled(sound, () => microphone.abort(new Error("enough")));
  await assert.rejects(
    Array.fromAsync(transcribeStream(voice, { signal: microphone.signal })),
    /enough/,
  );
  const download = new AbortController();
  const file = stalled([recording.subarray(0, 100_000)], () => download.abort(new Error("enough")));
  await assert.rejects(transcribe(file, { signal: download.signal }), /enough/);
});

Deno.test("transcribeStream() and transcribe() warn of fewer timbres than asked for, and only then", async () => {
  const note = waveform.subarray(0, SAMPLE_RATE);
  const warned: string[] = [];
  const onWarning = (message: string) => warned.push(message);
  const song = await transcribe(recording, { timbres: 3, onWarning });
  assert.equal(song.timbres, 3);
  assert.deepEqual(warned, []);
  const few = await transcribe(
    { channelData: [note], sampleRate: SAMPLE_RATE },
    { timbres: 15, onWarning },
  );
  assert.deepEqual(warned, [`asked for 15 timbres, found only ${few.timbres}`]);
  await Array.fromAsync(transcribeStream(live(note, 4_096), { timbres: 15, onWarning }));
  assert.match(warned[1], /^asked for 15 timbres, found only \d+$/);
});

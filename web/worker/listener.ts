/**
 * The worker that listens: a file in, its notes out as they become final.
 *
 * @module
 */
import { expose } from "comlink";
import { Recording } from "../../lib/audio/recording.ts";
import { FRAME_RATE, HOP, SAMPLE_RATE } from "../../lib/frontend/constants.ts";
import type { Thresholds } from "../../lib/inference/card.ts";
import type { Model } from "../../lib/inference/model.ts";
import { Ear, type Heard, type HeardNote, Scribe } from "../../lib/listen.ts";
import { compareNotes } from "../../lib/timbre/compare.ts";
import type { Note, Song } from "../../lib/types.ts";
import { loadEngine } from "./engine.ts";
import { type LiveProgress, LiveSource } from "./live.ts";
import { ProvisionalTimbres } from "./provisional.ts";
import { Recollection } from "./recollection.ts";
import { openSource, playableCopy } from "./source.ts";
import { Spectrum } from "./spectrum.ts";

/** What became known since the last report. */
export interface Progress {
  /** Of the recording, heard so far. */
  seconds: number;
  /** Of the file, heard so far, 0 … 1. */
  fraction: number;
  /** Final from now on, in the order in which they became so. */
  notes: Note[];
  /** Timbres of all notes so far, as they are told apart for now; −1 of one that waits for it. */
  timbres: Int16Array;
  /** Columns of the spectrum × 288. */
  columns: Uint8Array;
}

/** What the page asks of this worker. */
export interface Listener {
  /** Hears a recording; its notes come back as one timbre, for they are not told apart yet. */
  listen(
    file: Blob,
    threads: number,
    thresholds: Partial<Thresholds>,
    onProgress: (progress: Progress) => void,
  ): Promise<Song>;
  /** Gives up the recording that is being heard: `listen` fails with an `AbortError`. */
  cancel(): void;
  /** Hears what `pushLive` brings, Hz, until `endLive`. */
  hearLive(
    sampleRate: number,
    threads: number,
    onProgress: (progress: LiveProgress) => void,
  ): Promise<void>;
  pushLive(samples: Float32Array): void;
  endLive(): void;
  /** Makes notes from the latest recording again; undefined if it is not remembered. */
  extract(thresholds: Partial<Thresholds>): Promise<Song | undefined>;
  /** Gives back the memory of the latest recording. */
  forget(): void;
  /** What the thresholds are unless others are given. */
  thresholds(threads: number): Promise<Thresholds>;
  playableCopy(file: Blob): Promise<Blob>;
  /** Hands on the columns of a recording's spectrum alone. */
  spectrum(file: Blob, onColumns: (columns: Uint8Array) => void): Promise<void>;
}

/** Longest recording that is remembered, seconds; a longer one has to be heard again. */
const LONGEST_REMEMBERED = 30 * 60;

const NO_COLUMNS = new Uint8Array(0);

/** A recording that was heard to its end. */
interface HeardRecording {
  model: Model;
  seconds: number;
  sampleRate: number;
}

/** The latest one, unless it was too long. */
let remembered: HeardRecording & { recollection: Recollection } | undefined;
let stop = new AbortController();
let microphone: LiveSource | undefined;

const listener: Listener = {
  async listen(file, threads, thresholds, onProgress) {
    remembered = undefined;
    stop = new AbortController();
    const { signal } = stop;
    const model = await loadEngine(threads);
    const [ear, scribe, spectrum] = await Promise.all([
      Ear.create(model),
      Scribe.create(model, thresholds),
      Spectrum.create(),
    ]);
    let recollection: Recollection | undefined = new Recollection();
    const source = await openSource(file);
    const recording = new Recording(source.audio);
    const notes: HeardNote[] = [];
    const provisional = new ProvisionalTimbres(model);
    let frames = 0;
    const write = (heard: Heard) => {
      frames += heard.frames;
      if (recording.seconds > LONGEST_REMEMBERED) recollection = undefined;
      recollection?.append(heard);
      return scribe.push(heard);
    };
    const report = async (columns: Uint8Array, found: HeardNote[]) => {
      const seconds = Math.min(frames / FRAME_RATE, recording.seconds);
      notes.push(...found);
      onProgress({
        seconds,
        fraction: source.fraction() * seconds / recording.seconds,
        notes: found.map(plain),
        timbres: await provisional.hear(found),
        columns,
      });
      await breathe();
      signal.throwIfAborted();
    };
    for await (const samples of recording.waveform()) {
      const found: HeardNote[] = [];
      for await (const heard of ear.push(samples)) found.push(...await write(heard));
      await report(spectrum.push(samples), found);
    }
    if (recording.seconds * SAMPLE_RATE < HOP) {
      throw new Error(`the recording is shorter than one frame of ${HOP} samples`);
    }
    for await (const heard of ear.flush()) await report(NO_COLUMNS, await write(heard));
    await report(spectrum.flush(), await scribe.flush());
    const { seconds, sampleRate } = recording;
    remembered = recollection && { model, recollection, seconds, sampleRate };
    return await compose(notes, { model, seconds, sampleRate });
  },

  cancel: () => stop.abort(),

  async hearLive(sampleRate, threads, onProgress) {
    const source = microphone = new LiveSource(sampleRate);
    await source.hear(await loadEngine(threads), onProgress);
  },

  pushLive: (samples) => microphone?.push(samples),

  endLive: () => microphone?.switchOff(),

  forget() {
    remembered = undefined;
  },

  async extract(thresholds) {
    if (!remembered) return undefined;
    const scribe = await Scribe.create(remembered.model, thresholds);
    const notes: HeardNote[] = [];
    for (const heard of remembered.recollection.recall()) notes.push(...await scribe.push(heard));
    notes.push(...await scribe.flush());
    return await compose(notes, remembered);
  },

  async thresholds(threads) {
    return (await loadEngine(threads)).card.thresholds;
  },

  playableCopy,

  async spectrum(file, onColumns) {
    const spectrum = await Spectrum.create();
    const { audio } = await openSource(file);
    for await (const samples of new Recording(audio).waveform()) onColumns(spectrum.push(samples));
    onColumns(spectrum.flush());
  },
};

/** Lets messages in, such as one that cancels. */
function breathe(): Promise<void> {
  return new Promise((done) => setTimeout(done));
}

function plain({ onset, offset, pitch, velocity, confidence }: HeardNote): Note {
  return { onset, offset, pitch, velocity, confidence };
}

/** A song whose notes are all of one timbre. */
async function compose(
  heard: HeardNote[],
  { model, seconds, sampleRate }: HeardRecording,
): Promise<Song> {
  heard.sort((a, b) => a.onset - b.onset || a.pitch - b.pitch);
  const { values, size } = await compareNotes(model, heard);
  return {
    duration: seconds,
    sampleRate,
    notes: heard.map((note) => ({
      ...plain(note),
      offset: Math.min(note.offset, seconds),
      timbre: 0,
    })),
    timbres: Math.min(heard.length, 1),
    model: model.card.name,
    embeddings: values,
    embeddingSize: size,
  };
}

expose(listener);

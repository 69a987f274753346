/**
 * The main road: a recording in, its notes out, told apart by timbre.
 *
 * @module
 */
import { decode, type EncodedAudio, type Pcm } from "./audio/decode.ts";
import { mixToMono } from "./audio/mono.ts";
import { Resampler } from "./audio/resample.ts";
import { HOP, SAMPLE_RATE } from "./frontend/constants.ts";
import type { Thresholds } from "./inference/card.ts";
import { DEFAULT_MODEL, loadModel, type Model } from "./inference/model.ts";
import { type HeardNote, Listener } from "./listen.ts";
import { separate } from "./timbre/separate.ts";
import type { Song, Waveform } from "./types.ts";

/** A recording: the bytes of a file, or its samples. */
export type Audio = EncodedAudio | Pcm;

/** Options of {@linkcode transcribe}. */
export interface TranscribeOptions {
  /** How many timbres play; found out unless given. */
  timbres?: number | "auto";
  /** A bundled model's name, the URL of a card, or a loaded model. */
  model?: string | URL | Model;
  /** In place of the card's. */
  thresholds?: Partial<Thresholds>;
  /** Called with the seconds heard so far. */
  onProgress?: (seconds: number) => void;
  /** Stops the work; the promise is rejected with the signal's reason. */
  signal?: AbortSignal;
}

/** Most timbres a song can be split into: the MIDI channels without the one of the drums. */
export const TIMBRE_LIMIT = 15;

/** Samples a listener hears at a time: two seconds. */
const PIECE = 2 * SAMPLE_RATE;

/**
 * Transcribes a recording.
 *
 * @throws {Error} If the audio cannot be read, or is shorter than one frame (11.6 ms).
 * @example Three voices to MIDI
 * ```ts ignore
 * const song = await transcribe(await file.arrayBuffer(), { timbres: 3 });
 * save(toMidi(song));
 * ```
 */
export async function transcribe(audio: Audio, options: TranscribeOptions = {}): Promise<Song> {
  const { timbres = "auto", model: wanted = DEFAULT_MODEL, thresholds, onProgress, signal } =
    options;
  checkTimbres(timbres);
  const model = isModel(wanted) ? wanted : await loadModel(wanted);
  const listener = await Listener.create(model, thresholds);
  const heard: HeardNote[] = [];
  const recording = new Recording(audio);
  for await (const samples of recording.waveform()) {
    signal?.throwIfAborted();
    for await (const note of listener.push(samples)) heard.push(note);
    onProgress?.(listener.seconds);
  }
  if (listener.seconds * SAMPLE_RATE < HOP) {
    throw new Error(`the recording is shorter than one frame of ${HOP} samples`);
  }
  for await (const note of listener.flush()) heard.push(note);
  return compose(heard, timbres, {
    duration: listener.seconds,
    sampleRate: recording.sampleRate,
    model: model.card.name,
    embeddingSize: model.card.embeddingSize ?? 0,
  });
}

/**
 * Tells the notes of a song apart anew, without listening again.
 *
 * @returns A copy with other labels.
 */
export function recolor(song: Song, { timbres = "auto" }: { timbres?: number | "auto" }): Song {
  checkTimbres(timbres);
  const labels = separate({
    values: song.embeddings,
    size: song.embeddingSize,
    count: song.notes.length,
  }, timbres);
  return {
    ...song,
    notes: song.notes.map((note, i) => ({ ...note, timbre: labels[i] })),
    timbres: new Set(labels).size,
  };
}

function compose(
  heard: HeardNote[],
  timbres: number | "auto",
  about: Pick<Song, "duration" | "sampleRate" | "model" | "embeddingSize">,
): Song {
  heard.sort((a, b) => a.onset - b.onset || a.pitch - b.pitch);
  const embeddings = new Float32Array(heard.length * about.embeddingSize);
  heard.forEach(({ embedding }, i) => embeddings.set(embedding, i * about.embeddingSize));
  const notes = heard.map(({ embedding: _, ...note }) => ({ ...note, timbre: 0 }));
  const song = { ...about, notes, timbres: Math.min(notes.length, 1), embeddings };
  return about.embeddingSize > 0 ? recolor(song, { timbres }) : song;
}

/** A recording read once, as mono at 22,050 Hz. */
class Recording {
  /** Of the source, Hz; known once reading has begun. */
  sampleRate = 0;
  readonly #audio: Audio;

  constructor(audio: Audio) {
    this.#audio = audio;
  }

  /** Pieces of at most two seconds. */
  async *waveform(): AsyncGenerator<Waveform> {
    let resampler: Resampler | undefined;
    for await (const pcm of isPcm(this.#audio) ? [this.#audio] : decode(this.#audio)) {
      this.sampleRate = pcm.sampleRate;
      resampler ??= await Resampler.create(pcm.sampleRate);
      yield* pieces(resampler.push(mixToMono(pcm)));
    }
    if (resampler) yield* pieces(resampler.flush());
  }
}

function* pieces(samples: Waveform): Generator<Waveform> {
  for (let at = 0; at < samples.length; at += PIECE) yield samples.subarray(at, at + PIECE);
}

function isPcm(audio: Audio): audio is Pcm {
  return "channelData" in audio;
}

function isModel(model: string | URL | Model): model is Model {
  return typeof model === "object" && "card" in model;
}

function checkTimbres(timbres: number | "auto"): void {
  if (timbres === "auto") return;
  if (!Number.isInteger(timbres) || timbres < 1 || timbres > TIMBRE_LIMIT) {
    throw new RangeError(
      `Cannot tell ${timbres} timbres apart: name 1 to ${TIMBRE_LIMIT}, or "auto"`,
    );
  }
}

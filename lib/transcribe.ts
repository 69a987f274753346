/**
 * The main road: a recording in, its notes out, told apart by timbre.
 *
 * @module
 */
import { type Audio, Recording } from "./audio/recording.ts";
import { HOP, SAMPLE_RATE } from "./frontend/constants.ts";
import type { Thresholds } from "./inference/card.ts";
import { DEFAULT_MODEL, loadModel, type Model } from "./inference/model.ts";
import { Ear, type HeardNote, Scribe } from "./listen.ts";
import type { Embeddings } from "./timbre/affinity.ts";
import { compareNotes } from "./timbre/compare.ts";
import { checkTimbres, recolor, warnOfFewer } from "./recolor.ts";
import type { Song } from "./types.ts";

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
  /** Told what went otherwise than asked for: fewer timbres than that. */
  onWarning?: (message: string) => void;
  /** Stops the work, even while the source is silent; it fails with the signal's reason. */
  signal?: AbortSignal;
}

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
  const { timbres = "auto", model: wanted = DEFAULT_MODEL, thresholds, signal } = options;
  checkTimbres(timbres);
  const model = isModel(wanted) ? wanted : await loadModel(wanted);
  const ear = await Ear.create(model);
  const scribe = await Scribe.create(model, thresholds);
  const notes: HeardNote[] = [];
  const recording = new Recording(audio, signal);
  for await (const samples of recording.waveform()) {
    signal?.throwIfAborted();
    for await (const heard of ear.push(samples)) notes.push(...await scribe.push(heard));
    options.onProgress?.(recording.seconds);
  }
  if (recording.seconds * SAMPLE_RATE < HOP) {
    throw new Error(`the recording is shorter than one frame of ${HOP} samples`);
  }
  for await (const heard of ear.flush()) notes.push(...await scribe.push(heard));
  notes.push(...await scribe.flush());
  notes.sort((a, b) => a.onset - b.onset || a.pitch - b.pitch);
  const embeddings = await compareNotes(model, notes);
  const grey = compose(notes, embeddings, recording, model.card.name);
  const song = embeddings.size > 0 ? recolor(grey, { timbres }) : grey;
  warnOfFewer(song.timbres, timbres, options.onWarning);
  return song;
}

/** A song whose notes are all of one timbre. */
function compose(
  heard: readonly HeardNote[],
  { values, size }: Embeddings,
  { seconds, sampleRate }: Recording,
  model: string,
): Song {
  return {
    duration: seconds,
    sampleRate,
    notes: heard.map(({ onset, offset, pitch, velocity, confidence }) => (
      { onset, offset: Math.min(offset, seconds), pitch, velocity, confidence, timbre: 0 }
    )),
    timbres: Math.min(heard.length, 1),
    model,
    embeddings: values,
    embeddingSize: size,
  };
}

export function isModel(model: string | URL | Model): model is Model {
  return typeof model === "object" && "card" in model;
}

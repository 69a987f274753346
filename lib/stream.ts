/**
 * Transcription while the music is still running.
 *
 * @module
 */
import { type LiveAudio, Recording } from "./audio/recording.ts";
import { DEFAULT_MODEL, loadModel } from "./inference/model.ts";
import { Ear, type HeardNote, Scribe } from "./listen.ts";
import { type Relabelling, TimbreMemory } from "./timbre/memory.ts";
import { checkTimbres, warnOfFewer } from "./recolor.ts";
import { isModel, type TranscribeOptions } from "./transcribe.ts";
import type { TimbredNote } from "./types.ts";

/** Frames that are decided at once: 46 ms of sound. */
const HOP_FRAMES = 4;

/** Notes that the memory takes at once. */
const BATCH = 64;

/** Options of {@linkcode transcribeStream}. */
export interface StreamOptions extends TranscribeOptions {
  /** Told when notes turn out to be of another timbre than they were given out with. */
  onRelabelling?: (change: Relabelling) => void;
}

/** A note that nothing heard later can change, but for its timbre. */
export interface StreamedNote extends TimbredNote {
  /** 0, 1 … in the order of giving out; what relabellings name. */
  id: number;
}

/**
 * Transcribes audio as it comes. Notes are those of {@linkcode transcribe}, each given out as soon
 * as it is final, which is after its end and so not in the order of their onsets. Memory does not
 * grow, and no more is read than is heard.
 *
 * @throws {Error} If the audio cannot be read.
 * @example A microphone
 * ```ts ignore
 * for await (const note of transcribeStream(microphone(), { signal })) show(note);
 * ```
 */
export async function* transcribeStream(
  audio: LiveAudio,
  options: StreamOptions = {},
): AsyncGenerator<StreamedNote> {
  const { timbres = "auto", model: wanted = DEFAULT_MODEL, thresholds, signal } = options;
  checkTimbres(timbres);
  const model = isModel(wanted) ? wanted : await loadModel(wanted);
  const ear = await Ear.create(model, HOP_FRAMES);
  const scribe = await Scribe.create(model, thresholds);
  const memory = new TimbreMemory(model, timbres);
  const recording = new Recording(audio, signal);
  let id = 0;

  async function* remember(notes: readonly HeardNote[]): AsyncGenerator<StreamedNote> {
    for (let at = 0; at < notes.length; at += BATCH) {
      const batch = notes.slice(at, at + BATCH);
      const labels = model.card.embeddingSize ? await memory.hear(batch) : batch.map(() => 0);
      for (const [i, { onset, pitch, velocity, confidence, ...note }] of batch.entries()) {
        const offset = Math.min(note.offset, recording.seconds);
        yield { id: id++, onset, offset, pitch, velocity, confidence, timbre: labels[i] };
      }
      for (const change of await memory.consolidate()) options.onRelabelling?.(change);
    }
  }

  for await (const samples of recording.waveform()) {
    signal?.throwIfAborted();
    for await (const heard of ear.push(samples)) yield* remember(await scribe.push(heard));
    options.onProgress?.(recording.seconds);
  }
  for await (const heard of ear.flush()) yield* remember(await scribe.push(heard));
  yield* remember(await scribe.flush());
  const found = model.card.embeddingSize ? memory.prototypes.size : Math.min(id, 1);
  warnOfFewer(found, timbres, options.onWarning);
}

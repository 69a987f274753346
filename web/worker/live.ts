/**
 * The microphone, heard while it plays.
 *
 * @module
 */
import type { Pcm } from "../../lib/audio/decode.ts";
import { Recording } from "../../lib/audio/recording.ts";
import { SAMPLE_RATE } from "../../lib/frontend/constants.ts";
import type { Model } from "../../lib/inference/model.ts";
import { transcribeStream } from "../../lib/stream.ts";
import type { Relabelling } from "../../lib/timbre/memory.ts";
import type { Note } from "../../lib/types.ts";
import { move } from "./provisional.ts";
import { Spectrum } from "./spectrum.ts";

/** What became known of a recording under way since the last report. */
export interface LiveProgress {
  /** Heard so far. */
  seconds: number;
  /** Final from now on, in the order in which they became so. */
  notes: Note[];
  /** Timbres of all notes so far, as they are told apart for now. */
  timbres: Int16Array;
  /** Columns of the spectrum × 288. */
  columns: Uint8Array;
}

/** Says that the microphone was switched off. */
const OFF = new Error("Cannot hear on: the microphone is off");

/** A microphone that is being heard. */
export class LiveSource {
  readonly #sampleRate: number;
  #handIn!: ReadableStreamDefaultController<Pcm>;
  readonly #pieces = new ReadableStream<Pcm>({ start: (controller) => this.#handIn = controller });

  /** @param sampleRate Hz. */
  constructor(sampleRate: number) {
    this.#sampleRate = sampleRate;
  }

  push(samples: Float32Array): void {
    this.#handIn.enqueue({ channelData: [samples], sampleRate: this.#sampleRate });
  }

  /** Ends the hearing; what waits is not heard any more. */
  switchOff(): void {
    this.#handIn.error(OFF);
  }

  /** Hears what is pushed until it is switched off. */
  async hear(model: Model, onProgress: (progress: LiveProgress) => void): Promise<void> {
    try {
      await hearLive(this.#read(), model, onProgress);
    } catch (error) {
      if (error !== OFF) throw error;
    }
  }

  /** By a reader, for not every browser can iterate over a stream. */
  async *#read(): AsyncGenerator<Pcm> {
    const reader = this.#pieces.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
  }
}

async function hearLive(
  pieces: AsyncIterable<Pcm>,
  model: Model,
  onProgress: (progress: LiveProgress) => void,
): Promise<void> {
  const spectrum = await Spectrum.create();
  const recording = new Recording(pieces);
  const labels: number[] = [];
  let notes: Note[] = [];

  async function* watched(): AsyncGenerator<Pcm> {
    for await (const samples of recording.waveform()) {
      yield { channelData: [samples], sampleRate: SAMPLE_RATE };
      const { seconds } = recording;
      const timbres = Int16Array.from(labels);
      onProgress({ seconds, notes, timbres, columns: spectrum.push(samples) });
      notes = [];
    }
  }

  const onRelabelling = (change: Relabelling) => move(labels, change);
  for await (const note of transcribeStream(watched(), { model, onRelabelling })) {
    const { id, timbre, ...plain } = note;
    labels[id] = timbre;
    notes.push(plain);
  }
}

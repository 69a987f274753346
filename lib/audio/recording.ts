/**
 * Any audio as the samples that are analysed.
 *
 * @module
 */
import { SAMPLE_RATE } from "../frontend/constants.ts";
import type { Waveform } from "../types.ts";
import { abortable } from "../abortable.ts";
import { concatenate } from "../concatenate.ts";
import { decode, type EncodedAudio, type Pcm } from "./decode.ts";
import { mixToMono } from "./mono.ts";
import { Resampler } from "./resample.ts";

/** A recording: the bytes of a file, or its samples. */
export type Audio = EncodedAudio | Pcm;

/** The same, or samples as they come, all of one rate. */
export type LiveAudio = Audio | AsyncIterable<Pcm>;

/** Samples handed on at a time: two seconds. */
const PIECE = 2 * SAMPLE_RATE;

/** Audio read once, as mono at 22,050 Hz. */
export class Recording {
  /** Of the source, Hz; known once reading has begun. */
  sampleRate = 0;
  #samples = 0;
  readonly #audio: LiveAudio;
  readonly #signal?: AbortSignal;

  /** @param signal Ends the reading with an error, even while the source keeps it waiting. */
  constructor(audio: LiveAudio, signal?: AbortSignal) {
    this.#audio = audio;
    this.#signal = signal;
  }

  /** Read so far. */
  get seconds(): number {
    return this.#samples / SAMPLE_RATE;
  }

  /** Pieces of at most two seconds. */
  async *waveform(): AsyncGenerator<Waveform> {
    let resampler: Resampler | undefined;
    for await (const pcm of toPcm(this.#audio, this.#signal)) {
      this.sampleRate = pcm.sampleRate;
      resampler ??= await Resampler.create(pcm.sampleRate);
      yield* this.#pieces(resampler.push(mixToMono(pcm)));
    }
    if (resampler) yield* this.#pieces(resampler.flush());
  }

  *#pieces(samples: Waveform): Generator<Waveform> {
    for (let at = 0; at < samples.length; at += PIECE) {
      const piece = samples.subarray(at, at + PIECE);
      this.#samples += piece.length;
      yield piece;
    }
  }
}

/** The whole of a recording as mono at 22,050 Hz. */
export async function readWaveform(audio: Audio): Promise<Waveform> {
  const pieces: Waveform[] = [];
  for await (const piece of new Recording(audio).waveform()) pieces.push(piece);
  return concatenate(pieces);
}

async function* toPcm(audio: LiveAudio, signal?: AbortSignal): AsyncGenerator<Pcm> {
  if (isPcm(audio)) {
    yield audio;
    return;
  }
  if (!(Symbol.asyncIterator in audio)) {
    yield* decode(audio);
    return;
  }
  const source: AsyncIterable<Uint8Array | Pcm> = audio;
  const chunks = (signal ? abortable(source, signal) : source)[Symbol.asyncIterator]();
  const first = await chunks.next();
  const all = restart(first, chunks);
  if (!first.done && isPcm(first.value)) yield* all as AsyncGenerator<Pcm>;
  else yield* decode(all as AsyncGenerator<Uint8Array>);
}

/** An iteration of which the first step was taken. */
async function* restart<T>(first: IteratorResult<T>, rest: AsyncIterator<T>): AsyncGenerator<T> {
  try {
    for (let step = first; !step.done; step = await rest.next()) yield step.value;
  } finally {
    await rest.return?.();
  }
}

function isPcm(audio: object): audio is Pcm {
  return "channelData" in audio;
}

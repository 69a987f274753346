/**
 * Any audio as the samples that are analysed.
 *
 * @module
 */
import { SAMPLE_RATE } from "../frontend/constants.ts";
import type { Waveform } from "../types.ts";
import { concatenate } from "../concatenate.ts";
import { decode, type EncodedAudio, type Pcm } from "./decode.ts";
import { mixToMono } from "./mono.ts";
import { Resampler } from "./resample.ts";

/** A recording: the bytes of a file, or its samples. */
export type Audio = EncodedAudio | Pcm;

/** Samples handed on at a time: two seconds. */
const PIECE = 2 * SAMPLE_RATE;

/** Audio read once, as mono at 22,050 Hz. */
export class Recording {
  /** Of the source, Hz; known once reading has begun. */
  sampleRate = 0;
  #samples = 0;
  readonly #audio: Audio;

  constructor(audio: Audio) {
    this.#audio = audio;
  }

  /** Read so far. */
  get seconds(): number {
    return this.#samples / SAMPLE_RATE;
  }

  /** Pieces of at most two seconds. */
  async *waveform(): AsyncGenerator<Waveform> {
    let resampler: Resampler | undefined;
    for await (const pcm of isPcm(this.#audio) ? [this.#audio] : decode(this.#audio)) {
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

function isPcm(audio: Audio): audio is Pcm {
  return "channelData" in audio;
}

/**
 * All features of a stream, side by side.
 *
 * @module
 */
import { concatenate } from "../concatenate.ts";
import { FrameQueue } from "../frame_queue.ts";
import { MAGNITUDE_WINDOW } from "./constants.ts";
import { ConstantQ } from "./cqt.ts";
import {
  type FeatureName,
  type Features,
  isSpectrogram,
  type SpectrogramName,
  widthOf,
} from "./features.ts";
import { Level } from "./level.ts";
import { MelSpectrogram } from "./mel.ts";
import { Stft } from "./stft.ts";

/** Features of the same frames, the constant-Q ones always among them. */
export type Analysed = Features & { energy: Float32Array; level: Float32Array };

/** A streaming spectrogram; N samples give ceil(N / 256) frames. */
export type SpectrogramStream = Pick<Stft, "push" | "flush">;

const STREAMS: Readonly<Record<SpectrogramName, () => Promise<SpectrogramStream>>> = {
  mel: () => MelSpectrogram.create(),
  magnitude: () => Stft.create(MAGNITUDE_WINDOW),
};

export function createSpectrogram(spectrum: SpectrogramName): Promise<SpectrogramStream> {
  return STREAMS[spectrum]();
}

/** A spectrogram and its frames not yet given out. */
interface Spectrogram {
  spectrum: SpectrogramName;
  stream: SpectrogramStream;
  queue: FrameQueue;
}

/** Samples in, features of whole frames out; a frame is given out once all of it is known. */
export class Analyser {
  readonly #cqt: ConstantQ;
  readonly #level = new Level();
  readonly #energies = new FrameQueue(widthOf("energy"));
  readonly #others: readonly Spectrogram[];

  private constructor(cqt: ConstantQ, others: readonly Spectrogram[]) {
    this.#cqt = cqt;
    this.#others = others;
  }

  /** @param features What is wanted beside the constant-Q energies and the level. */
  static async create(features: readonly FeatureName[]): Promise<Analyser> {
    const others = await Promise.all(
      features.filter(isSpectrogram).map(async (spectrum) => ({
        spectrum,
        stream: await createSpectrogram(spectrum),
        queue: new FrameQueue(widthOf(spectrum)),
      })),
    );
    return new Analyser(await ConstantQ.create(), others);
  }

  push(samples: Float32Array): Analysed {
    const energies = this.#cqt.push(samples);
    this.#energies.append(energies);
    for (const { stream, queue } of this.#others) queue.append(stream.push(samples));
    return this.#take(this.#level.push(energies));
  }

  /** Ends the stream: returns the frames still open and starts afresh. */
  flush(): Analysed {
    const energies = this.#cqt.flush();
    this.#energies.append(energies);
    for (const { stream, queue } of this.#others) queue.append(stream.flush());
    return this.#take(concatenate([this.#level.push(energies), this.#level.flush()]));
  }

  /** The level is known last: it reaches further ahead than any window. */
  #take(level: Float32Array): Analysed {
    const frames = level.length;
    const others = this.#others.map(({ spectrum, queue }) => [spectrum, queue.take(frames)]);
    return { ...Object.fromEntries(others), energy: this.#energies.take(frames), level };
  }
}

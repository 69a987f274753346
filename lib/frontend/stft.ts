/**
 * Magnitude spectrograms of a stream of samples.
 *
 * @module
 */
import { HOP } from "./constants.ts";
import { Fft } from "./fft.ts";

/**
 * A streaming short-time Fourier transform: samples in, frames × (size / 2 + 1) magnitudes out,
 * time first.
 *
 * Frame t is centred at sample 256 t; N samples give ceil(N / 256) frames; outside the stream there
 * are zeros. The window is a Hann window divided by its sum, so that a sine of amplitude A in the
 * middle of a bin has the magnitude A / 2. However the samples are cut into pushes, the frames are
 * the same to the bit. Frames come out half a window late.
 *
 * ```ts
 * import { Stft } from "./stft.ts";
 *
 * const stft = await Stft.create(1024);
 * const first = stft.push(new Float32Array(22_050));
 * const rest = stft.flush();
 * console.assert((first.length + rest.length) / 513 === 87);
 * ```
 */
export class Stft {
  readonly bins: number;
  readonly #fft: Fft;
  readonly #window: Float32Array;
  /** Samples from the first of the next frame on. */
  #waiting: Float32Array;

  private constructor(fft: Fft) {
    const { size } = fft;
    this.bins = size / 2 + 1;
    this.#fft = fft;
    this.#window = hann(size);
    this.#waiting = new Float32Array(size / 2);
  }

  /**
   * @param size Samples of the window, a power of two.
   * @throws {RangeError} If it is none.
   */
  static async create(size: number): Promise<Stft> {
    return new Stft(await Fft.create(size));
  }

  /** Takes any number of samples and returns the frames they complete. */
  push(samples: Float32Array): Float32Array {
    const { size } = this.#fft;
    const heard = new Float32Array(this.#waiting.length + samples.length);
    heard.set(this.#waiting);
    heard.set(samples, this.#waiting.length);
    const frames = Math.max(0, Math.floor((heard.length - size) / HOP) + 1);
    const magnitudes = new Float32Array(frames * this.bins);
    for (let t = 0; t < frames; t++) {
      const windowed = heard.subarray(t * HOP, t * HOP + size).map((x, i) => x * this.#window[i]);
      const { re, im } = this.#fft.forward(windowed);
      for (let k = 0; k < this.bins; k++) {
        magnitudes[t * this.bins + k] = Math.sqrt(re[k] * re[k] + im[k] * im[k]);
      }
    }
    this.#waiting = heard.slice(frames * HOP);
    return magnitudes;
  }

  /** Ends the stream: returns the frames still open and starts afresh. */
  flush(): Float32Array {
    const half = this.#fft.size / 2;
    const rest = this.push(new Float32Array(half - 1));
    this.#waiting = new Float32Array(half);
    return rest;
  }
}

/** A periodic Hann window divided by its sum. */
function hann(size: number): Float32Array {
  return Float32Array.from(
    { length: size },
    (_, n) => (1 - Math.cos(2 * Math.PI * n / size)) / size,
  );
}

/**
 * Fast Fourier transform of real signals.
 *
 * @module
 */
import { type Core, floatsAt, instantiateCore } from "../core/core.ts";

/** Smallest size of an {@linkcode Fft}. */
const SMALLEST = 32;

/** Largest size of an {@linkcode Fft}. */
const LARGEST = 2 ** 22;

/** Bins 0 … size / 2 of a real signal's spectrum, not normalised. */
export interface Spectrum {
  re: Float32Array;
  im: Float32Array;
}

/**
 * Transforms of real signals of one size, in single precision.
 *
 * ```ts
 * import { Fft } from "./fft.ts";
 *
 * const fft = await Fft.create(64);
 * const { re } = fft.forward(new Float32Array(64).fill(1));
 * console.assert(re.length === 33 && re[0] === 64);
 * ```
 */
export class Fft {
  readonly size: number;
  readonly #core: Core;
  readonly #signal: Float32Array;
  readonly #re: Float32Array;
  readonly #im: Float32Array;

  private constructor(size: number, core: Core) {
    core.fftPlan(size);
    this.size = size;
    this.#core = core;
    this.#signal = floatsAt(core, core.fftSignal(), size);
    this.#re = floatsAt(core, core.fftRe(), size / 2 + 1);
    this.#im = floatsAt(core, core.fftIm(), size / 2 + 1);
  }

  /**
   * @param size A power of two, 32 … 4,194,304.
   * @throws {RangeError} If it is none.
   */
  static async create(size: number): Promise<Fft> {
    if (!(size >= SMALLEST && size <= LARGEST && Number.isInteger(Math.log2(size)))) {
      throw new RangeError(
        `Cannot plan an FFT: size must be a power of two, ${SMALLEST} … ${LARGEST}, not ${size}`,
      );
    }
    return new Fft(size, await instantiateCore());
  }

  /**
   * X[k] = Σₙ x[n] · exp(−2πikn / size).
   *
   * @param signal At most `size` samples; zeros follow.
   */
  forward(signal: Float32Array): Spectrum {
    this.#signal.set(signal);
    this.#signal.fill(0, signal.length);
    this.#core.fftForward();
    return { re: this.#re.slice(), im: this.#im.slice() };
  }

  /** The `size` samples whose spectrum this is; `inverse(forward(x))` gives x back. */
  inverse({ re, im }: Spectrum): Float32Array {
    this.#re.set(re);
    this.#im.set(im);
    this.#core.fftInverse();
    return this.#signal.slice();
  }
}

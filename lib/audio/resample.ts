/**
 * Any sample rate to the 22,050 Hz that everything is analysed at.
 *
 * @module
 */
import { concatenate } from "../concatenate.ts";
import { type Core, floatsAt, instantiateCore } from "../core/core.ts";
import { SAMPLE_RATE } from "../frontend/constants.ts";
import type { Waveform } from "../types.ts";

/** Lowest rate that is resampled, Hz. */
const LOWEST_RATE = 8_000;

/** Highest rate that is resampled, Hz. */
const HIGHEST_RATE = 192_000;

/**
 * A streaming resampler to 22,050 Hz, without delay: sample n of the output is the input at
 * n / 22,050 s, and N samples give ceil(22,050 N / rate).
 *
 * Flat to 0.9 of the lower rate's Nyquist frequency and more than 80 dB down from that frequency
 * on. Outside the stream there are zeros. Audio already at 22,050 Hz is copied. However the
 * samples are cut into pushes, the output is the same to the bit.
 */
export class Resampler {
  readonly #rate: number;
  readonly #core: Core;
  readonly #input: Float32Array;
  #taken = 0;
  #given = 0;

  private constructor(rate: number, core: Core) {
    core.resamplePlan(rate, SAMPLE_RATE);
    this.#rate = rate;
    this.#core = core;
    this.#input = floatsAt(core, core.resampleInput(), core.resampleBlock());
  }

  /**
   * @param rate Of the input, 8,000 … 192,000 Hz, not necessarily whole.
   * @throws {RangeError} If the rate lies outside.
   */
  static async create(rate: number): Promise<Resampler> {
    if (!(rate >= LOWEST_RATE && rate <= HIGHEST_RATE)) {
      throw new RangeError(
        `Cannot resample: rate must be ${LOWEST_RATE} … ${HIGHEST_RATE} Hz, not ${rate}`,
      );
    }
    return new Resampler(rate, await instantiateCore());
  }

  /** Takes any number of samples and returns those of the output that they decide. */
  push(samples: Float32Array): Waveform {
    if (this.#rate === SAMPLE_RATE) return samples.slice();
    const block = this.#input.length;
    const parts: Float32Array[] = [];
    for (let at = 0; at < samples.length; at += block) {
      parts.push(this.#resample(samples.subarray(at, at + block)));
    }
    const made = concatenate(parts);
    this.#taken += samples.length;
    this.#given += made.length;
    return made;
  }

  /** Ends the stream: returns the samples still open and starts afresh. */
  flush(): Waveform {
    const missing = Math.ceil(this.#taken * SAMPLE_RATE / this.#rate) - this.#given;
    const silence = new Float32Array(this.#input.length);
    const parts: Float32Array[] = [];
    for (let made = 0; made < missing; made += parts.at(-1)!.length) {
      parts.push(this.#resample(silence));
    }
    this.#core.resampleReset();
    this.#taken = this.#given = 0;
    return concatenate(parts).slice(0, missing);
  }

  #resample(block: Float32Array): Float32Array {
    this.#input.set(block);
    const made = this.#core.resamplePush(block.length);
    return floatsAt(this.#core, this.#core.resampleOutput(), made).slice();
  }
}

/** A whole recording at 22,050 Hz; see {@linkcode Resampler}. */
export async function resample(samples: Float32Array, rate: number): Promise<Waveform> {
  const resampler = await Resampler.create(rate);
  return concatenate([resampler.push(samples), resampler.flush()]);
}

/**
 * A picture of the recording's constant-Q energies.
 *
 * @module
 */
import { BINS } from "../../lib/frontend/constants.ts";
import { ConstantQ } from "../../lib/frontend/cqt.ts";

/** Constant-Q frames of a column: 23 ms. */
export const FRAMES_PER_COLUMN = 2;

/** Levels shown, decibels of a constant-Q energy of one; a sine of full scale has −6 dB. */
const SOFTEST = -72;
const LOUDEST = -16;

/** Samples in, columns of 288 levels 0 … 255 out, lowest bin first. */
export class Spectrum {
  readonly #cqt: ConstantQ;
  #open = new Float32Array(0);

  private constructor(cqt: ConstantQ) {
    this.#cqt = cqt;
  }

  static async create(): Promise<Spectrum> {
    return new Spectrum(await ConstantQ.create());
  }

  push(samples: Float32Array): Uint8Array<ArrayBuffer> {
    return this.#columns(this.#cqt.push(samples));
  }

  flush(): Uint8Array<ArrayBuffer> {
    return this.#columns(this.#cqt.flush());
  }

  #columns(energies: Float32Array): Uint8Array<ArrayBuffer> {
    const waiting = new Float32Array(this.#open.length + energies.length);
    waiting.set(this.#open);
    waiting.set(energies, this.#open.length);
    const count = Math.floor(waiting.length / BINS / FRAMES_PER_COLUMN);
    const columns = new Uint8Array(count * BINS);
    for (let column = 0; column < count; column++) {
      const at = column * FRAMES_PER_COLUMN * BINS;
      for (let bin = 0; bin < BINS; bin++) {
        const energy = Math.max(waiting[at + bin], waiting[at + BINS + bin]);
        const level = (10 * Math.log10(energy + 1e-12) - SOFTEST) / (LOUDEST - SOFTEST);
        columns[column * BINS + bin] = 255 * Math.max(0, Math.min(level, 1));
      }
    }
    this.#open = waiting.slice(count * FRAMES_PER_COLUMN * BINS);
    return columns;
  }
}

/**
 * Constant-Q energies of a stream of samples.
 *
 * @module
 */
import { concatenate } from "../concatenate.ts";
import { type Core, floatsAt, instantiateCore } from "../core/core.ts";
import {
  BINS,
  BINS_PER_OCTAVE,
  HOP,
  LOWEST_FREQUENCY,
  OCTAVES,
  Q,
  SAMPLE_RATE,
} from "./constants.ts";

/**
 * A streaming constant-Q transform: samples in, frames × 288 energies re² + im² out, time first.
 *
 * Frame t is centred at sample 256 t; N samples give ceil(N / 256) frames; outside the stream
 * there are zeros. A sine of amplitude A has the energy A² / 4 in its bin. Kernels are
 * Blackman-Harris windows of length Q · rate / f, divided by their sum. However the samples are
 * cut into pushes, the frames are the same to the bit. Frames come out about a second late, for
 * the longest window reaches 0.8 s ahead.
 *
 * ```ts
 * import { ConstantQ } from "./cqt.ts";
 *
 * const cqt = await ConstantQ.create();
 * const first = cqt.push(new Float32Array(22_050));
 * const rest = cqt.flush();
 * console.assert((first.length + rest.length) / 288 === 87);
 * ```
 */
export class ConstantQ {
  readonly #core: Core;
  readonly #input: Float32Array;
  #samples = 0;
  #frames = 0;

  private constructor(core: Core) {
    core.cqtPlan(OCTAVES, BINS_PER_OCTAVE, HOP, LOWEST_FREQUENCY / SAMPLE_RATE, Q);
    this.#core = core;
    this.#input = floatsAt(core, core.cqtInput(), core.cqtBlock());
  }

  static async create(): Promise<ConstantQ> {
    return new ConstantQ(await instantiateCore());
  }

  /** Takes any number of samples and returns the frames they complete. */
  push(samples: Float32Array): Float32Array {
    const block = this.#input.length;
    const parts: Float32Array[] = [];
    for (let at = 0; at < samples.length; at += block) {
      parts.push(this.#transform(samples.subarray(at, at + block)));
    }
    this.#samples += samples.length;
    this.#frames += parts.reduce((sum, part) => sum + part.length, 0) / BINS;
    return concatenate(parts);
  }

  /** Ends the stream: returns the frames still open and starts afresh. */
  flush(): Float32Array {
    const missing = (Math.ceil(this.#samples / HOP) - this.#frames) * BINS;
    const silence = new Float32Array(this.#input.length);
    const parts: Float32Array[] = [];
    for (let found = 0; found < missing; found += parts.at(-1)!.length) {
      parts.push(this.#transform(silence));
    }
    this.#core.cqtReset();
    this.#samples = this.#frames = 0;
    return concatenate(parts).subarray(0, missing).slice();
  }

  #transform(block: Float32Array): Float32Array {
    this.#input.set(block);
    const frames = this.#core.cqtPush(block.length);
    return floatsAt(this.#core, this.#core.cqtOutput(), frames * BINS).slice();
  }
}

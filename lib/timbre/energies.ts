/**
 * The latest energies of a recording.
 *
 * @module
 */
import { BINS, FRAME_RATE } from "../frontend/constants.ts";
import type { Energies } from "./portrait.ts";

/** Frames that are remembered at least: a minute. The portrait of a longer note lacks its attack. */
const MEMORY = Math.round(60 * FRAME_RATE);

/** Remembers between one minute and two of what it is given. */
export class EnergyMemory {
  readonly #values = new Float32Array(2 * MEMORY * BINS);
  #start = 0;
  #held = 0;

  /** @param energy Frames × 288, at most a minute. */
  append(energy: Float32Array): void {
    const frames = energy.length / BINS;
    if (this.#held + frames > 2 * MEMORY) {
      this.#values.copyWithin(0, (this.#held - MEMORY) * BINS, this.#held * BINS);
      this.#start += this.#held - MEMORY;
      this.#held = MEMORY;
    }
    this.#values.set(energy, this.#held * BINS);
    this.#held += frames;
  }

  /** A view that is good until the next {@linkcode EnergyMemory.append}. */
  get energies(): Energies {
    return { values: this.#values.subarray(0, this.#held * BINS), start: this.#start };
  }
}

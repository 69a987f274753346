/**
 * What was heard last of a recording.
 *
 * @module
 */
import { BINS, FRAME_RATE, PITCHES } from "../frontend/constants.ts";
import type { Scene } from "./portrait.ts";

/** Frames that are remembered at least: a minute. The portrait of a longer note lacks its attack. */
const MEMORY = Math.round(60 * FRAME_RATE);

/** Remembers between one minute and two of what it is given. */
export class SceneMemory {
  readonly #energy = new Float32Array(2 * MEMORY * BINS);
  readonly #activity = new Float32Array(2 * MEMORY * PITCHES);
  #start = 0;
  #held = 0;

  /**
   * @param energy Frames × 288, at most a minute.
   * @param activity Frames × 84.
   */
  append(energy: Float32Array, activity: Float32Array): void {
    const frames = energy.length / BINS;
    if (this.#held + frames > 2 * MEMORY) {
      const dropped = this.#held - MEMORY;
      this.#energy.copyWithin(0, dropped * BINS, this.#held * BINS);
      this.#activity.copyWithin(0, dropped * PITCHES, this.#held * PITCHES);
      this.#start += dropped;
      this.#held = MEMORY;
    }
    this.#energy.set(energy, this.#held * BINS);
    this.#activity.set(activity, this.#held * PITCHES);
    this.#held += frames;
  }

  /** A view that is good until the next {@linkcode SceneMemory.append}. */
  get scene(): Scene {
    return {
      energy: this.#energy.subarray(0, this.#held * BINS),
      activity: this.#activity.subarray(0, this.#held * PITCHES),
      start: this.#start,
    };
  }
}

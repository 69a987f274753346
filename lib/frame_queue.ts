/**
 * Frames that wait for a later step.
 *
 * @module
 */
import { concatenate } from "./concatenate.ts";

/** A first-in, first-out queue of frames of one width. */
export class FrameQueue {
  readonly #width: number;
  #values: Float32Array = new Float32Array(0);
  /** Where the oldest frame that waits begins. */
  #start = 0;

  /** @param width Values of a frame. */
  constructor(width: number) {
    this.#width = width;
  }

  /** Frames that wait. */
  get frames(): number {
    return (this.#values.length - this.#start) / this.#width;
  }

  append(frames: Float32Array): void {
    this.#values = concatenate([this.#values.subarray(this.#start), frames]);
    this.#start = 0;
  }

  /** Removes the oldest `count` frames, or all if there are fewer. */
  take(count: number): Float32Array {
    const end = Math.min(this.#start + count * this.#width, this.#values.length);
    const taken = this.#values.slice(this.#start, end);
    this.#start = end;
    return taken;
  }
}

/**
 * Frames that wait for a later step.
 *
 * @module
 */

/** A first-in, first-out queue of frames of one width. */
export class FrameQueue {
  readonly #width: number;
  #waiting = new Float32Array(0);

  /** @param width Values of a frame. */
  constructor(width: number) {
    this.#width = width;
  }

  append(frames: Float32Array): void {
    const joined = new Float32Array(this.#waiting.length + frames.length);
    joined.set(this.#waiting);
    joined.set(frames, this.#waiting.length);
    this.#waiting = joined;
  }

  /** Removes the oldest `count` frames. */
  take(count: number): Float32Array {
    const taken = this.#waiting.slice(0, count * this.#width);
    this.#waiting = this.#waiting.slice(count * this.#width);
    return taken;
  }
}

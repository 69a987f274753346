/**
 * From an embedding in every frame to one a note.
 *
 * @module
 */
import { FRAME_RATE, LOWEST_PITCH, PITCHES } from "../frontend/constants.ts";
import type { Posteriors } from "../inference/posteriors.ts";

/** How long the pool remembers, seconds. A longer note is pooled over its end alone. */
const MEMORY_SECONDS = 60;

interface Block {
  /** Frame of the recording that the block starts with. */
  start: number;
  posteriors: Posteriors;
}

/**
 * Keeps the latest posteriors and pools the embeddings of a note once its end is known: the mean
 * over its frames weighted by their frame posterior, at unit length.
 */
export class EmbeddingPool {
  readonly #size: number;
  #blocks: Block[] = [];
  #end = 0;

  /** @param size Components of an embedding. */
  constructor(size: number) {
    this.#size = size;
  }

  append(posteriors: Posteriors): void {
    this.#blocks.push({ start: this.#end, posteriors });
    this.#end += posteriors.frames;
    const oldest = this.#end - MEMORY_SECONDS * FRAME_RATE;
    this.#blocks = this.#blocks.filter((b) => b.start + b.posteriors.frames > oldest);
  }

  /**
   * Pools one note.
   *
   * @param pitch MIDI number.
   * @param from First frame.
   * @param to Frame behind the last.
   * @returns A unit vector, or zeros if nothing of the note is remembered.
   */
  pool(pitch: number, from: number, to: number): Float32Array {
    const sum = new Float64Array(this.#size);
    for (const { start, posteriors: { frames, frame, embedding } } of this.#blocks) {
      for (let t = Math.max(from, start); t < Math.min(to, start + frames); t++) {
        const at = (t - start) * PITCHES + pitch - LOWEST_PITCH;
        for (let d = 0; d < this.#size; d++) sum[d] += frame[at] * embedding[at * this.#size + d];
      }
    }
    const length = Math.hypot(...sum);
    return Float32Array.from(sum, (x) => length > 0 ? x / length : 0);
  }
}

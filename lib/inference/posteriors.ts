/**
 * A model over a stream: windows that overlap by the model's context, stitched so that no frame
 * feels the edge of its window.
 *
 * @module
 */
import { BINS, PITCHES } from "../frontend/constants.ts";
import type { Model } from "./model.ts";

/** What a model says of consecutive frames, time first. */
export interface Posteriors {
  frames: number;
  /** Frames × 84. */
  onset: Float32Array;
  /** Frames × 84. */
  frame: Float32Array;
  /** Frames × 84 × the card's embeddingSize; empty for timbre-agnostic models. */
  embedding: Float32Array;
}

/**
 * Runs a model over energies as they come. Windows lie on a grid fixed by the start of the
 * recording, and the last one ends with it, so that the way a recording is cut into pushes changes
 * nothing.
 */
export class PosteriorStream {
  readonly #model: Model;
  /** The latest frames, at most two windows; their first is frame `#start` of the recording. */
  readonly #energy: Float32Array;
  readonly #level: Float32Array;
  #start = 0;
  #held = 0;
  /** First frame of the next window. */
  #window = 0;
  /** Frames given out so far. */
  #done = 0;

  constructor(model: Model) {
    this.#model = model;
    this.#energy = new Float32Array(2 * model.card.window * BINS);
    this.#level = new Float32Array(2 * model.card.window);
  }

  /**
   * Takes frames and yields the posteriors that are decided.
   *
   * @param energy Constant-Q energies, frames × 288.
   * @param level Level of each frame.
   */
  async *push(energy: Float32Array, level: Float32Array): AsyncGenerator<Posteriors> {
    const { window, context } = this.#model.card;
    for (let taken = 0; taken < level.length;) {
      if (this.#held === 2 * window) this.#forget(window);
      const room = Math.min(
        this.#window + window - (this.#start + this.#held),
        2 * window - this.#held,
      );
      const count = Math.min(room, level.length - taken);
      this.#energy.set(energy.subarray(taken * BINS, (taken + count) * BINS), this.#held * BINS);
      this.#level.set(level.subarray(taken, taken + count), this.#held);
      this.#held += count;
      taken += count;
      if (this.#start + this.#held === this.#window + window) {
        yield await this.#run(this.#window, window, this.#window + window - context);
        this.#window += window - 2 * context;
      }
    }
  }

  /** Yields what is left at the end of the recording. */
  async *flush(): AsyncGenerator<Posteriors> {
    const end = this.#start + this.#held;
    const length = Math.min(end, this.#model.card.window);
    if (this.#done < end) yield await this.#run(end - length, length, end);
  }

  #forget(frames: number): void {
    this.#energy.copyWithin(0, frames * BINS, this.#held * BINS);
    this.#level.copyWithin(0, frames, this.#held);
    this.#start += frames;
    this.#held -= frames;
  }

  /** Runs one window and returns its frames from the first not yet given out up to `until`. */
  async #run(from: number, length: number, until: number): Promise<Posteriors> {
    const { card, session } = this.#model;
    const at = from - this.#start;
    const results = await session.run({
      [card.inputs.energy]: {
        data: this.#energy.slice(at * BINS, (at + length) * BINS),
        shape: [1, length, BINS],
      },
      [card.inputs.level]: { data: this.#level.slice(at, at + length), shape: [1, length] },
    });
    const [first, last] = [this.#done - from, until - from];
    const cut = (name: string | undefined, width: number) =>
      name ? results[name].slice(first * width, last * width) : new Float32Array(0);
    this.#done = until;
    return {
      frames: last - first,
      onset: cut(card.outputs.onset, PITCHES),
      frame: cut(card.outputs.frame, PITCHES),
      embedding: cut(card.outputs.embedding, PITCHES * (card.embeddingSize ?? 0)),
    };
  }
}

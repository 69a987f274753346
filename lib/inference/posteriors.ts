/**
 * A model over a stream: windows that overlap by the model's context, stitched so that no frame
 * feels the edge of its window.
 *
 * @module
 */
import { PITCHES } from "../frontend/constants.ts";
import { type FeatureName, FEATURES, type Features, widthOf } from "../frontend/features.ts";
import type { Card } from "./card.ts";
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

/** Frames `first` (included) to `last` (excluded) of what a network said in one run. */
export function cutPosteriors(
  { outputs, embeddingSize = 0 }: Card,
  results: Readonly<Record<string, Float32Array>>,
  first: number,
  last: number,
): Posteriors {
  const cut = (name: string | undefined, width: number) =>
    name ? results[name].slice(first * width, last * width) : new Float32Array(0);
  return {
    frames: last - first,
    onset: cut(outputs.onset, PITCHES),
    frame: cut(outputs.frame, PITCHES),
    embedding: cut(outputs.embedding, PITCHES * embeddingSize),
  };
}

/** The latest frames of a feature the network hears. */
interface Held {
  feature: FeatureName;
  /** Name of the network's input. */
  input: string;
  width: number;
  values: Float32Array;
}

/**
 * Runs a model over features as they come. Windows lie on a grid fixed by the start of the
 * recording, and the last one ends with it, so that the way a recording is cut into pushes changes
 * nothing.
 */
export class PosteriorStream {
  readonly #model: Model;
  /** Frames of one window. */
  readonly #length: number;
  /** At most two windows; their first frame is frame `#start` of the recording. */
  readonly #features: readonly Held[];
  #start = 0;
  #held = 0;
  /** First frame of the next window. */
  #window = 0;
  /** Frames given out so far. */
  #done = 0;

  /** @param window Frames heard at once, more than twice the context; the card's unless given. */
  constructor(model: Model, window = model.card.window) {
    const { inputs } = model.card;
    this.#model = model;
    this.#length = window;
    this.#features = Object.entries(inputs).map(([name, input]) => {
      const feature = name as FeatureName;
      const width = widthOf(feature);
      return { feature, input, width, values: new Float32Array(2 * window * width) };
    });
  }

  /** Takes frames, with at least the features the card names, and yields what is decided. */
  async *push(features: Features): AsyncGenerator<Posteriors> {
    const { context } = this.#model.card;
    const window = this.#length;
    const [{ feature, width }] = this.#features;
    const frames = features[feature]!.length / width;
    for (let taken = 0; taken < frames;) {
      if (this.#held === 2 * window) this.#forget(window);
      const room = Math.min(
        this.#window + window - (this.#start + this.#held),
        2 * window - this.#held,
      );
      const count = Math.min(room, frames - taken);
      for (const { feature, width, values } of this.#features) {
        const part = features[feature]!.subarray(taken * width, (taken + count) * width);
        values.set(part, this.#held * width);
      }
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
    const length = Math.min(end, this.#length);
    if (this.#done < end) yield await this.#run(end - length, length, end);
  }

  #forget(frames: number): void {
    for (const { width, values } of this.#features) {
      values.copyWithin(0, frames * width, this.#held * width);
    }
    this.#start += frames;
    this.#held -= frames;
  }

  /** Runs one window and returns its frames from the first not yet given out up to `until`. */
  async #run(from: number, length: number, until: number): Promise<Posteriors> {
    const { card, session } = this.#model;
    const at = from - this.#start;
    const inputs = this.#features.map(({ feature, input, width, values }) => [input, {
      data: values.slice(at * width, (at + length) * width),
      shape: [1, length, ...FEATURES[feature]],
    }]);
    const results = await session.run(Object.fromEntries(inputs));
    const first = this.#done - from;
    this.#done = until;
    return cutPosteriors(card, results, first, until - from);
  }
}

/**
 * A model that hears each frame once, as frames come. What it needs of the past it keeps.
 *
 * @module
 */
import { type FeatureName, FEATURES, type Features, widthOf } from "../frontend/features.ts";
import { FrameQueue } from "../frame_queue.ts";
import { leftIn, SOUNDING } from "./card.ts";
import type { Model } from "./model.ts";
import { cutPosteriors, type Posteriors } from "./posteriors.ts";
import type { NamedTensor } from "./runtime.ts";

/** A feature that the network hears. */
interface Heard {
  feature: FeatureName;
  /** Name of the network's input. */
  input: string;
  width: number;
  waiting: FrameQueue;
}

/**
 * Runs a live network over features as they come, always as many frames at once, so that the way a
 * recording is cut into pushes changes nothing.
 */
export class LivePosteriors {
  readonly #model: Required<Pick<Model, "live">> & Model;
  readonly #frames: number;
  readonly #features: readonly Heard[];
  #kept: Record<string, NamedTensor>;
  /** Frames of the recording. */
  #length = 0;
  /** Frames that were given out, and before them those that lie before the recording. */
  #done: number;

  /**
   * @param model with a live network
   * @param frames heard at once
   */
  constructor(model: Model, frames: number) {
    const { card, live } = model;
    if (live === undefined || card.live === undefined) {
      throw new Error(`Cannot hear ${card.name} as frames come: it has no live network`);
    }
    this.#model = { ...model, live };
    this.#frames = frames;
    this.#features = Object.entries(card.inputs).map(([name, input]) => {
      const feature = name as FeatureName;
      const width = widthOf(feature);
      return { feature, input, width, waiting: new FrameQueue(width) };
    });
    this.#kept = Object.fromEntries(
      Object.entries(card.live.kept).map(([name, shape]) => {
        const size = shape.reduce((product, length) => product * length, 1);
        return [name, { data: new Float32Array(size), shape }];
      }),
    );
    this.#done = -card.context;
  }

  /** Takes frames, with at least the features the card names, and yields what is decided. */
  async *push(features: Features): AsyncGenerator<Posteriors> {
    const [{ feature, width, waiting }] = this.#features;
    this.#length += features[feature]!.length / width;
    for (const { feature, waiting } of this.#features) waiting.append(features[feature]!);
    while (waiting.frames >= this.#frames) yield* this.#run(this.#frames);
  }

  /** Yields what is left at the end of the recording. */
  async *flush(): AsyncGenerator<Posteriors> {
    while (this.#done < this.#length) {
      const sounding = this.#features[0].waiting.frames;
      const silence = this.#frames - sounding;
      for (const { width, waiting } of this.#features) {
        waiting.append(new Float32Array(silence * width));
      }
      yield* this.#run(sounding);
    }
  }

  /** Hears frames, of which the first `sounding` are of the recording. */
  async *#run(sounding: number): AsyncGenerator<Posteriors> {
    const { card, live } = this.#model;
    const frames = this.#frames;
    const heard = this.#features.map(({ feature, input, waiting }) => [input, {
      data: waiting.take(frames),
      shape: [1, frames, ...FEATURES[feature]],
    }]);
    const results = await live.run({
      ...Object.fromEntries(heard),
      [SOUNDING]: { data: new Float32Array(frames).fill(1, 0, sounding), shape: [1, frames] },
      ...this.#kept,
    });
    this.#kept = Object.fromEntries(
      Object.entries(this.#kept).map(([name, { shape }]) => [
        name,
        { data: results[leftIn(name)], shape },
      ]),
    );
    const first = Math.max(0, -this.#done);
    const last = Math.min(frames, this.#length - this.#done);
    this.#done += frames;
    if (last <= first) return;
    yield cutPosteriors(card, results, first, last);
  }
}

/**
 * From samples to notes, while they come.
 *
 * @module
 */
import { Analyser } from "./frontend/analyser.ts";
import { BINS, FRAME_RATE, PITCHES } from "./frontend/constants.ts";
import type { FeatureName, Features } from "./frontend/features.ts";
import { FrameQueue } from "./frame_queue.ts";
import type { Thresholds } from "./inference/card.ts";
import type { Model } from "./inference/model.ts";
import { LivePosteriors } from "./inference/live.ts";
import { type Posteriors, PosteriorStream } from "./inference/posteriors.ts";
import { type ExtractedNote, NoteExtractor } from "./notes/extract.ts";
import { strength, velocity } from "./notes/velocity.ts";
import { EmbeddingPool } from "./timbre/pool.ts";
import { portray } from "./timbre/portrait.ts";
import { SceneMemory } from "./timbre/scene.ts";
import { type Sound, soundsOf } from "./timbre/sound.ts";
import type { Note, Waveform } from "./types.ts";

/** Consecutive frames as a model hears them. */
export interface Heard extends Posteriors {
  /** Energy of each pitch's harmonics, frames × 84. */
  strength: Float32Array;
  /** Constant-Q energies, frames × 288. */
  energy: Float32Array;
}

/** Listens to one recording; its memory does not grow with the recording's length. */
export class Ear {
  readonly #analyser: Analyser;
  readonly #posteriors: PosteriorStream | LivePosteriors;
  /** Strengths and energies of frames whose posteriors are not known yet. */
  readonly #strengths = new FrameQueue(PITCHES);
  readonly #energies = new FrameQueue(BINS);

  private constructor(analyser: Analyser, posteriors: PosteriorStream | LivePosteriors) {
    this.#analyser = analyser;
    this.#posteriors = posteriors;
  }

  /** @param hop Frames decided at once, for who must not wait for a whole window. */
  static async create(model: Model, hop?: number): Promise<Ear> {
    const features = Object.keys(model.card.inputs) as FeatureName[];
    return new Ear(await Analyser.create(features), posteriorsOf(model, hop));
  }

  /** Hears more samples and yields the frames that are decided. */
  async *push(samples: Waveform): AsyncGenerator<Heard> {
    yield* this.#hear(this.#analyser.push(samples));
  }

  /** Yields what is left at the end of the recording. */
  async *flush(): AsyncGenerator<Heard> {
    yield* this.#hear(this.#analyser.flush());
    for await (const posteriors of this.#posteriors.flush()) yield this.#withEnergy(posteriors);
  }

  async *#hear(features: Features & { energy: Float32Array }): AsyncGenerator<Heard> {
    this.#strengths.append(strength(features.energy));
    this.#energies.append(features.energy);
    for await (const posteriors of this.#posteriors.push(features)) {
      yield this.#withEnergy(posteriors);
    }
  }

  #withEnergy(posteriors: Posteriors): Heard {
    const strength = this.#strengths.take(posteriors.frames);
    return { ...posteriors, strength, energy: this.#energies.take(posteriors.frames) };
  }
}

/** A model that keeps nothing from frame to frame hears each of them in several short windows. */
function posteriorsOf(model: Model, hop: number | undefined): PosteriorStream | LivePosteriors {
  if (hop === undefined) return new PosteriorStream(model);
  if (model.live) return new LivePosteriors(model, hop);
  const { wholeWindow, window, context } = model.card;
  return new PosteriorStream(model, wholeWindow ? window : Math.min(window, 2 * context + hop));
}

/** A note that nothing heard later can change, and what is known of its timbre. */
export type HeardNote = Note & Sound;

/** Writes down the notes of what an {@linkcode Ear} hears, as they become final. */
export class Scribe {
  readonly #model: Model;
  readonly #extractor: NoteExtractor;
  readonly #pool: EmbeddingPool;
  readonly #memory = new SceneMemory();

  private constructor(model: Model, extractor: NoteExtractor) {
    this.#model = model;
    this.#extractor = extractor;
    this.#pool = new EmbeddingPool(model.card.embeddingSize ?? 0);
  }

  /** @param thresholds In place of the card's. */
  static async create(model: Model, thresholds: Partial<Thresholds> = {}): Promise<Scribe> {
    const { onset, frame, minimumSeconds } = { ...model.card.thresholds, ...thresholds };
    const minimumFrames = minimumSeconds * FRAME_RATE;
    return new Scribe(model, await NoteExtractor.create({ onset, frame, minimumFrames }));
  }

  async push(heard: Heard): Promise<HeardNote[]> {
    this.#memory.append(heard.energy, heard.frame);
    if (heard.embedding.length > 0) this.#pool.append(heard);
    return await this.#describe(this.#extractor.push(heard.onset, heard.frame, heard.strength));
  }

  /** The notes that the end of the recording makes final. */
  async flush(): Promise<HeardNote[]> {
    return await this.#describe(this.#extractor.flush());
  }

  async #describe(notes: ExtractedNote[]): Promise<HeardNote[]> {
    const sounds = await this.#soundsOf(notes);
    return notes.map((note, i) => ({
      onset: note.onsetFrame / FRAME_RATE,
      offset: note.offsetFrame / FRAME_RATE,
      pitch: note.pitch,
      velocity: velocity(note.strength),
      confidence: (note.onset + note.frame) / 2,
      ...sounds[i],
    }));
  }

  async #soundsOf(notes: ExtractedNote[]): Promise<Sound[]> {
    const { portraits } = this.#model.further;
    if (portraits === undefined) {
      return notes.map(({ pitch, onsetFrame, offsetFrame, strength }) => ({
        embedding: this.#pool.pool(pitch, Math.round(onsetFrame), offsetFrame),
        features: new Float32Array(0),
        loudness: Math.log(strength),
      }));
    }
    const { scene } = this.#memory;
    const seen = notes.map(({ pitch, onsetFrame, offsetFrame }) =>
      portray(scene, { pitch, onset: Math.round(onsetFrame), offset: offsetFrame })
    );
    return await soundsOf(portraits, notes.map(({ pitch }) => pitch), seen);
  }
}

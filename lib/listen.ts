/**
 * From samples to notes, while they come.
 *
 * @module
 */
import { Analyser } from "./frontend/analyser.ts";
import { FRAME_RATE, PITCHES } from "./frontend/constants.ts";
import type { FeatureName, Features } from "./frontend/features.ts";
import { FrameQueue } from "./frame_queue.ts";
import type { Card, Thresholds } from "./inference/card.ts";
import type { Model } from "./inference/model.ts";
import { type Posteriors, PosteriorStream } from "./inference/posteriors.ts";
import { type ExtractedNote, NoteExtractor } from "./notes/extract.ts";
import { strength, velocity } from "./notes/velocity.ts";
import { EmbeddingPool } from "./timbre/pool.ts";
import type { Note, Waveform } from "./types.ts";

/** Consecutive frames as a model hears them. */
export interface Heard extends Posteriors {
  /** Energy of each pitch's harmonics, frames × 84. */
  strength: Float32Array;
}

/** Listens to one recording; its memory does not grow with the recording's length. */
export class Ear {
  readonly #analyser: Analyser;
  readonly #posteriors: PosteriorStream;
  /** Strengths of frames whose posteriors are not known yet. */
  readonly #strengths = new FrameQueue(PITCHES);

  private constructor(analyser: Analyser, model: Model) {
    this.#analyser = analyser;
    this.#posteriors = new PosteriorStream(model);
  }

  static async create(model: Model): Promise<Ear> {
    const features = Object.keys(model.card.inputs) as FeatureName[];
    return new Ear(await Analyser.create(features), model);
  }

  /** Hears more samples and yields the frames that are decided. */
  async *push(samples: Waveform): AsyncGenerator<Heard> {
    yield* this.#hear(this.#analyser.push(samples));
  }

  /** Yields what is left at the end of the recording. */
  async *flush(): AsyncGenerator<Heard> {
    yield* this.#hear(this.#analyser.flush());
    for await (const posteriors of this.#posteriors.flush()) yield this.#withStrength(posteriors);
  }

  async *#hear(features: Features & { energy: Float32Array }): AsyncGenerator<Heard> {
    this.#strengths.append(strength(features.energy));
    for await (const posteriors of this.#posteriors.push(features)) {
      yield this.#withStrength(posteriors);
    }
  }

  #withStrength(posteriors: Posteriors): Heard {
    return { ...posteriors, strength: this.#strengths.take(posteriors.frames) };
  }
}

/** A note that nothing heard later can change, and the unit vector of its timbre. */
export interface HeardNote extends Note {
  embedding: Float32Array;
}

/** Writes down the notes of what an {@linkcode Ear} hears, as they become final. */
export class Scribe {
  readonly #extractor: NoteExtractor;
  readonly #pool: EmbeddingPool;

  private constructor(extractor: NoteExtractor, pool: EmbeddingPool) {
    this.#extractor = extractor;
    this.#pool = pool;
  }

  /** @param thresholds In place of the card's. */
  static async create(card: Card, thresholds: Partial<Thresholds> = {}): Promise<Scribe> {
    const { onset, frame, minimumSeconds } = { ...card.thresholds, ...thresholds };
    const minimumFrames = minimumSeconds * FRAME_RATE;
    const extractor = await NoteExtractor.create({ onset, frame, minimumFrames });
    return new Scribe(extractor, new EmbeddingPool(card.embeddingSize ?? 0));
  }

  push(heard: Heard): HeardNote[] {
    this.#pool.append(heard);
    return this.#describe(this.#extractor.push(heard.onset, heard.frame, heard.strength));
  }

  /** The notes that the end of the recording makes final. */
  flush(): HeardNote[] {
    return this.#describe(this.#extractor.flush());
  }

  #describe(notes: ExtractedNote[]): HeardNote[] {
    return notes.map((note) => ({
      onset: note.onsetFrame / FRAME_RATE,
      offset: note.offsetFrame / FRAME_RATE,
      pitch: note.pitch,
      velocity: velocity(note.strength),
      confidence: (note.onset + note.frame) / 2,
      embedding: this.#pool.pool(note.pitch, Math.round(note.onsetFrame), note.offsetFrame),
    }));
  }
}

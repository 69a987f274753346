/**
 * From samples to notes, while they come.
 *
 * @module
 */
import { BINS, FRAME_RATE, PITCHES, SAMPLE_RATE } from "./frontend/constants.ts";
import { ConstantQ } from "./frontend/cqt.ts";
import { Level } from "./frontend/level.ts";
import { FrameQueue } from "./frame_queue.ts";
import type { Thresholds } from "./inference/card.ts";
import type { Model } from "./inference/model.ts";
import { type Posteriors, PosteriorStream } from "./inference/posteriors.ts";
import { type ExtractedNote, NoteExtractor } from "./notes/extract.ts";
import { strength, velocity } from "./notes/velocity.ts";
import { EmbeddingPool } from "./timbre/pool.ts";
import type { Note, Waveform } from "./types.ts";

/** A note that nothing heard later can change, and the unit vector of its timbre. */
export interface HeardNote extends Note {
  embedding: Float32Array;
}

/**
 * One recording being listened to. Memory does not grow with its length, and cutting it into other
 * pieces changes nothing.
 */
export class Listener {
  readonly #cqt: ConstantQ;
  readonly #extractor: NoteExtractor;
  readonly #posteriors: PosteriorStream;
  readonly #pool: EmbeddingPool;
  readonly #level = new Level();
  /** Energies whose level is not known yet. */
  readonly #energies = new FrameQueue(BINS);
  /** Strengths of frames whose posteriors are not known yet. */
  readonly #strengths = new FrameQueue(PITCHES);
  #samples = 0;

  private constructor(model: Model, cqt: ConstantQ, extractor: NoteExtractor) {
    this.#cqt = cqt;
    this.#extractor = extractor;
    this.#posteriors = new PosteriorStream(model);
    this.#pool = new EmbeddingPool(model.card.embeddingSize ?? 0);
  }

  /** @param thresholds In place of those on the model's card. */
  static async create(model: Model, thresholds: Partial<Thresholds> = {}): Promise<Listener> {
    const { onset, frame, minimumSeconds } = { ...model.card.thresholds, ...thresholds };
    const minimumFrames = minimumSeconds * FRAME_RATE;
    const extractor = await NoteExtractor.create({ onset, frame, minimumFrames });
    return new Listener(model, await ConstantQ.create(), extractor);
  }

  /** Seconds heard so far. */
  get seconds(): number {
    return this.#samples / SAMPLE_RATE;
  }

  /** Hears more samples and yields the notes that have become final. */
  async *push(samples: Waveform): AsyncGenerator<HeardNote> {
    this.#samples += samples.length;
    const energies = this.#cqt.push(samples);
    yield* this.#analyse(energies, this.#level.push(energies));
  }

  /** Yields the notes that the end of the recording makes final. */
  async *flush(): AsyncGenerator<HeardNote> {
    const energies = this.#cqt.flush();
    yield* this.#analyse(energies, this.#level.push(energies));
    yield* this.#analyse(new Float32Array(0), this.#level.flush());
    for await (const posteriors of this.#posteriors.flush()) yield* this.#extract(posteriors);
    yield* this.#describe(this.#extractor.flush());
  }

  async *#analyse(energies: Float32Array, levels: Float32Array): AsyncGenerator<HeardNote> {
    this.#energies.append(energies);
    const decided = this.#energies.take(levels.length);
    this.#strengths.append(strength(decided));
    for await (const posteriors of this.#posteriors.push(decided, levels)) {
      yield* this.#extract(posteriors);
    }
  }

  #extract(posteriors: Posteriors): HeardNote[] {
    this.#pool.append(posteriors);
    const strengths = this.#strengths.take(posteriors.frames);
    return this.#describe(this.#extractor.push(posteriors.onset, posteriors.frame, strengths));
  }

  #describe(notes: ExtractedNote[]): HeardNote[] {
    return notes.map((note) => ({
      onset: note.onsetFrame / FRAME_RATE,
      offset: Math.min(note.offsetFrame / FRAME_RATE, this.seconds),
      pitch: note.pitch,
      velocity: velocity(note.strength),
      confidence: (note.onset + note.frame) / 2,
      embedding: this.#pool.pool(note.pitch, Math.round(note.onsetFrame), note.offsetFrame),
    }));
  }
}

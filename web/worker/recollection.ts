/**
 * What a model heard, kept small enough to make notes from it again with other thresholds.
 *
 * @module
 */
import { PITCHES } from "../../lib/frontend/constants.ts";
import type { Heard } from "../../lib/listen.ts";

/** Bins whose onset and frame posteriors are both below it are forgotten: no threshold is lower. */
export const FORGOTTEN_BELOW = 0.05;

/** Components of unit vectors are kept as −127 … 127. */
const EMBEDDING_SCALE = 127;

/** The bins kept of consecutive frames. */
interface Kept {
  frames: number;
  /** Place of each bin: frame × 84 + pitch. */
  bins: Uint32Array;
  onset: Float32Array;
  frame: Float32Array;
  strength: Float32Array;
  embedding: Int8Array;
}

/** About 30 kB a second of dense music: bins in which something sounds, to the bit. */
export class Recollection {
  readonly #embeddingSize: number;
  readonly #blocks: Kept[] = [];

  /** @param embeddingSize Components of an embedding. */
  constructor(embeddingSize: number) {
    this.#embeddingSize = embeddingSize;
  }

  append(heard: Heard): void {
    const bins = new Uint32Array(heard.onset.length);
    let count = 0;
    for (let bin = 0; bin < heard.onset.length; bin++) {
      if (heard.onset[bin] >= FORGOTTEN_BELOW || heard.frame[bin] >= FORGOTTEN_BELOW) {
        bins[count++] = bin;
      }
    }
    const kept = bins.slice(0, count);
    const size = this.#embeddingSize;
    const embedding = new Int8Array(count * size);
    kept.forEach((bin, i) => {
      for (let d = 0; d < size; d++) {
        embedding[i * size + d] = Math.round(EMBEDDING_SCALE * heard.embedding[bin * size + d]);
      }
    });
    this.#blocks.push({
      frames: heard.frames,
      bins: kept,
      onset: Float32Array.from(kept, (bin) => heard.onset[bin]),
      frame: Float32Array.from(kept, (bin) => heard.frame[bin]),
      strength: Float32Array.from(kept, (bin) => heard.strength[bin]),
      embedding,
    });
  }

  /** What was appended, with zeros where nothing was kept. */
  *recall(): Generator<Heard> {
    const size = this.#embeddingSize;
    for (const { frames, bins, ...kept } of this.#blocks) {
      const heard: Heard = {
        frames,
        onset: new Float32Array(frames * PITCHES),
        frame: new Float32Array(frames * PITCHES),
        strength: new Float32Array(frames * PITCHES),
        embedding: new Float32Array(frames * PITCHES * size),
      };
      bins.forEach((bin, i) => {
        heard.onset[bin] = kept.onset[i];
        heard.frame[bin] = kept.frame[i];
        heard.strength[bin] = kept.strength[i];
        for (let d = 0; d < size; d++) {
          heard.embedding[bin * size + d] = kept.embedding[i * size + d] / EMBEDDING_SCALE;
        }
      });
      yield heard;
    }
  }
}

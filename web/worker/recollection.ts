/**
 * What a model heard, kept small enough to make notes from it again with other thresholds.
 *
 * @module
 */
import { PITCHES } from "../../lib/frontend/constants.ts";
import type { Heard } from "../../lib/listen.ts";
import { NEGLIGIBLE } from "../../lib/notes/extract.ts";

/** Energies are kept in steps of half a decibel, 0 … 255, from this one up. */
const STEPS_PER_DECIBEL = 2;
const LOWEST_DECIBEL = -100;

/** The bins kept of consecutive frames. */
interface Kept {
  frames: number;
  /** Place of each bin: frame × 84 + pitch. */
  bins: Uint32Array;
  onset: Float32Array;
  frame: Float32Array;
  strength: Float32Array;
  /** Frames × 288. */
  energy: Uint8Array;
}

/** Energy of each step. */
const ENERGIES = Float32Array.from(
  { length: 256 },
  (_, step) => 10 ** ((step / STEPS_PER_DECIBEL + LOWEST_DECIBEL) / 10),
);

function toSteps(energy: Float32Array): Uint8Array {
  return Uint8Array.from(energy, (x) => {
    const decibels = 10 * Math.log10(Math.max(x, ENERGIES[0]));
    return Math.min(255, Math.round(STEPS_PER_DECIBEL * (decibels - LOWEST_DECIBEL)));
  });
}

/**
 * About 70 kB a second of dense music: bins in which something sounds, to the bit, and energies, to
 * a quarter of a decibel.
 */
export class Recollection {
  readonly #blocks: Kept[] = [];

  append(heard: Heard): void {
    const bins = new Uint32Array(heard.onset.length);
    let count = 0;
    for (let bin = 0; bin < heard.onset.length; bin++) {
      if (heard.onset[bin] >= NEGLIGIBLE || heard.frame[bin] >= NEGLIGIBLE) {
        bins[count++] = bin;
      }
    }
    const kept = bins.slice(0, count);
    this.#blocks.push({
      frames: heard.frames,
      bins: kept,
      onset: Float32Array.from(kept, (bin) => heard.onset[bin]),
      frame: Float32Array.from(kept, (bin) => heard.frame[bin]),
      strength: Float32Array.from(kept, (bin) => heard.strength[bin]),
      energy: toSteps(heard.energy),
    });
  }

  /** What was appended, with zeros where nothing was kept. */
  *recall(): Generator<Heard> {
    for (const { frames, bins, ...kept } of this.#blocks) {
      const heard: Heard = {
        frames,
        onset: new Float32Array(frames * PITCHES),
        frame: new Float32Array(frames * PITCHES),
        strength: new Float32Array(frames * PITCHES),
        embedding: new Float32Array(0),
        energy: Float32Array.from(kept.energy, (step) => ENERGIES[step]),
      };
      bins.forEach((bin, i) => {
        heard.onset[bin] = kept.onset[i];
        heard.frame[bin] = kept.frame[i];
        heard.strength[bin] = kept.strength[i];
      });
      yield heard;
    }
  }
}

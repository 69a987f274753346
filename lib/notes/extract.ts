/**
 * From posteriorgrams to note events.
 *
 * @module
 */
import { type Core, floatsAt, instantiateCore } from "../core/core.ts";
import { LOWEST_PITCH, PITCHES } from "../frontend/constants.ts";

/** A note as the posteriorgrams show it. */
export interface ExtractedNote {
  /** MIDI note number. */
  pitch: number;
  /** Frames from the start of the recording, between two of them. */
  onsetFrame: number;
  /** Frames from the start, later than the onset, never later than the end of the recording. */
  offsetFrame: number;
  /** Onset posterior at the onset. */
  onset: number;
  /** Mean of the frame posterior while the note lasts. */
  frame: number;
  /** Largest strength in the first 100 ms. */
  strength: number;
}

/** What {@linkcode NoteExtractor} needs to be told. */
export interface ExtractionOptions {
  /** Least onset posterior of a note, 0 … 1, where its pitch did not sound before. */
  onset: number;
  /** Least frame posterior of a sounding note, 0 … 1. */
  frame: number;
  /** Shorter notes are dropped. */
  minimumFrames: number;
}

/** Posteriors under it count as none; so they need not be kept. */
export const NEGLIGIBLE = 0.02;

/** Doubles of a note in the core's output. */
const FIELDS = 6;

/**
 * A streaming note extractor: posteriorgrams in, notes out as soon as no later frame can change
 * them (so not in the order of their onsets).
 *
 * A note starts at a peak over time of the onset posterior that reaches the onset threshold (the
 * largest within ± 2 frames, the first of equals), if the frame posterior reaches its own
 * threshold within 4 frames. In a pitch that sounds already, the onset threshold is higher by 0.15
 * times the least frame posterior of the 4 frames before: swells and vibrato are no attacks. The
 * onset is placed at the centre of gravity of the hill around the peak (up to 7 frames to either
 * side, until the posterior vanishes): the softer an attack, the wider its hill, and no frame of it
 * alone is a good guess. Posteriors under {@linkcode NEGLIGIBLE} count as none. A note lasts while the frame posterior stays
 * at or above the frame threshold, gaps of up to 7 frames bridged, and at most until the pitch's
 * next onset. Notes of one pitch never overlap. Memory does not grow with the recording, and
 * cutting the input anywhere changes nothing.
 *
 * Peaks are sought over time, not over pitch as in the note creation of R. M. Bittner et al., "A
 * lightweight instrument-agnostic model for polyphonic note transcription and multipitch
 * estimation", ICASSP 2022; nor are onsets inferred or leftover frame posteriors made notes.
 */
export class NoteExtractor {
  readonly #core: Core;
  readonly #onsets: Float32Array;
  readonly #frames: Float32Array;
  readonly #strengths: Float32Array;

  private constructor(core: Core, { onset, frame, minimumFrames }: ExtractionOptions) {
    core.notesPlan(PITCHES, onset, frame, minimumFrames);
    const length = core.notesBlock() * PITCHES;
    this.#core = core;
    this.#onsets = floatsAt(core, core.notesOnsets(), length);
    this.#frames = floatsAt(core, core.notesFrames(), length);
    this.#strengths = floatsAt(core, core.notesStrengths(), length);
  }

  /** @throws {RangeError} If a threshold lies outside 0 … 1 or the minimum is negative. */
  static async create(options: ExtractionOptions): Promise<NoteExtractor> {
    checkThreshold("onset", options.onset);
    checkThreshold("frame", options.frame);
    if (!(options.minimumFrames >= 0)) {
      throw new RangeError(`Cannot extract notes: minimum of ${options.minimumFrames} frames`);
    }
    return new NoteExtractor(await instantiateCore(), options);
  }

  /**
   * Takes whole frames and returns the notes they make final.
   *
   * @param onset Onset posteriors, frames × 84.
   * @param frame Frame posteriors, frames × 84.
   * @param strength Harmonic energy of each pitch, frames × 84; see {@linkcode strength}.
   */
  push(onset: Float32Array, frame: Float32Array, strength: Float32Array): ExtractedNote[] {
    const notes: ExtractedNote[] = [];
    for (let at = 0; at < onset.length; at += this.#onsets.length) {
      const end = Math.min(at + this.#onsets.length, onset.length);
      this.#onsets.set(onset.subarray(at, end));
      this.#frames.set(frame.subarray(at, end));
      this.#strengths.set(strength.subarray(at, end));
      notes.push(...this.#notes(this.#core.notesPush((end - at) / PITCHES)));
    }
    return notes;
  }

  /** Ends the recording: returns the notes still open and starts afresh. */
  flush(): ExtractedNote[] {
    return this.#notes(this.#core.notesFlush());
  }

  #notes(count: number): ExtractedNote[] {
    const { memory, notesOutput } = this.#core;
    const fields = new Float64Array(memory.buffer, notesOutput(), count * FIELDS);
    return Array.from({ length: count }, (_, i) => {
      const [pitch, onsetFrame, offsetFrame, onset, frame, strength] = fields.subarray(i * FIELDS);
      return { pitch: LOWEST_PITCH + pitch, onsetFrame, offsetFrame, onset, frame, strength };
    });
  }
}

function checkThreshold(name: string, value: number) {
  if (value >= 0 && value <= 1) return;
  throw new RangeError(`Cannot extract notes: ${name} threshold must be 0 … 1, not ${value}`);
}

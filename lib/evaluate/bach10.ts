/**
 * The Bach10 data set: chorales, each part recorded alone (Z. Duan and B. Pardo, "Soundprism",
 * IEEE J. Selected Topics in Signal Processing 5(6), 2011).
 *
 * @module
 */
import { type MatNumbers, type MatValue, readMat } from "./mat.ts";
import type { NoteStart } from "./transcription.ts";

/** Parts from soprano to bass, spelt as in the file names. */
export const BACH10_PARTS = ["violin", "clarinet", "saxphone", "bassoon"] as const;

/** Frame k, counted from 1, is centred at 0.023 + 0.010·(k − 1) seconds. */
const FIRST_FRAME_SECONDS = 0.023;
const FRAME_SECONDS = 0.01;

/**
 * Reads `…-GTNotes.mat`.
 *
 * @returns The notes of each part, in the order of {@linkcode BACH10_PARTS}.
 * @throws {Error} If the file is not laid out as Bach10's ground truth.
 */
export async function readBach10Notes(file: Uint8Array): Promise<NoteStart[][]> {
  const parts = (await readMat(file)).get("GTNotes");
  if (!Array.isArray(parts) || parts.length !== BACH10_PARTS.length) {
    throw new Error("Cannot read Bach10's ground truth: GTNotes does not hold four parts");
  }
  return parts.map((part) => (part as MatValue[]).map((note) => readNote(note as MatNumbers)));
}

/** A note is a matrix of two rows: frame numbers and fractional MIDI numbers. */
function readNote({ columns, values }: MatNumbers): NoteStart {
  const pitches = Array.from({ length: columns }, (_, i) => values[2 * i + 1]).sort((a, b) =>
    a - b
  );
  const middle = (pitches[(columns - 1) >> 1] + pitches[columns >> 1]) / 2;
  return {
    onset: FIRST_FRAME_SECONDS + FRAME_SECONDS * (values[0] - 1),
    pitch: Math.round(middle),
  };
}

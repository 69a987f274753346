/**
 * Bach10: ten chorales, each of the four parts recorded alone.
 *
 * Reference. Z. Duan and B. Pardo, "Soundprism: an online system for score-informed source
 * separation of music audio", IEEE J. Selected Topics in Signal Processing 5(6), 2011.
 *
 * @module
 */
import { type Dataset, firstOf, nameOf, type ReferenceNote } from "./dataset.ts";
import { type MatNumbers, type MatValue, readMat } from "./mat.ts";

/** Parts from soprano to bass, spelt as in the file names. */
export const BACH10_PARTS = ["violin", "clarinet", "saxphone", "bassoon"] as const;

/** Frame k, counted from 1, is centred at 0.023 + 0.010·(k − 1) seconds. */
const FIRST_FRAME_SECONDS = 0.023;
const FRAME_SECONDS = 0.01;

const NOTES = "-GTNotes.mat";

/** Pieces in folders of their own, with stems for any mixes. */
export const bach10: Dataset = {
  name: "Bach10",
  layout:
    "folders like 01-AchGottundHerr with 01-AchGottundHerr.wav, 01-AchGottundHerr-violin.wav " +
    "(-clarinet, -saxphone, -bassoon) and 01-AchGottundHerr-GTNotes.mat",
  source: "https://labsites.rochester.edu/air/resource.html",
  find(paths, read) {
    const all = new Set(paths);
    return paths.filter((path) => path.endsWith(NOTES)).map((path) => {
      const piece = path.slice(0, -NOTES.length);
      const stems = BACH10_PARTS.map((part) => firstOf(all, [`${piece}-${part}.wav`]));
      return {
        name: nameOf(piece),
        mix: firstOf(all, [`${piece}.wav`]),
        parts: async () =>
          (await readBach10Notes(await read(path))).map((notes, i) => ({
            instrument: BACH10_PARTS[i],
            notes,
            stems: [stems[i]],
          })),
      };
    });
  },
};

/**
 * Reads `…-GTNotes.mat`.
 *
 * @returns The notes of each part, in the order of {@linkcode BACH10_PARTS}.
 * @throws {Error} If the file is not laid out as Bach10's ground truth.
 */
export async function readBach10Notes(file: Uint8Array): Promise<ReferenceNote[][]> {
  const parts = (await readMat(file)).get("GTNotes");
  if (!Array.isArray(parts) || parts.length !== BACH10_PARTS.length) {
    throw new Error("Cannot read Bach10's ground truth: GTNotes does not hold four parts");
  }
  return parts.map((part) => {
    if (!Array.isArray(part)) {
      throw new Error("Cannot read Bach10's ground truth: a part is not a list of notes");
    }
    return part.map(readNote);
  });
}

/** A note is a matrix of two rows: frame numbers and fractional MIDI numbers. */
function readNote(note: MatValue): ReferenceNote {
  const { rows, columns, values } = note as MatNumbers;
  if (rows !== 2 || columns < 1) {
    throw new Error("Cannot read Bach10's ground truth: a note is not two rows of numbers");
  }
  const pitches = Array.from({ length: columns }, (_, i) => values[2 * i + 1])
    .sort((a, b) => a - b);
  const middle = (pitches[(columns - 1) >> 1] + pitches[columns >> 1]) / 2;
  return {
    onset: timeOf(values[0]),
    offset: timeOf(values[2 * (columns - 1)]) + FRAME_SECONDS,
    pitch: Math.round(middle),
  };
}

function timeOf(frame: number): number {
  return FIRST_FRAME_SECONDS + FRAME_SECONDS * (frame - 1);
}

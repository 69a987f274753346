/**
 * PHENICX-Anechoic: four orchestral passages, each section recorded without a room, player by
 * player.
 *
 * Reference. M. Miron, J. Carabias-Orti, J. Bosch, E. Gómez and J. Janer, "Score-informed source
 * separation for multichannel orchestral recordings", J. Electrical and Computer Engineering, 2016.
 *
 * @module
 */
import { type Dataset, readText, type ReferenceNote } from "./dataset.ts";

const NOTES = /^(?<root>.*\/|)annotations\/(?<piece>[^/]+)\/(?<instrument>[a-z]+)\.txt$/;

/** Passages with the stems of their sections; there is no mix, it is their sum. */
export const phenicx: Dataset = {
  name: "PHENICX-Anechoic",
  layout: "annotations/beethoven/violin.txt and audio/beethoven/violin1.wav, violin2.wav …, " +
    "likewise for the other sections and passages",
  source: "https://zenodo.org/records/840025",
  find(paths, read) {
    const sections = paths.flatMap((path) => {
      const { root, piece, instrument } = NOTES.exec(path)?.groups ?? {};
      if (piece === undefined) return [];
      const recorded = new RegExp(`^${instrument}\\d*\\.wav$`);
      const folder = `${root}audio/${piece}/`;
      const stems = paths.filter((other) =>
        other.startsWith(folder) && recorded.test(other.slice(folder.length))
      );
      if (stems.length === 0) throw new Error(`Cannot find ${folder}${instrument}1.wav`);
      return [{ path, piece, instrument, stems }];
    });
    return [...new Set(sections.map(({ piece }) => piece))].map((name) => ({
      name,
      parts: () =>
        Promise.all(
          sections.filter(({ piece }) => piece === name).map(
            async ({ path, instrument, stems }) => ({
              instrument,
              notes: parsePhenicxNotes(await readText(read, path)),
              stems,
            }),
          ),
        ),
    }));
  },
};

const LINE = /^([\d.]+),([\d.]+),([A-G])([#b]*)(-?\d+)$/;
const SEMITONES: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

/** Reads lines like `4.35,5.01,C#4`: onset, offset and the name of the note, C4 being 60. */
export function parsePhenicxNotes(text: string): ReferenceNote[] {
  return text.split(/\r?\n/).filter((line) => line.trim() !== "").map((line, i) => {
    const match = LINE.exec(line.trim());
    if (!match) throw new Error(`Cannot read line ${i + 1}: "${line.trim()}" is not a note`);
    const [, onset, offset, letter, accidentals, octave] = match;
    const altered = [...accidentals].reduce((sum, sign) => sum + (sign === "#" ? 1 : -1), 0);
    return {
      onset: Number(onset),
      offset: Number(offset),
      pitch: SEMITONES[letter] + altered + 12 * (Number(octave) + 1),
    };
  });
}

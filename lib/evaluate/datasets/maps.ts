/**
 * MAPS: piano music played by a Disklavier or by software, with the notes that were played. Only
 * its pieces of music (`MUS`) are read, not its single notes and chords.
 *
 * Reference. V. Emiya, R. Badeau and B. David, "Multipitch estimation of piano sounds using a new
 * probabilistic spectral smoothness principle", IEEE TASLP 18(6), 2010.
 *
 * @module
 */
import { parseRows } from "../rows.ts";
import { type Dataset, firstOf, nameOf, readText, type ReferenceNote, stemOf } from "./dataset.ts";

const LOUDEST = 127;

/**
 * Pieces as `.wav` with `.txt`, or in the form of piano transcription projects as `.flac` with
 * `.tsv`, whose offsets take the pedal into account.
 */
export const maps: Dataset = {
  name: "MAPS",
  layout: "MAPS_MUS-….txt (onset, offset, MIDI pitch) or .tsv (also velocity), " +
    "each beside a .wav or .flac of the same name",
  source: "https://adasp.telecom-paris.fr/resources/2010-07-08-maps-database/",
  find(paths, read) {
    const all = new Set(paths);
    const pieces = paths.filter((path) => /(^|\/)MAPS_MUS-[^/]*\.(tsv|txt)$/.test(path)).map(
      stemOf,
    );
    return [...new Set(pieces)].map((piece) => {
      const labels = firstOf(all, [`${piece}.tsv`, `${piece}.txt`]);
      const parse = labels.endsWith(".tsv") ? parseMapsTsv : parseMapsTxt;
      return {
        name: nameOf(piece),
        mix: firstOf(all, [`${piece}.flac`, `${piece}.wav`]),
        parts: async () => [{
          instrument: "piano",
          notes: parse(await readText(read, labels)),
          stems: [],
        }],
      };
    });
  },
};

/** Reads lines of onset, offset, MIDI pitch and MIDI velocity. */
function parseMapsTsv(text: string): ReferenceNote[] {
  return parseRows(text, 4).map(([onset, offset, pitch, velocity]) => ({
    onset,
    offset,
    pitch,
    velocity: velocity / LOUDEST,
  }));
}

/** Reads lines of onset, offset and MIDI pitch, under a line of names. */
function parseMapsTxt(text: string): ReferenceNote[] {
  const rows = parseRows(text.replace(/^\s*OnsetTime.*/, ""), 3);
  return rows.map(([onset, offset, pitch]) => ({ onset, offset, pitch }));
}

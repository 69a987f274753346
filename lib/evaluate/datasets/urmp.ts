/**
 * URMP: chamber music of two to five players, each recorded alone and mixed.
 *
 * Reference. B. Li, X. Liu, K. Dinesh, Z. Duan and G. Sharma, "Creating a multitrack classical
 * music performance dataset for multimodal music analysis", IEEE Trans. Multimedia 21(2), 2019.
 *
 * @module
 */
import { hertzToMidi } from "../pitch.ts";
import { parseRows } from "../rows.ts";
import { type Dataset, firstOf, nameOf, readText, type ReferenceNote } from "./dataset.ts";

/** Abbreviations in the file names. */
const INSTRUMENTS: Readonly<Record<string, string>> = {
  vn: "violin",
  va: "viola",
  vc: "cello",
  db: "double bass",
  fl: "flute",
  ob: "oboe",
  cl: "clarinet",
  sax: "saxophone",
  bn: "bassoon",
  tpt: "trumpet",
  hn: "horn",
  tbn: "trombone",
  tba: "tuba",
};

const MIX = /^(?<folder>.*\/|)AuMix_(?<name>[^/]*)\.wav$/;

/** Pieces in folders of their own, with stems for any mixes. */
export const urmp: Dataset = {
  name: "URMP",
  layout: "folders like 01_Jupiter_vn_vc with AuMix_01_Jupiter_vn_vc.wav, " +
    "AuSep_1_vn_01_Jupiter.wav and Notes_1_vn_01_Jupiter.txt for each player",
  source: "https://labsites.rochester.edu/air/projects/URMP.html",
  find(paths, read) {
    const all = new Set(paths);
    return paths.flatMap((mix) => {
      const { folder, name } = MIX.exec(mix)?.groups ?? {};
      if (name === undefined) return [];
      const players = paths.filter((path) =>
        path.startsWith(`${folder}Notes_`) && path.endsWith(".txt")
      ).map((notes) => ({
        notes,
        stem: firstOf(all, [notes.replace(/Notes_([^/]*)\.txt$/, "AuSep_$1.wav")]),
      }));
      if (players.length === 0) throw new Error(`Cannot find ${folder}Notes_….txt`);
      return [{
        name,
        mix,
        parts: () =>
          Promise.all(players.map(async ({ notes, stem }) => {
            const abbreviation = nameOf(notes).split("_")[2];
            return {
              instrument: INSTRUMENTS[abbreviation] ?? abbreviation,
              notes: parseUrmpNotes(await readText(read, notes)),
              stems: [stem],
            };
          })),
      }];
    });
  },
};

/** Reads lines of onset in seconds, frequency in hertz and duration in seconds. */
function parseUrmpNotes(text: string): ReferenceNote[] {
  return parseRows(text, 3).map(([onset, hertz, duration]) => ({
    onset,
    offset: onset + duration,
    pitch: hertzToMidi(hertz),
  }));
}

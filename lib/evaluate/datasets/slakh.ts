/**
 * Slakh2100: songs of the Lakh MIDI data set, rendered by sampled instruments, with their stems;
 * also its smaller relatives (redux, BabySlakh).
 *
 * Reference. E. Manilow, G. Wichern, P. Seetharaman and J. Le Roux, "Cutting music source
 * separation some Slakh", WASPAA 2019.
 *
 * Drums sound in the mix but are no part, for they have no pitch.
 *
 * @module
 */
import { type Dataset, firstOf, nameOf, type Part, type Read, stemOf } from "./dataset.ts";
import { readMidiParts } from "./midi.ts";

const MIX = /^(?<folder>(?:.*\/)?Track\d+)\/mix\.(?:flac|wav)$/;
const SPLIT = /(?:^|\/)(train|validation|test|omitted)\/Track\d+$/;

/** Songs with a stem an instrument. */
export const slakh: Dataset = {
  name: "Slakh2100",
  layout: "folders like train/Track00001 with mix.flac, MIDI/S00.mid … and stems/S00.flac …",
  source: "https://zenodo.org/records/4599666",
  find(paths, read) {
    const all = new Set(paths);
    const byFolder = Map.groupBy(
      paths.filter((path) => /\/MIDI\/S\d+\.mid$/.test(path)),
      (path) => path.slice(0, path.lastIndexOf("/MIDI/")),
    );
    return paths.flatMap((mix) => {
      const { folder } = MIX.exec(mix)?.groups ?? {};
      if (folder === undefined) return [];
      const stems = (byFolder.get(folder) ?? []).map((midi) => {
        const stem = `${folder}/stems/${stemOf(nameOf(midi))}`;
        return { midi, stem: firstOf(all, [`${stem}.flac`, `${stem}.wav`]) };
      });
      if (stems.length === 0) throw new Error(`Cannot find ${folder}/MIDI/S00.mid`);
      const parts = async () =>
        (await Promise.all(stems.map(({ midi, stem }) => readStem(read, midi, stem)))).flat();
      return [{ name: nameOf(folder), mix, split: SPLIT.exec(folder)?.[1], parts }];
    });
  },
};

/** The notes of one stem; none for drums. */
async function readStem(read: Read, midi: string, stem: string): Promise<Part[]> {
  const tracks = readMidiParts(await read(midi));
  if (tracks.length === 0) return [];
  const notes = tracks.flatMap((track) => track.notes);
  return [{ instrument: tracks[0].instrument, notes, stems: [stem] }];
}

/**
 * MusicNet: recordings of chamber music and solos with aligned scores, and MusicNetEM, better
 * aligned notes for the same recordings.
 *
 * References. J. Thickstun, Z. Harchaoui and S. Kakade, "Learning features of music from scratch",
 * ICLR 2017; B. Maman and A. Bermano, "Unaligned supervision for automatic music transcription in
 * the wild", ICML 2022.
 *
 * Both tell instruments apart, not players: two violins are one part.
 *
 * @module
 */
import { type Dataset, firstOf, nameOf, type Part, readText, stemOf } from "./dataset.ts";
import { readMidiParts } from "./midi.ts";

/** Times are counted in samples at this rate. */
const LABEL_RATE = 44100;

/** General MIDI programs, counted from one, of the instruments that occur. */
const INSTRUMENTS: Readonly<Record<number, string>> = {
  1: "piano",
  7: "harpsichord",
  41: "violin",
  42: "viola",
  43: "cello",
  44: "double bass",
  61: "horn",
  69: "oboe",
  71: "bassoon",
  72: "clarinet",
  74: "flute",
};

const RECORDING = /^(?<root>.*\/|)(?<split>train|test)_data\/(?<id>\d+)\.wav$/;

/** Recordings in their published split. */
export const musicnet: Dataset = {
  name: "MusicNet",
  layout: "train_data/1727.wav with train_labels/1727.csv …, test_data with test_labels",
  source: "https://zenodo.org/records/5120004",
  find(paths, read) {
    const all = new Set(paths);
    return paths.flatMap((mix) => {
      const { root, split, id } = RECORDING.exec(mix)?.groups ?? {};
      if (id === undefined) return [];
      const labels = firstOf(all, [`${root}${split}_labels/${id}.csv`]);
      const parts = async () => parseMusicNetLabels(await readText(read, labels));
      return [{ name: id, mix, split, parts }];
    });
  },
};

/** The recordings of MusicNet that MusicNetEM has notes for, in MusicNet's split. */
export const musicnetEm: Dataset = {
  name: "MusicNetEM",
  layout: "musicnet_em/1727.mid … beside MusicNet's train_data/1727.wav … and test_data",
  source: "https://github.com/benadar293/benadar293.github.io (musicnet_em.zip) and " +
    "https://zenodo.org/records/5120004 (recordings)",
  find(paths, read) {
    const midi = new Map(
      paths.filter((path) => /(^|\/)musicnet_em\/\d+\.mid$/.test(path))
        .map((path) => [stemOf(nameOf(path)), path]),
    );
    return paths.flatMap((mix) => {
      const { split, id } = RECORDING.exec(mix)?.groups ?? {};
      const labels = midi.get(id);
      if (labels === undefined) return [];
      return [{ name: id, mix, split, parts: async () => readMidiParts(await read(labels)) }];
    });
  },
};

/**
 * Reads labels with the columns `start_time`, `end_time` (samples), `instrument` and `note`.
 *
 * @returns A part an instrument, without stems.
 * @throws {Error} If a column is missing or a line holds no numbers.
 */
function parseMusicNetLabels(text: string): Part[] {
  const [names, ...rows] = text.trim().split(/\r?\n/).map((line) => line.split(","));
  const columns = ["start_time", "end_time", "instrument", "note"].map((name) => {
    const column = names.indexOf(name);
    if (column < 0) throw new Error(`Cannot read MusicNet's labels: there is no column ${name}`);
    return column;
  });
  const parts = new Map<number, Part>();
  rows.forEach((row, i) => {
    const [start, end, instrument, pitch] = columns.map((column) => Number(row[column]));
    if (![start, end, instrument, pitch].every(Number.isFinite)) {
      throw new Error(`Cannot read MusicNet's labels: line ${i + 2} is "${row.join(",")}"`);
    }
    const name = INSTRUMENTS[instrument] ?? `program ${instrument}`;
    if (!parts.has(instrument)) parts.set(instrument, { instrument: name, notes: [], stems: [] });
    parts.get(instrument)!.notes.push({
      onset: start / LABEL_RATE,
      offset: end / LABEL_RATE,
      pitch,
    });
  });
  return [...parts.values()];
}

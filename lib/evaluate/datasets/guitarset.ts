/**
 * GuitarSet: acoustic guitar, comping and soloing, with the notes of each string.
 *
 * Reference. Q. Xi, R. Bittner, J. Pauwels, X. Ye and J. P. Bello, "GuitarSet: a dataset for guitar
 * transcription", ISMIR 2018.
 *
 * @module
 */
import {
  type Dataset,
  firstOf,
  nameOf,
  parseJson,
  readText,
  type ReferenceNote,
  stemOf,
} from "./dataset.ts";

const NOTES = /^(?<root>.*\/|)annotation\/(?<name>[^/]+)\.jams$/;

/** The six strings are one part, as one instrument sounds. */
export const guitarset: Dataset = {
  name: "GuitarSet",
  layout: "annotation/00_BN1-129-Eb_comp.jams … and " +
    "audio_mono-mic/00_BN1-129-Eb_comp_mic.wav … (or audio_mono-pickup_mix/…_mix.wav)",
  source: "https://zenodo.org/records/3371780",
  find(paths, read) {
    const all = new Set(paths);
    return paths.flatMap((labels) => {
      const { root, name } = NOTES.exec(labels)?.groups ?? {};
      if (name === undefined) return [];
      const mix = firstOf(all, [
        `${root}audio_mono-mic/${name}_mic.wav`,
        `${root}audio_mono-pickup_mix/${name}_mix.wav`,
      ]);
      const parts = async () => [{
        instrument: "guitar",
        notes: parseJamsNotes(await readText(read, labels)),
        stems: [],
      }];
      return [{ name: stemOf(nameOf(labels)), mix, parts }];
    });
  },
};

/**
 * Reads the notes (`note_midi`) of all annotations in a JAMS file (E. Humphrey et al., "JAMS: a
 * JSON annotated music specification for reproducible MIR research", ISMIR 2014), pitches with
 * their fractions.
 *
 * @throws {Error} If there is no such annotation.
 */
export function parseJamsNotes(text: string): ReferenceNote[] {
  const { annotations } = parseJson<{ annotations?: JamsAnnotation[] }>(text, "the JAMS file");
  const notes = annotations?.filter(({ namespace }) => namespace === "note_midi") ?? [];
  if (notes.length === 0) {
    throw new Error("Cannot read the JAMS file: it holds no annotation of note_midi");
  }
  return notes.flatMap(({ data }) =>
    data.map(({ time, duration, value }) => ({
      onset: time,
      offset: time + duration,
      pitch: value,
    }))
  );
}

interface JamsAnnotation {
  namespace: string;
  data: { time: number; duration: number; value: number }[];
}

/**
 * A plain folder: recordings beside MIDI files, songs in noteprism's JSON, or the labels of
 * synthetic mixtures, whose players may lie alone in a folder `stems`.
 *
 * @module
 */
import type { TimbredNote } from "../../types.ts";
import {
  type Dataset,
  nameOf,
  parseJson,
  type Part,
  type Read,
  readText,
  stemOf,
} from "./dataset.ts";
import { readMidiParts } from "./midi.ts";

const AUDIO = /\.(wav|flac|mp3|ogg|opus|aiff?)$/i;
const LABELS = [".json", ".mid", ".midi"];

/** Pieces named by their paths. Recordings without notes beside them are left out. */
export const plain: Dataset = {
  name: "recordings with notes",
  layout: "a recording (.wav, .flac, .mp3, .ogg, .opus, .aiff) beside a .mid or .json file " +
    "of the same name",
  source: "any folder of yours",
  find(paths, read) {
    const all = new Set(paths);
    return paths.filter((path) => AUDIO.test(path)).flatMap((mix) => {
      const stem = stemOf(mix);
      const labels = LABELS.map((ending) => stem + ending).find((path) => all.has(path));
      if (labels === undefined) return [];
      const name = nameOf(stem), folder = stem.slice(0, stem.length - name.length);
      const stemsOf = (player: number) =>
        [`${folder}stems/${name}-${player + 1}${mix.slice(stem.length)}`]
          .filter((path) => all.has(path));
      return [{ name: stem, mix, parts: () => readParts(read, labels, stemsOf) }];
    });
  },
};

async function readParts(read: Read, path: string, stemsOf: StemsOf): Promise<Part[]> {
  return path.endsWith(".json")
    ? parseSongParts(await readText(read, path), stemsOf)
    : readMidiParts(await read(path));
}

/** Recordings of a player alone. */
type StemsOf = (player: number) => string[];

/** A song, or the labels of a mixture from the `synth` task, which names players. */
interface Labels {
  schema: number;
  notes: (Omit<TimbredNote, "timbre"> & { timbre?: number; player?: number })[];
}

/**
 * Reads a song in noteprism's JSON, version 1, or the labels of a synthetic mixture.
 *
 * @returns A part a timbre or player.
 * @throws {Error} If it is anything else.
 */
export function parseSongParts(text: string, stemsOf: StemsOf = () => []): Part[] {
  const song = parseJson<Partial<Labels> | null>(text, "the song");
  if (song?.schema !== 1 || !Array.isArray(song.notes)) {
    throw new Error("Cannot read the song: it is not noteprism's JSON, version 1");
  }
  const parts = new Map<number, Part>();
  for (const { onset, offset, pitch, velocity, player = 0, timbre = player } of song.notes) {
    if (!parts.has(timbre)) {
      const stems = stemsOf(timbre);
      parts.set(timbre, { instrument: `timbre ${timbre + 1}`, notes: [], stems });
    }
    parts.get(timbre)!.notes.push({ onset, offset, pitch, velocity });
  }
  return [...parts.values()];
}

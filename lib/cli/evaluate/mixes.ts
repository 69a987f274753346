/**
 * The recordings that a data set is scored on: its own, or mixes of its parts.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { readWaveform } from "../../audio/recording.ts";
import type { Folder, Part, Piece, ReferenceNote } from "../../evaluate/datasets/mod.ts";
import type { Waveform } from "../../types.ts";

/** A recording with its ground truth. */
export interface Mix {
  /** The piece's for its own recording, with the numbers of its parts for a mix: `name-1+3`. */
  name: string;
  piece: string;
  /** Notes of each part. */
  tracks: ReferenceNote[][];
  /** Each part by itself; none where they were not recorded alone. */
  alone: Mix[];
  /** Names the recording by the content of its files. */
  digest(): Promise<string>;
  waveform(): Promise<Waveform>;
}

/** How many parts are mixed, or `"whole"` for each piece's own recording. */
export type Sizes = readonly number[] | "whole";

/**
 * All mixes of the asked sizes of the pieces whose parts were recorded alone, and the own
 * recordings of the others.
 */
export async function findMixes(
  pieces: readonly Piece[],
  folder: Folder,
  sizes: Sizes,
): Promise<Mix[]> {
  const digest = digester(folder);
  const record: Recorder = (files) => ({
    digest: () => digest(files),
    waveform: () => mixDown(folder, files),
  });
  const mixes = [];
  for (const piece of pieces) mixes.push(...mixesOf(piece, await piece.parts(), sizes, record));
  return mixes;
}

/** The sum of some files as a recording. */
type Recorder = (files: readonly string[]) => Pick<Mix, "digest" | "waveform">;

function mixesOf(piece: Piece, parts: readonly Part[], sizes: Sizes, record: Recorder): Mix[] {
  const mix = (name: string, parts: readonly Part[], files: readonly string[], alone: Mix[]) => ({
    name,
    piece: piece.name,
    tracks: parts.map(({ notes }) => notes),
    alone,
    ...record(files),
  });
  const isStemmed = parts.length > 0 && parts.every(({ stems }) => stems.length > 0);
  const alone = isStemmed
    ? parts.map((part, i) => mix(`${piece.name}-${i + 1}`, [part], part.stems, []))
    : [];
  if (!isStemmed || sizes === "whole") {
    return [mix(piece.name, parts, ownRecording(piece, parts), alone)];
  }
  return sizes.flatMap((size) => subsets([...parts.keys()], size)).map((chosen) =>
    mix(
      `${piece.name}-${chosen.map((part) => part + 1).join("+")}`,
      chosen.map((part) => parts[part]),
      chosen.flatMap((part) => parts[part].stems),
      chosen.map((part) => alone[part]),
    )
  );
}

function ownRecording({ mix }: Piece, parts: readonly Part[]): string[] {
  return mix !== undefined ? [mix] : parts.flatMap(({ stems }) => stems);
}

function subsets<T>(items: readonly T[], size: number): T[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, i) =>
    subsets(items.slice(i + 1), size - 1).map((rest) => [item, ...rest])
  );
}

/** The sum of some recordings, as long as the longest. */
async function mixDown(folder: Folder, files: readonly string[]): Promise<Waveform> {
  let sum: Waveform = new Float32Array(0);
  for (const file of files) {
    const stem = await readStem(folder, file);
    const [long, short] = stem.length > sum.length ? [stem, sum] : [sum, stem];
    short.forEach((x, i) => long[i] += x);
    sum = long;
  }
  return sum;
}

async function readStem(folder: Folder, file: string): Promise<Waveform> {
  try {
    return await readWaveform(await folder.read(file));
  } catch (error) {
    throw new Error(`cannot read ${file}: ${(error as Error).message}`);
  }
}

/** Hashes lists of files, reading each file once. */
function digester(folder: Folder): (files: readonly string[]) => Promise<string> {
  const known = new Map<string, string>();
  return async (files) => {
    const all = createHash("sha256");
    for (const file of files) {
      if (!known.has(file)) {
        known.set(file, createHash("sha256").update(await folder.read(file)).digest("hex"));
      }
      all.update(known.get(file)!);
    }
    return all.digest("hex");
  };
}

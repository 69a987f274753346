/**
 * Renders a shard of a dataset to files.
 *
 * @module
 */
import { access } from "node:fs/promises";
import { join } from "node:path";
import { writeWhole } from "../lib/cli/files.ts";
import { encodeFlac } from "./flac.ts";
import { labelsOf, midiOf } from "./labels.ts";
import { type Mixture, perform, remix, roomOf } from "./mixture.ts";
import type { Studio } from "./studio.ts";
import type { Recipe } from "./studio.ts";
import { encodeWav } from "./wav.ts";

const ENCODERS = { wav: encodeWav, flac: encodeFlac };
export type Format = keyof typeof ENCODERS;
export const FORMATS = Object.keys(ENCODERS) as Format[];

/** The performances p with p mod `of` = `index`. */
export interface Shard {
  index: number;
  of: number;
}

/** What one thread writes. */
export interface Job {
  recipe: Recipe;
  seed: number;
  /** Mixtures of the whole dataset. */
  count: number;
  shard: Shard;
  format: Format;
  stems: boolean;
  folder: string;
  /** Leaves mixtures alone that are there. */
  resume: boolean;
}

/** Mixtures of a shard. */
export function countOf({ index, of }: Shard, count: number, rooms: number): number {
  let mine = 0;
  for (let p = index; p * rooms < count; p += of) mine += Math.min(rooms, count - p * rooms);
  return mine;
}

/**
 * Writes mixtures until all are there or `stopped` says so. Mixture i is performance
 * ⌊i / rooms⌋ in room i mod rooms.
 *
 * @param onMixture is called after each
 */
export async function writeShard(
  studio: Studio,
  { recipe: { rooms }, seed, count, shard, ...output }: Job,
  stopped: () => boolean,
  onMixture: () => void,
): Promise<void> {
  for (let p = shard.index; p * rooms < count; p += shard.of) {
    const paths = Array.from(
      { length: Math.min(rooms, count - p * rooms) },
      (_, room) => join(output.folder, String(p * rooms + room).padStart(5, "0")),
    );
    const done = await Promise.all(paths.map((path) => output.resume && exists(`${path}.json`)));
    const performance = done.every((there) => there) ? null : await perform(studio, seed + p);
    for (const [room, path] of paths.entries()) {
      if (stopped()) return;
      if (performance !== null && !done[room]) {
        await write(path, await remix(performance, room, roomOf(studio)), output);
      }
      onMixture();
    }
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(() => true, () => false);
}

/** The labels come last: where they are, the mixture is whole. */
async function write(
  path: string,
  mixture: Mixture,
  { format, stems, folder }: Pick<Job, "format" | "stems" | "folder">,
): Promise<void> {
  const encode = ENCODERS[format];
  await writeWhole(`${path}.${format}`, await encode(mixture.audio));
  if (stems) {
    const stem = join(folder, "stems", path.slice(folder.length + 1));
    const named = mixture.stems.map((samples, i) => [`${i + 1}`, samples] as const);
    const background = mixture.background === null
      ? []
      : [["background", mixture.background] as const];
    for (const [name, samples] of [...named, ...background]) {
      await writeWhole(`${stem}-${name}.${format}`, await encode(samples));
    }
  }
  await writeWhole(`${path}.mid`, midiOf(mixture));
  await writeWhole(`${path}.json`, JSON.stringify(labelsOf(mixture)));
}

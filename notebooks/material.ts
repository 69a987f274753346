/**
 * What notebooks read: the user's own material where there is some, what comes with noteprism
 * otherwise.
 *
 * @module
 */
import { existsSync, readdirSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readWaveform } from "../lib/audio/recording.ts";
import { DATASETS, findPieces } from "../lib/evaluate/datasets/mod.ts";
import type { PitchedInterval } from "../lib/evaluate/mod.ts";
import { SAMPLE_RATE } from "../lib/frontend/mod.ts";
import type { Waveform } from "../lib/types.ts";

/** Environment variable that names the folder with the user's material. */
const VARIABLE = "NOTEPRISM_DATA";

/** Files of this kind are taken for recordings. */
const RECORDINGS = /\.(wav|flac|mp3|ogg|opus|aiff?)$/i;

/** The recording that comes with noteprism. */
const EXAMPLE = fileURLToPath(new URL("../lib/example/trio.wav", import.meta.url));

/** A recording, and the notes of each of its players. */
export interface Quartet {
  name: string;
  waveform: Waveform;
  tracks: PitchedInterval[][];
}

/** The folder with the user's material, or undefined if he names none. */
function root(): string | undefined {
  const folder = Deno.env.get(VARIABLE) || undefined;
  if (folder !== undefined && !existsSync(folder)) {
    throw new Error(`Cannot use ${VARIABLE}: there is no folder ${folder}`);
  }
  return folder;
}

/**
 * A part of the user's material: the first folder in it whose name begins so, in whatever letters,
 * or undefined.
 */
export function dataFolder(name: string): string | undefined {
  const folder = root();
  const found = folder && readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.isFile() && entry.name.toLowerCase().startsWith(name))
    .map((entry) => entry.name).sort()[0];
  return found && join(folder!, found);
}

/**
 * A recording and its name: the first in the user's folder, or the first piece of Bach10 in it, or
 * the bundled trio.
 */
export async function recording(): Promise<{ name: string; waveform: Waveform }> {
  const folder = root();
  const own = folder === undefined ? [] : await readdir(folder);
  const [name] = own.filter((name) => RECORDINGS.test(name)).sort();
  if (name !== undefined) return { name, waveform: await decode(join(folder!, name)) };
  const [quartet] = await quartets(Infinity, 1);
  return quartet ?? { name: "the bundled trio", waveform: await decode(EXAMPLE) };
}

/**
 * The beginnings of the Bach10 pieces among the user's material: violin, clarinet, saxophone and
 * bassoon. None if they are not there.
 *
 * @param seconds Length of each at most.
 */
export async function quartets(seconds: number, most = Infinity): Promise<Quartet[]> {
  const folder = dataFolder("bach10");
  if (folder === undefined) return [];
  const pieces = await findPieces(DATASETS.bach10, {
    list: async () => await readdir(folder, { recursive: true }),
    read: (path) => readFile(join(folder, path)),
  });
  return await Promise.all(
    pieces.slice(0, most).map(async ({ name, mix, parts }) => ({
      name,
      waveform: (await decode(join(folder, mix!))).subarray(0, seconds * SAMPLE_RATE),
      tracks: (await parts()).map(({ notes }) =>
        notes.filter(({ onset }) => onset < seconds)
          .map((note) => ({ ...note, offset: Math.min(note.offset, seconds) }))
      ),
    })),
  );
}

async function decode(path: string): Promise<Waveform> {
  return await readWaveform(await readFile(path));
}

/**
 * Features of a folder of clips, computed once and kept beside them.
 *
 * Clip `NAME` is the audio `NAME.wav` or `NAME.flac` with the labels `NAME.json`; its features are
 * kept as `features/NAME.f16`: the levels as float32, then frames × 288 log-energies as float16,
 * which hold them to 0.008 nepers. Other spectrograms are kept as `features/NAME.SPECTRUM.f16`,
 * logarithms as float16. What a model found in it lies beside them as `NAME.found.json`.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join, parse } from "node:path";
import { readWaveform } from "../../lib/audio/recording.ts";
import { writeWhole } from "../../lib/cli/files.ts";
import { concatenate } from "../../lib/concatenate.ts";
import {
  BINS,
  constantQ,
  createSpectrogram,
  level,
  type SpectrogramName,
} from "../../lib/frontend/mod.ts";
import type { Card } from "../../lib/inference/card.ts";
import {
  type ClipFeatures,
  type ClipLabels,
  type Clips,
  ENERGY_FLOOR,
  type FoundNote,
  leaveInFiles,
  makeRoom,
  place,
} from "./clips.ts";

const BYTES_PER_FRAME = 4 + 2 * BINS;

/** What the cache of a clip holds. */
type ConstantQFeatures = Omit<ClipFeatures, "spectra">;

function logarithms(values: Float32Array): Float16Array {
  return Float16Array.from(values, (x) => Math.log(x + ENERGY_FLOOR));
}

async function constantQFeatures(waveform: Float32Array): Promise<ConstantQFeatures> {
  const energy = await constantQ(waveform);
  return {
    logEnergy: logarithms(energy),
    level: level(energy),
  };
}

async function spectrum(waveform: Float32Array, name: SpectrogramName): Promise<Float16Array> {
  const stream = await createSpectrogram(name);
  return logarithms(concatenate([stream.push(waveform), stream.flush()]));
}

/** Features of a waveform at 22,050 Hz, with the spectrograms that are wanted. */
export async function featuresOf(
  waveform: Float32Array,
  wanted: readonly SpectrogramName[],
): Promise<ClipFeatures> {
  const spectra: ClipFeatures["spectra"] = {};
  for (const name of wanted) spectra[name] = await spectrum(waveform, name);
  return { ...await constantQFeatures(waveform), spectra };
}

function encode({ level, logEnergy }: ConstantQFeatures): Uint8Array {
  const bytes = new Uint8Array(level.byteLength + logEnergy.byteLength);
  bytes.set(new Uint8Array(level.buffer, level.byteOffset, level.byteLength));
  bytes.set(new Uint8Array(logEnergy.buffer), level.byteLength);
  return bytes;
}

function decode(bytes: Uint8Array): ConstantQFeatures {
  const frames = bytes.length / BYTES_PER_FRAME;
  const buffer = bytes.slice().buffer;
  return {
    level: new Float32Array(buffer, 0, frames),
    logEnergy: new Float16Array(buffer, 4 * frames),
  };
}

/** Modification time in milliseconds, or 0 where there is no file. */
async function modified(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch {
    return 0;
  }
}

/** The path of a file made from a clip's audio, made anew where the audio is newer. */
async function cached(
  folder: string,
  file: string,
  suffix: string,
  make: (waveform: Float32Array) => Promise<Uint8Array>,
): Promise<string> {
  const audio = join(folder, file);
  const cache = join(folder, "features", `${parse(file).name}${suffix}.f16`);
  if (await modified(cache) <= await modified(audio)) {
    await writeWhole(cache, await make(await readWaveform(await readFile(audio))));
  }
  return cache;
}

/** Where the features of a clip are kept. */
interface Caches {
  constantQ: string;
  spectra: Partial<Record<SpectrogramName, string>>;
}

async function cachesOf(
  folder: string,
  file: string,
  wanted: readonly SpectrogramName[],
): Promise<Caches> {
  const constantQ = await cached(
    folder,
    file,
    "",
    async (waveform) => encode(await constantQFeatures(waveform)),
  );
  const spectra: Caches["spectra"] = {};
  for (const name of wanted) {
    spectra[name] = await cached(
      folder,
      file,
      `.${name}`,
      async (waveform) => new Uint8Array((await spectrum(waveform, name)).buffer),
    );
  }
  return { constantQ, spectra };
}

async function readFeatures({ constantQ, spectra }: Caches): Promise<ClipFeatures> {
  const features: ClipFeatures = { ...decode(await readFile(constantQ)), spectra: {} };
  for (const [name, path] of Object.entries(spectra)) {
    const bytes = await readFile(path);
    features.spectra[name as SpectrogramName] = new Float16Array(bytes.slice().buffer);
  }
  return features;
}

/** ln(E + ENERGY_FLOOR) of one clip, frames × 288. */
export function logEnergyOf(clips: Clips, clip: number): Float16Array {
  if (clips.files) return decode(readFileSync(clips.files[clip])).logEnergy;
  return clips.logEnergy.subarray(clips.starts[clip] * BINS, clips.starts[clip + 1] * BINS);
}

export async function clipLabels(folder: string, name: string): Promise<ClipLabels> {
  const written = await readFile(join(folder, name), "utf8").catch(() => {
    throw new Error(`${join(folder, name)}, the notes of a recording, is not there`);
  });
  const { schema, notes, players } = JSON.parse(written);
  if (schema !== 1) throw new Error(`${name} has schema ${schema}, not 1`);
  const found = await foundNotes(foundPath(folder, parse(name).name), join(folder, name));
  return { notes, players, ...(found && { found }) };
}

/** Where the notes lie that a model found in a clip. */
export function foundPath(folder: string, clip: string): string {
  return join(folder, "features", `${clip}.found.json`);
}

/** Undefined where no model was asked since the clip was written. */
async function foundNotes(path: string, labels: string): Promise<FoundNote[] | undefined> {
  const isFresh = await modified(path) > await modified(labels);
  return isFresh ? JSON.parse(await readFile(path, "utf8")) : undefined;
}

/** The sources that folders of clips name in their manifests. */
export async function readSources(folders: readonly string[]): Promise<Card["training"]["data"]> {
  const sources = new Map<string, Card["training"]["data"][number]>();
  for (const folder of folders) {
    const files = (await readdir(folder)).filter((name) => /^manifest.*\.json$/.test(name)).sort();
    for (const file of files) {
      const manifest = JSON.parse(await readFile(join(folder, file), "utf8"));
      for (const { name, kind, licence } of manifest.sources ?? []) {
        sources.set(name, { name, kind, licence });
      }
    }
  }
  return [...sources.values()];
}

/** Which clips to read, and what of them. */
export interface Wanted {
  /** Spectrograms beside the constant-Q energies. */
  spectra?: readonly SpectrogramName[];
  /** Clips with a player whose timbre it matches are left out. */
  without?: RegExp;
  /** Whether features stay in their files, for who needs those of a clip once. */
  inFiles?: boolean;
}

/**
 * Reads folders of clips.
 *
 * @param onProgress is called with the clips read and their total number
 * @throws {Error} If a folder or a clip cannot be read, or there is no clip.
 */
export async function readClips(
  folders: readonly string[],
  onProgress: (done: number, total: number) => void,
  { spectra = [], without, inFiles = false }: Wanted = {},
): Promise<Clips> {
  try {
    const paths = (await Promise.all(folders.map(listClips))).flat();
    const labels: ClipLabels[] = [];
    const caches: Caches[] = [];
    const lengths: number[] = [];
    for (const [i, path] of paths.entries()) {
      const [folder, file] = [dirname(path), basename(path)];
      const label = await clipLabels(folder, `${parse(file).name}.json`);
      if (label.found?.some(({ players }) => players === undefined)) {
        throw new Error(`what was found in ${file} is of an earlier version; hear the clips anew`);
      }
      if (!without || !label.players.some(({ timbre }) => without.test(timbre))) {
        const cache = await cachesOf(folder, file, spectra);
        labels.push(label);
        caches.push(cache);
        lengths.push((await stat(cache.constantQ)).size / BYTES_PER_FRAME);
      }
      onProgress(i + 1, paths.length);
    }
    if (caches.length === 0) throw new Error(`every clip has a timbre that matches ${without}`);
    if (inFiles) return leaveInFiles(labels, lengths, caches.map(({ constantQ }) => constantQ));
    const clips = makeRoom(labels, lengths, spectra);
    for (const [i, cache] of caches.entries()) place(clips, i, await readFeatures(cache));
    return clips;
  } catch (error) {
    throw new Error(`Cannot read the clips in ${folders.join(", ")}: ${(error as Error).message}`);
  }
}

/** The audio files of a folder. */
export async function listClips(folder: string): Promise<string[]> {
  const entries = await readdir(folder).catch(() => {
    throw new Error(`there is no folder ${folder}`);
  });
  const files = entries.filter((file) => /\.(wav|flac)$/.test(file)).sort();
  if (files.length === 0) throw new Error(`${folder} holds no .wav or .flac files`);
  return files.map((file) => join(folder, file));
}

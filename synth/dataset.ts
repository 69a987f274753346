/**
 * Folders of mixtures: `NNNNN.wav` or `.flac`, `NNNNN.json`, `NNNNN.mid`, and a manifest that says
 * how to make them again.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { writeWhole } from "../lib/cli/files.ts";
import { folderProvenance, type Licences, type Provenance } from "./provenance.ts";
import { type Format, type Job, type Shard, writeShard } from "./shard.ts";
import { openStudio, type Recipe, type Studio } from "./studio.ts";
import { runThread } from "./thread.ts";

/** Which mixtures to make, and what to write of each. */
export interface Dataset {
  recipe: Recipe;
  /** The first performance has this seed, the next one the next; each is heard in every room. */
  seed: number;
  /** Number of mixtures. */
  count: number;
  shard: Shard;
  /** Of scores, impulse responses and fonts, by name. */
  licences: Licences;
  format: Format;
  /** Each player's stem and the background as files of their own. */
  stems: boolean;
}

/** How to go about it; none of it changes a byte. */
export interface Production {
  /** Threads; 1 renders on the calling one. */
  workers: number;
  /** Leaves mixtures alone that are there. */
  resume: boolean;
  /** Stops between two mixtures. */
  signal: AbortSignal;
  /** Is called with the number of mixtures done. */
  onProgress: (done: number) => void;
}

/**
 * Writes a dataset, or a shard of it; all shards write the same manifest.
 *
 * @throws {Error} If material cannot be read, or `resume` meets another dataset.
 */
export async function writeDataset(
  folder: string,
  dataset: Dataset,
  { workers, resume, signal, onProgress }: Production,
): Promise<void> {
  const studio = await openStudio(dataset.recipe, dataset.licences);
  await writeManifest(join(folder, "manifest.json"), manifestOf(dataset, studio), resume);
  let done = 0;
  const onMixture = () => onProgress(++done);
  const job: Job = { ...dataset, folder, resume };
  if (workers === 1) {
    await writeShard(studio, job, () => signal.aborted, onMixture);
  } else {
    await Promise.all(Array.from({ length: workers }, (_, worker) => {
      const { index, of } = dataset.shard;
      const shard = { index: index + worker * of, of: workers * of };
      return runThread({ ...job, shard }, signal, onMixture);
    }));
  }
  signal.throwIfAborted();
}

/** Where the material of a recipe comes from. */
export function sourcesOf(recipe: Recipe, studio: Studio, licences: Licences): Provenance[] {
  return [
    ...studio.catalogue.provenance(),
    ...recipe.scores.map((path) => folderProvenance(path, "scores", licences)),
    ...recipe.responses.map((path) => folderProvenance(path, "impulse responses", licences)),
  ];
}

/** A recipe with material by its names: where it lies is nobody else's business. */
export function portable(recipe: Recipe): Recipe {
  const names = (paths: readonly string[]) => paths.map((path) => basename(path));
  return {
    ...recipe,
    banks: names(recipe.banks),
    fonts: names(recipe.fonts),
    scores: names(recipe.scores),
    responses: names(recipe.responses),
  };
}

function manifestOf({ recipe, seed, count, licences }: Dataset, studio: Studio): string {
  const sources = sourcesOf(recipe, studio, licences);
  const manifest = { schema: 1, seed, count, recipe: portable(recipe), sources };
  return JSON.stringify(manifest, null, 2) + "\n";
}

async function writeManifest(path: string, manifest: string, resume: boolean): Promise<void> {
  const found = resume ? await readFile(path, "utf8").catch(() => manifest) : manifest;
  if (found !== manifest) throw new Error(`Cannot resume: ${path} is of another data set`);
  await writeWhole(path, manifest);
}

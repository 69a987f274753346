/**
 * Folders of mixtures: `NNNNN.wav`, `NNNNN.json` and a manifest.
 *
 * @module
 */
import { join } from "node:path";
import { writeWhole } from "../lib/cli/files.ts";
import { type Mixture, mixture } from "./mixture.ts";
import { folderProvenance, type Licences } from "./provenance.ts";
import { openStudio, type Recipe } from "./studio.ts";
import { encodeWav } from "./wav.ts";

/** Which mixtures to make. */
export interface Dataset {
  recipe: Recipe;
  /** Mixture `i` has the seed `seed + i`. */
  seed: number;
  count: number;
  /** This worker and how many there are: it makes the mixtures i with i mod `of` = `index`. */
  shard: { index: number; of: number };
  /** Of the folders of scores and impulse responses. */
  licences: Licences;
}

/** The labels of a mixture as they are written; times to a tenth of a millisecond. */
export function labelsOf({ seed, seconds, players, notes }: Mixture) {
  const rounded = (x: number) => Math.round(x * 1e4) / 1e4;
  return {
    schema: 1,
    seed,
    seconds,
    players,
    notes: notes.map((n) => ({
      onset: rounded(n.onset),
      offset: rounded(n.offset),
      pitch: n.pitch,
      velocity: rounded(n.velocity),
      player: n.player,
    })),
  };
}

/**
 * Writes a dataset, or this worker's share of it; all workers write the same manifest.
 *
 * @param onProgress called with the number of mixtures written
 */
export async function writeDataset(
  folder: string,
  { recipe, seed, count, shard, licences }: Dataset,
  onProgress: (done: number) => void,
): Promise<void> {
  const studio = await openStudio(recipe);
  const sources = [
    ...studio.catalogue.provenance(),
    ...recipe.scores.map((path) => folderProvenance(path, "scores", licences)),
    ...recipe.responses.map((path) => folderProvenance(path, "impulse responses", licences)),
  ];
  const manifest = { schema: 1, seed, count, recipe, sources };
  await writeWhole(join(folder, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
  let done = 0;
  for (let i = shard.index; i < count; i += shard.of) {
    const mixed = await mixture(studio, seed + i);
    const path = join(folder, String(i).padStart(5, "0"));
    await writeWhole(`${path}.wav`, encodeWav(mixed.audio));
    await writeWhole(`${path}.json`, JSON.stringify(labelsOf(mixed)));
    onProgress(++done);
  }
}

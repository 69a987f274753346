/**
 * What systems are judged on.
 *
 * @module
 */
import { basename } from "node:path";
import { openDataset } from "../../lib/cli/evaluate/dataset.ts";
import type { Mix, Sizes } from "../../lib/cli/evaluate/mixes.ts";
import type { DATASETS } from "../../lib/evaluate/datasets/mod.ts";

/** Recordings under a name, and whether their players are to be told apart. */
export interface Trial {
  name: string;
  mixes: Mix[];
  separated: boolean;
}

/** Folders of data sets, those that are wanted. */
export interface TrialFolders {
  bach10?: string;
  maps?: string;
  /** Plain folders of mixtures. */
  mixtures: readonly string[];
}

/** Parts in mixes of Bach10. */
const BACH10_SIZES = [2, 3, 4];

/** Opens what is there and says on standard error what is left out. */
export async function openTrials({ bach10, maps, mixtures }: TrialFolders): Promise<Trial[]> {
  const trials = [
    await ifThere("Bach10", () => openTrial("Bach10", "bach10", bach10, BACH10_SIZES)),
    await ifThere("MAPS", () => openTrial("MAPS", "maps", maps, "whole", false)),
  ];
  for (const folder of mixtures) {
    trials.push(await ifThere(folder, () => openMixtures(folder)));
  }
  return trials.filter((trial) => trial !== undefined);
}

/** @throws {Error} If there are none in the folder. */
export function openMixtures(folder: string): Promise<Trial> {
  return openTrial(basename(folder), "plain", folder, "whole");
}

async function openTrial(
  name: string,
  dataset: keyof typeof DATASETS,
  data: string | undefined,
  mixes: Sizes,
  separated = true,
): Promise<Trial> {
  if (data === undefined) throw new Error("no folder is named");
  return { name, separated, mixes: (await openDataset({ dataset, data, mixes })).mixes };
}

async function ifThere(name: string, open: () => Promise<Trial>): Promise<Trial | undefined> {
  try {
    return await open();
  } catch (error) {
    console.error(`Left out ${name}: ${(error as Error).message}`);
  }
}

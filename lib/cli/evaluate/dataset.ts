/**
 * Systems on a data set: from options to tables.
 *
 * @module
 */
import type { BenchmarkResult, LabelSource } from "../../evaluate/benchmark/results.ts";
import { summariseSystem } from "../../evaluate/benchmark/summary.ts";
import { toMarkdown } from "../../export/table.ts";
import { type Shown, tablesOf } from "../../evaluate/benchmark/tables.ts";
import { DATASETS, findPieces, type Piece } from "../../evaluate/datasets/mod.ts";
import { DEFAULT_MODEL } from "../../inference/model.ts";
import type { Backend } from "../../inference/runtime.ts";
import type { PriorName } from "../../timbre/priors.ts";
import { userPath, writeWhole } from "../files.ts";
import { cannot } from "../main.ts";
import { BASIC_PITCH, openBasicPitch } from "./basic_pitch.ts";
import { benchmark, type Plan } from "./benchmark.ts";
import { Cache, type Keeper } from "./cache.ts";
import { openEstimates } from "./estimates.ts";
import { openFolder } from "./folder.ts";
import { findMixes, type Mix, type Sizes } from "./mixes.ts";
import { openModel, openSolo } from "./noteprism.ts";
import { writeJson } from "./output.ts";
import { toReport } from "./report.ts";
import type { System } from "./system.ts";

export interface DatasetOptions {
  dataset: keyof typeof DATASETS;
  data: string;
  split?: string;
  model?: string[];
  estimates?: string;
  /** Whether models also hear the parts of a mix alone. */
  solo: boolean;
  /** Models are scored as they are, with each of these, and with all. */
  priors: PriorName[];
  timbres: "auto" | "given" | "both";
  mixes: Sizes;
  thresholds: Shown;
  backend: Backend;
  cache: string;
  json?: string;
  html?: string;
}

/** The share of a data set that is used where it is parted and none is named. */
const USUAL_SPLIT = "test";

/** Stands for all shares. */
const ALL = "all";

/** Scores systems on a data set, prints the tables and writes what was asked for. */
export async function evaluateDataset(options: DatasetOptions): Promise<void> {
  const { dataset, data, thresholds, json, html } = options;
  try {
    const { mixes, split } = await openDataset(options);
    const systems = await evaluateAll(mixes, options);
    const summary = systems.flatMap(summariseSystem);
    const { name } = DATASETS[dataset];
    const result: BenchmarkResult = { schema: 1, dataset: name, split, systems, summary };
    if (json !== undefined) await writeJson(json, result);
    if (html !== undefined) await writeWhole(userPath(html), await toReport(result, thresholds));
    const tables = tablesOf(result, thresholds);
    if (json !== "-") console.log(tables.map(toMarkdown).join("\n\n"));
  } catch (error) {
    throw cannot(`evaluate on ${data}`, error);
  }
}

/** The mixes that options ask for, and the split they come from if not from the whole. */
export async function openDataset(
  { dataset, data, split, mixes: sizes }: Pick<
    DatasetOptions,
    "dataset" | "data" | "split" | "mixes"
  >,
): Promise<{ mixes: Mix[]; split?: string }> {
  const folder = await openFolder(userPath(data));
  const pieces = await findPieces(DATASETS[dataset], folder);
  const chosen = split ?? (pieces.some((piece) => piece.split === USUAL_SPLIT) ? USUAL_SPLIT : ALL);
  const mixes = await findMixes(ofSplit(pieces, chosen), folder, sizes);
  if (mixes.length === 0) throw new Error(`no piece has as many as ${sizes} parts`);
  return { mixes, split: chosen === ALL ? undefined : chosen };
}

function ofSplit(pieces: Piece[], split: string): Piece[] {
  if (split === ALL) return pieces;
  const chosen = pieces.filter((piece) => piece.split === split);
  if (chosen.length > 0) return chosen;
  const names = [...new Set(pieces.flatMap((piece) => piece.split ?? []))];
  throw new Error(
    `there is no split ${split}, only ${names.length > 0 ? names.join(", ") : "the whole"}`,
  );
}

async function evaluateAll(mixes: Mix[], options: DatasetOptions) {
  const results = [];
  for (const open of openers(options)) {
    const system = await open();
    try {
      results.push(await benchmark(system, mixes, planOf(options)));
    } finally {
      await system.release?.();
    }
  }
  return results;
}

/** A model, or Basic Pitch, by its name. */
export function openSystem(name: string, backend: Backend, keeper: Keeper): Promise<System> {
  return name === BASIC_PITCH ? openBasicPitch(keeper) : openModel(name, backend, keeper);
}

/** Each alone, and all if they are several. */
function combinations(priors: readonly PriorName[]): PriorName[][] {
  return [...priors.map((prior) => [prior]), ...priors.length > 1 ? [[...priors]] : []];
}

/** Each system is opened when it is its turn. */
function openers(
  { model, estimates, solo, priors, backend, cache: cacheFolder }: DatasetOptions,
): (() => Promise<System>)[] {
  const cache = new Cache(userPath(cacheFolder));
  const names = model ?? (estimates === undefined ? [DEFAULT_MODEL] : []);
  const systems = names.flatMap((name) => [
    () => openSystem(name, backend, cache),
    ...name === BASIC_PITCH ? [] : [
      ...combinations(priors).map((chosen) => () => openModel(name, backend, cache, chosen)),
      ...solo ? [() => openSolo(name, backend, cache)] : [],
    ],
  ]);
  if (estimates === undefined) return systems;
  const path = userPath(estimates);
  return [...systems, async () => openEstimates(await openFolder(path), path)];
}

function planOf({ timbres, thresholds }: DatasetOptions): Plan {
  const counts: LabelSource[] = timbres === "both"
    ? ["given", "found"]
    : timbres === "given"
    ? ["given"]
    : ["found"];
  return { sweep: thresholds !== "fixed", labels: [...counts, "rank", "pitch"] };
}

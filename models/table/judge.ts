/**
 * Models in trials.
 *
 * @module
 */
import { benchmark, type Plan } from "../../lib/cli/evaluate/benchmark.ts";
import { BASIC_PITCH } from "../../lib/cli/evaluate/basic_pitch.ts";
import { Cache, type Keeper } from "../../lib/cli/evaluate/cache.ts";
import { openSystem } from "../../lib/cli/evaluate/dataset.ts";
import type { Mix } from "../../lib/cli/evaluate/mixes.ts";
import { openBorrower, openSolo } from "../../lib/cli/evaluate/noteprism.ts";
import type { System } from "../../lib/cli/evaluate/system.ts";
import { userPath } from "../../lib/cli/files.ts";
import type {
  BenchmarkResult,
  LabelSource,
  SystemResult,
} from "../../lib/evaluate/benchmark/results.ts";
import { summariseSystem } from "../../lib/evaluate/benchmark/summary.ts";
import type { Backend } from "../../lib/inference/runtime.ts";
import { type Cost, costOf, secondsPerSecond } from "./cost.ts";
import { boundOf, labelsOnly, type Row, scoresOf } from "./row.ts";
import type { Trial } from "./trials.ts";

export interface Judgement {
  rows: Row[];
  /** The models as they are, by trial. */
  results: BenchmarkResult[];
}

interface Options {
  model: readonly string[];
  /** What speed is measured on. */
  recording: Uint8Array;
  backend: Backend;
  cache: string;
}

const PLAN: Plan = { sweep: false, labels: ["given", "rank", "pitch"] };

/** Results of a system, by the name of the trial. */
type Results = Map<string, SystemResult>;

/** A model and all that was found out about it. */
interface Candidate extends Cost {
  name: string;
  speed: number;
  results: Results;
}

/** How systems are opened. */
interface Bench {
  trials: readonly Trial[];
  backend: Backend;
  keeper: Keeper;
}

/**
 * Rows of the models as they are; of those that tell timbres with the parts heard alone; and of
 * all that label the notes of the first model, those who hear nothing and one who knows among them.
 */
export async function judge(trials: readonly Trial[], options: Options): Promise<Judgement> {
  const { model: names, recording, backend } = options;
  const bench = { trials, backend, keeper: new Cache(userPath(options.cache)) };
  const models: Candidate[] = [];
  for (const name of names) models.push(await examine(name, recording, bench));
  const timbral = models.filter(({ tellsTimbres }) => tellsTimbres);
  const lender = models.find(({ name }) => name !== BASIC_PITCH);
  const rows = models.map(rowOf);
  if (hasParts(trials)) {
    for (const { name } of timbral) rows.push(await soloRow(name, bench));
  }
  if (lender && trials.some(({ separated }) => separated)) {
    const borrowers = timbral.filter(({ name }) => name !== lender.name);
    for (const { name } of borrowers) rows.push(await borrowerRow(name, lender.name, bench));
    rows.push(...deafRows(lender));
  }
  return { rows, results: trials.map((trial) => resultOf(trial, models)) };
}

async function examine(name: string, recording: Uint8Array, bench: Bench): Promise<Candidate> {
  const system = await openSystem(name, bench.backend, bench.keeper);
  return {
    name,
    ...await costOf(name),
    speed: await secondsPerSecond(name, recording),
    results: await benchmarkAll(system, bench.trials),
  };
}

function rowOf({ name, parameters, macsPerSecond, speed, results }: Candidate): Row {
  return {
    system: name,
    parameters,
    macsPerSecond,
    secondsPerSecond: speed,
    scores: scoresBy(results, (result) => scoresOf(result, "given")),
  };
}

/** Whether the parts of some mixture were recorded alone. */
function hasParts(trials: readonly Trial[]): boolean {
  return trials.some(({ mixes }) => mixes.some(isStemmed));
}

function isStemmed({ alone }: Mix): boolean {
  return alone.length > 0;
}

async function soloRow(name: string, { trials, backend, keeper }: Bench): Promise<Row> {
  const stemmed = trials.map((trial) => ({ ...trial, mixes: trial.mixes.filter(isStemmed) }))
    .filter(({ separated, mixes }) => separated && mixes.length > 0);
  const results = await benchmarkAll(await openSolo(name, backend, keeper), stemmed);
  return { system: `${name}, parts heard alone`, scores: labelScores(results) };
}

async function borrowerRow(
  name: string,
  lender: string,
  { trials, backend, keeper }: Bench,
): Promise<Row> {
  const separated = trials.filter(({ separated }) => separated);
  const system = await openBorrower(name, lender, backend, keeper);
  const results = await benchmarkAll(system, separated);
  return { system: `${name}, notes of ${lender}`, scores: labelScores(results) };
}

/** Those who hear nothing, and one who knows, on the notes of a model. */
function deafRows({ name, results }: Candidate): Row[] {
  const labels = {
    "rank of the voice": labelScores(results, "rank"),
    "pitch alone": labelScores(results, "pitch"),
    "perfect labels": scoresBy(results, boundOf),
  };
  return Object.entries(labels).map(([who, scores]) => ({
    system: `${who}, notes of ${name}`,
    scores,
  }));
}

async function benchmarkAll(system: System, trials: readonly Trial[]): Promise<Results> {
  const results: Results = new Map();
  try {
    for (const { name, mixes } of trials) results.set(name, await benchmark(system, mixes, PLAN));
  } finally {
    await system.release?.();
  }
  return results;
}

function scoresBy(results: Results, score: (result: SystemResult) => Row["scores"][string]) {
  return Object.fromEntries([...results].map(([trial, result]) => [trial, score(result)]));
}

function labelScores(results: Results, source: LabelSource = "given"): Row["scores"] {
  return scoresBy(results, (result) => labelsOnly(scoresOf(result, source)));
}

function resultOf({ name }: Trial, models: readonly Candidate[]): BenchmarkResult {
  const systems = models.map(({ results }) => results.get(name)!);
  return { schema: 1, dataset: name, systems, summary: systems.flatMap(summariseSystem) };
}

/**
 * Ways of counting timbres side by side on a data set.
 *
 * @module
 */
import { evaluateSeparation, splitByLabel } from "../../evaluate/separation.ts";
import { type Table, toMarkdown } from "../../export/table.ts";
import { DEFAULT_MODEL } from "../../inference/model.ts";
import { type CounterName, COUNTERS } from "../../timbre/count.ts";
import { separate } from "../../timbre/separate.ts";
import { userPath } from "../files.ts";
import { cannot } from "../main.ts";
import { Cache } from "./cache.ts";
import { type DatasetOptions, openDataset } from "./dataset.ts";
import type { Mix } from "./mixes.ts";
import { openModel } from "./noteprism.ts";
import { eachMix } from "./each_mix.ts";
import type { System } from "./system.ts";

/** Besides counters: the true count, and notes told apart while listening, found out or given. */
const OTHERS = ["given", "while listening", "while listening, given"] as const;

type Method = CounterName | typeof OTHERS[number];

/** What one way of counting leads to on one mix. */
interface Outcome {
  parts: number;
  method: Method;
  isRight: number;
  error: number;
  adjustedRand: number;
  trackF: number;
}

/** Prints a table of counters for each model. */
export async function evaluateCounting(options: DatasetOptions): Promise<void> {
  const { data, model = [DEFAULT_MODEL], backend, cache } = options;
  try {
    const { mixes } = await openDataset(options);
    for (const name of model) {
      const system = await openModel(name, backend, new Cache(userPath(cache)));
      try {
        const outcomes = await eachMix(
          `${system.name} counts`,
          mixes,
          (mix) => countMix(system, mix),
        );
        console.log(toMarkdown(tableOf(system.name, outcomes.flat())));
      } finally {
        await system.release?.();
      }
    }
  } catch (error) {
    throw cannot(`evaluate on ${data}`, error);
  }
}

async function countMix(system: System, mix: Mix): Promise<Outcome[]> {
  const { notes, embeddings, remember } = await (await system.listen(mix)).write();
  if (embeddings === undefined || remember === undefined) {
    throw new Error(`${system.name} does not tell timbres apart`);
  }
  const parts = mix.tracks.length;
  const labels: [Method, ArrayLike<number>][] = [
    ...Object.keys(COUNTERS).map((name): [Method, ArrayLike<number>] => {
      const counter = name as CounterName;
      return [counter, separate(embeddings, "auto", { counter })];
    }),
    ["given", separate(embeddings, parts)],
    ["while listening", await remember("auto")],
    ["while listening, given", await remember(parts)],
  ];
  return labels.map(([method, labels]) => {
    const scores = evaluateSeparation(mix.tracks, splitByLabel(notes, labels));
    const { countAccuracy: isRight, countError: error, adjustedRand, trackF } = scores;
    return { parts, method, isRight, error, adjustedRand, trackF };
  });
}

function tableOf(system: string, outcomes: readonly Outcome[]): Table {
  const mean = (of: readonly Outcome[], figure: "isRight" | "error" | "adjustedRand" | "trackF") =>
    of.reduce((sum, outcome) => sum + outcome[figure], 0) / of.length;
  const sizes = [...new Set(outcomes.map(({ parts }) => parts))].sort((a, b) => a - b);
  const methods = [...new Set(outcomes.map(({ method }) => method))];
  const rows = [...sizes, undefined].flatMap((parts) =>
    methods.map((method) => {
      const of = outcomes.filter((outcome) =>
        outcome.method === method && (parts ?? outcome.parts) === outcome.parts
      );
      return [
        String(parts ?? "all"),
        method,
        `${(100 * mean(of, "isRight")).toFixed(0)}%`,
        mean(of, "error").toFixed(2),
        mean(of, "adjustedRand").toFixed(3),
        mean(of, "trackF").toFixed(3),
      ];
    })
  );
  return {
    caption: `${system}: ways of counting timbres, and what comes of them. Means over mixes: ` +
      "right counts, players too many or too few, adjusted Rand index of the notes found, note F " +
      "of tracks.",
    header: ["parts", "counted by", "right", "off by", "ARI", "separated F"],
    rows,
  };
}

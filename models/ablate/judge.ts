/**
 * How well trained variants do, as a table.
 *
 * @module
 */
import { benchmark, type Plan } from "../../lib/cli/evaluate/benchmark.ts";
import { inMemory } from "../../lib/cli/evaluate/cache.ts";
import { openModel } from "../../lib/cli/evaluate/noteprism.ts";
import type { System } from "../../lib/cli/evaluate/system.ts";
import type { MixResult } from "../../lib/evaluate/benchmark/results.ts";
import { summarise } from "../../lib/evaluate/benchmark/summary.ts";
import type { Grid } from "../../lib/evaluate/benchmark/thresholds.ts";
import type { Table } from "../../lib/export/table.ts";
import type { Trial } from "../table/trials.ts";
import { modelNamed } from "../zoo/mod.ts";
import { openByFrames } from "./by_frames.ts";
import type { Variant } from "./variants.ts";

/** Thresholds of which the best are chosen: wide, for losses move the best far. */
const GRID: Grid = {
  onset: [0.05, 0.1, 0.2, 0.3, 0.4, 0.5],
  frame: [0.3, 0.4],
};

/** Figures of one variant in one trial, means over all mixes. */
export interface Finding {
  trial: string;
  /** Note F by onset and pitch, thresholds fixed. */
  fixedF?: number;
  /** The same by the thresholds best for the mixes of as many players. */
  bestF?: number;
  /** Mean over the players of the note F, their number given. */
  trackF?: number;
  adjustedRand?: number;
}

export interface Judged {
  variant: Variant;
  findings: Finding[];
}

/** Hears all trials with a trained variant. */
export async function judgeVariant(
  variant: Variant,
  card: string,
  trials: readonly Trial[],
): Promise<Judged> {
  const open = variant.byFrames ? openByFrames : openModel;
  const system = await open(card, "native", inMemory());
  try {
    const findings = [];
    const plan = modelNamed(variant.model).embeddingSize === undefined ? NOTES : TIMBRES;
    for (const trial of trials) findings.push(await find(system, trial, plan));
    return { variant, findings };
  } finally {
    await system.release?.();
  }
}

/** What is asked of models that tell no timbres, and of the others. */
const NOTES: Plan = { sweep: true, labels: [] };
const TIMBRES: Plan = { sweep: false, labels: ["given"] };

async function find(system: System, { name, mixes }: Trial, plan: Plan): Promise<Finding> {
  const wide = system.thresholds && { ...system.thresholds, grid: GRID };
  const { mixes: results } = await benchmark({ ...system, thresholds: wide }, mixes, plan);
  const mean = (figure: (mix: MixResult) => number | undefined) => summarise(results, figure)?.mean;
  return {
    trial: name,
    fixedF: mean(({ fixed }) => fixed.f),
    bestF: mean(({ best }) => best?.f),
    trackF: mean(({ separation }) => separation.given?.trackF),
    adjustedRand: mean(({ separation }) => separation.given?.adjustedRand),
  };
}

const FIGURES = [
  ["note F, fixed", "fixedF"],
  ["note F, best", "bestF"],
  ["separated", "trackF"],
  ["ARI", "adjustedRand"],
] as const;

/** All that was found, a row a variant. */
export function tableOf(judged: readonly Judged[], steps: number): Table {
  const trials = judged[0].findings.map(({ trial }) => trial);
  const columns = trials.flatMap((trial) => FIGURES.map((figure) => [trial, ...figure] as const));
  return {
    caption: `Variants after ${steps} steps each. Note F by onset (±50 ms) and pitch, with the ` +
      "same thresholds for all and with those best for each on this very data; separated: mean " +
      "over the players of the note F, their number given; ARI of the labels of the notes found. " +
      "Means over all mixes.",
    header: ["variant", "what differs", ...columns.map(([trial, title]) => `${trial} ${title}`)],
    rows: judged.map(({ variant, findings }) => [
      variant.name,
      variant.label,
      ...columns.map(([trial, , figure]) =>
        findings.find((finding) => finding.trial === trial)?.[figure]?.toFixed(3) ?? "–"
      ),
    ]),
  };
}

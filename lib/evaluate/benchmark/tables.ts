/**
 * The tables of a benchmark: notes, timbres, speed.
 *
 * @module
 */
import type { Table } from "../../export/table.ts";
import type { SeparationScores } from "../separation.ts";
import {
  type BenchmarkResult,
  LABEL_SOURCES,
  type LabelSource,
  type MixResult,
  type NoteFigures,
  partsOf,
  type Summary,
  type SystemResult,
} from "./results.ts";
import { summarise } from "./summary.ts";
import type { Setting } from "./thresholds.ts";

/** In place of a figure that does not exist. */
const NONE = "–";

/** Which thresholds the figures of notes are shown for. */
export type Shown = "fixed" | "sweep" | "both";

/** All tables of a result that have anything to show. */
export function tablesOf(result: BenchmarkResult, shown: Shown): Table[] {
  const tables = [notesTable(result, shown), separationTable(result), speedTable(result)];
  return tables.filter(({ rows }) => rows.length > 0);
}

function notesTable(result: BenchmarkResult, shown: Shown): Table {
  const variants = ([["fixed", "fixed"], ["best", "sweep"]] as const)
    .filter(([, name]) => shown === name || shown === "both")
    .map(([variant]) => variant);
  const rows = groups(result).map(({ system, parts, mixes }) => {
    const best = system.best.find((best) => best.parts === parts)?.setting;
    const settings = { fixed: system.thresholds, best };
    return [
      String(parts),
      system.name,
      ...variants.flatMap((variant) => [
        inFull(summarise(mixes, (mix) => mix[variant]?.f)),
        atSetting(settings[variant]),
      ]),
      ...NOTE_COLUMNS.flatMap(([, figure]) =>
        variants.map((variant) => inShort(summarise(mixes, (mix) => mix[variant]?.[figure])))
      ),
    ];
  });
  return {
    caption: `${whatWasHeard(result)}. Notes, whoever plays them. F by onset (±50 ms) and pitch: ` +
      "mean over mixes ± standard deviation [95% interval of the mean, pieces resampled]; F " +
      "where notes of one pitch struck together count as one, F with offsets (20% or 50 ms) and F " +
      "of frames (10 ms): means. Fixed: the system's own thresholds; " +
      "best: chosen on this very data, row by row; at: onset / frame threshold.",
    header: [
      "parts",
      "system",
      ...variants.flatMap((variant) => [`F, ${variant}`, "at"]),
      ...NOTE_COLUMNS.flatMap(([name]) => variants.map((variant) => `${name}, ${variant}`)),
    ],
    rows,
  };
}

/** Columns of means behind the F of notes. */
const NOTE_COLUMNS: readonly [string, keyof NoteFigures][] = [
  ["unisons once", "onceF"],
  ["offsets", "offsetF"],
  ["frames", "frameF"],
];

/** Columns of means behind the first. */
const LABEL_COLUMNS: readonly [string, keyof SeparationScores][] = [
  ["micro F", "microF"],
  ["of bound", "shareOfBound"],
  ["ARI", "adjustedRand"],
  ["ARI, unshared", "unsharedRand"],
  ["V", "vMeasure"],
  ["purity", "purity"],
];

/** Columns that say something only where the number of timbres was found out. */
const COUNT_COLUMNS: readonly [string, keyof SeparationScores][] = [
  ["count right", "countAccuracy"],
  ["off by", "countError"],
];

function separationTable(result: BenchmarkResult): Table {
  const sources = Object.keys(LABEL_SOURCES) as LabelSource[];
  const rows = groups(result).flatMap(({ system, parts, mixes }) =>
    sources.flatMap((source) => {
      const of = (figure: keyof SeparationScores) =>
        summarise(mixes, ({ separation }) => separation[source]?.[figure]);
      const trackF = of("trackF");
      if (!trackF) return [];
      return [[
        String(parts),
        system.name,
        LABEL_SOURCES[source],
        inFull(trackF),
        ...LABEL_COLUMNS.map(([, figure]) => inShort(of(figure))),
        ...COUNT_COLUMNS.map(([, figure]) => source === "found" ? inShort(of(figure)) : NONE),
      ]];
    })
  );
  return {
    caption: `${whatWasHeard(result)}. Notes by player, with each system's own thresholds. Track ` +
      "F: mean over the players of the note F by onset, tracks assigned as serves best; mean over " +
      "mixes ± standard deviation [95% interval of the mean, pieces resampled]. Of bound: track F " +
      "over that of perfect labels on the same notes. ARI, V-measure, purity: labels of the notes " +
      "found; unshared: of those that no two players strike together. Means. Voice rank and pitch " +
      "label the same notes without hearing them.",
    header: [
      "parts",
      "system",
      "labels from",
      "track F",
      ...[...LABEL_COLUMNS, ...COUNT_COLUMNS].map(([name]) => name),
    ],
    rows,
  };
}

function speedTable(result: BenchmarkResult): Table {
  const rows = result.systems.flatMap(({ name, engine, mixes }) => {
    const costs = mixes.flatMap(({ cost }) => cost ? [cost] : []);
    if (costs.length === 0) return [];
    const [audio, work] = (["audioSeconds", "seconds"] as const).map((key) =>
      costs.reduce((sum, cost) => sum + cost[key], 0)
    );
    const peak = Math.max(...costs.map(({ peakBytes }) => peakBytes));
    return [[
      name,
      engine,
      (work / audio).toFixed(3),
      (audio / work).toFixed(1),
      (peak / 2 ** 20).toFixed(0),
    ]];
  });
  return {
    caption: "Speed when the mixes were heard, from samples at 22,050 Hz to labelled notes. " +
      "Memory is that of the whole process, whatever else it held.",
    header: ["system", "engine", "s per s of audio", "× real time", "peak MB"],
    rows,
  };
}

interface Group {
  system: SystemResult;
  parts: number;
  mixes: MixResult[];
}

/** Mixes of as many parts by system, so that systems stand side by side. */
function groups({ systems }: BenchmarkResult): Group[] {
  return partsOf(systems.flatMap(({ mixes }) => mixes)).flatMap((parts) =>
    systems.map((system) => ({
      system,
      parts,
      mixes: system.mixes.filter((mix) => mix.parts === parts),
    }))
  );
}

function whatWasHeard({ dataset, split, systems }: BenchmarkResult): string {
  const mixes = systems[0]?.mixes ?? [];
  const pieces = new Set(mixes.map(({ piece }) => piece)).size;
  const counts = partsOf(mixes).map((parts) =>
    `${mixes.filter((mix) => mix.parts === parts).length} of ${plural(parts, "part")}`
  );
  const name = split === undefined ? dataset : `${dataset} (${split})`;
  return `${name}, ${plural(pieces, "piece")}; recordings: ${counts.join(", ")}`;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

function atSetting(setting: Setting | undefined): string {
  return setting ? `${decimal(setting.onset, 2)} / ${decimal(setting.frame, 2)}` : NONE;
}

/** Without the interval where pieces do not differ, as a single one does not. */
function inFull(summary: Summary | undefined): string {
  if (!summary) return NONE;
  const { mean, spread, low, high } = summary;
  const interval = low < high ? ` [${decimal(low)} ${decimal(high)}]` : "";
  return `${decimal(mean)} ± ${decimal(spread)}${interval}`;
}

function inShort(summary: Summary | undefined): string {
  return summary ? decimal(summary.mean) : NONE;
}

/** Without the zero before the point. */
function decimal(x: number, digits = 3): string {
  return x.toFixed(digits).replace(/^(-?)0\./, "$1.");
}

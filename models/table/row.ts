/**
 * Rows of the table: a system, what it costs, and how it did in each trial.
 *
 * @module
 */
import type { LabelSource, SystemResult } from "../../lib/evaluate/benchmark/results.ts";
import { summariseSystem } from "../../lib/evaluate/benchmark/summary.ts";
import type { Table } from "../../lib/export/table.ts";
import type { Trial } from "./trials.ts";

/** Means over all mixes of as many players, by fixed thresholds; figures may be missing. */
export interface Score {
  players: number;
  /** F by onset and pitch, whoever plays. */
  noteF?: number;
  /** Mean over the players of that F, the number of players given. */
  trackF?: number;
  /** Adjusted Rand index of the labels of the notes found. */
  adjustedRand?: number;
}

export interface Row {
  system: string;
  parameters?: number;
  macsPerSecond?: number;
  /** Seconds for each second of audio. */
  secondsPerSecond?: number;
  /** By the name of the trial. */
  scores: Record<string, Score[]>;
}

/** How a system did by labels of a source. */
export function scoresOf(result: SystemResult, source: LabelSource): Score[] {
  return summariseSystem(result).map(({ parts, fixed, separation }) => ({
    players: parts,
    noteF: fixed.f.mean,
    trackF: separation[source]?.trackF.mean,
    adjustedRand: separation[source]?.adjustedRand.mean,
  }));
}

/** How one who knows who plays would label a system's notes. */
export function boundOf(result: SystemResult): Score[] {
  return summariseSystem(result).map(({ parts, separation }) => ({
    players: parts,
    trackF: separation.given?.boundF.mean ?? separation.rank?.boundF.mean,
  }));
}

/** The same scores, of labels alone. */
export function labelsOnly(scores: readonly Score[]): Score[] {
  return scores.map(({ noteF: _, ...labels }) => labels);
}

/** In place of a figure that does not exist. */
const NONE = "–";

const FIGURES = [
  ["note F", "noteF"],
  ["separated", "trackF"],
  ["ARI", "adjustedRand"],
] as const;

/** All rows as one table. */
export function tableOf(trials: readonly Trial[], rows: readonly Row[]): Table {
  const columns = trials.flatMap((trial) => {
    const players = [...new Set(trial.mixes.map(({ tracks }) => tracks.length))]
      .sort((a, b) => a - b);
    return FIGURES.filter(([, figure]) => trial.separated || figure === "noteF")
      .map(([title, figure]) => ({ trial, players, title, figure }));
  });
  return {
    caption:
      "Note F by onset (±50 ms) and pitch, whoever plays; separated: mean over the players " +
      "of that F, their number given; ARI: adjusted Rand index of the labels of the notes found. " +
      "Means over mixes, by each system's own thresholds. MMAC: networks that run over frames. " +
      "Seconds: on one thread of WebAssembly, the fastest of three runs.",
    header: [
      "system",
      "parameters",
      "MMAC per s",
      "s per s",
      ...columns.map(({ trial, players, title }) =>
        [`${trial.name} ${title}`, ...trial.separated ? [players.join(" / ")] : []].join(", ")
      ),
    ],
    rows: rows.map(({ system, parameters, macsPerSecond, secondsPerSecond, scores }) => [
      system,
      parameters?.toLocaleString("en") ?? NONE,
      macsPerSecond === undefined ? NONE : (macsPerSecond / 1e6).toFixed(0),
      secondsPerSecond?.toFixed(3) ?? NONE,
      ...columns.map(({ trial, players, figure }) => cell(scores[trial.name], players, figure)),
    ]),
  };
}

function cell(
  scores: readonly Score[] | undefined,
  players: readonly number[],
  figure: typeof FIGURES[number][1],
): string {
  const values = players.map((count) => scores?.find((score) => score.players === count)?.[figure]);
  if (values.every((value) => value === undefined)) return NONE;
  return values.map((value) => value?.toFixed(3).replace(/^(-?)0\./, "$1.") ?? NONE).join(" / ");
}

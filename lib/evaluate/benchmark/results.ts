/**
 * What a benchmark finds out, as plain JSON.
 *
 * @module
 */
import type { MeanInterval } from "../bootstrap.ts";
import type { SeparationScores } from "../separation.ts";
import type { Setting } from "./thresholds.ts";

/** Scores of the notes of one mix, whoever plays them. */
export interface NoteFigures {
  /** By onset and pitch. */
  precision: number;
  recall: number;
  f: number;
  /** F by onset and pitch where notes that are struck together count as one. */
  onceF: number;
  /** F by onset, pitch and offset. */
  offsetF: number;
  /** F of the pitches sounding in each hundredth of a second. */
  frameF: number;
}

/** Scores of one mix's notes, by onset and pitch, under one setting of the grid. */
export interface SweepPoint extends Setting {
  precision: number;
  recall: number;
  f: number;
}

/** Who labels the notes. */
export type LabelSource = "given" | "found" | "rank" | "pitch";

/** Those who label, as tables call them; the last two hear nothing. */
export const LABEL_SOURCES: Readonly<Record<LabelSource, string>> = {
  given: "timbre, count given",
  found: "timbre, count found",
  rank: "voice rank alone, count given",
  pitch: "pitch alone, count given",
};

/** What hearing a mix and writing it down took. */
export interface Cost {
  /** Of the recording. */
  audioSeconds: number;
  /** Of work. */
  seconds: number;
  /** Most memory that the process held meanwhile. */
  peakBytes: number;
}

/** How one system did on one mix. */
export interface MixResult {
  piece: string;
  mix: string;
  /** How many play. */
  parts: number;
  /** With the system's own thresholds. */
  fixed: NoteFigures;
  /** With the thresholds best for all mixes of as many parts. */
  best?: NoteFigures;
  sweep?: SweepPoint[];
  /** With the system's own thresholds. */
  separation: Partial<Record<LabelSource, SeparationScores>>;
  /** Timbres found. */
  counted?: number;
  cost?: Cost;
}

/** The setting with the highest mean note F over the mixes of as many parts. */
export interface BestSetting {
  parts: number;
  setting: Setting;
}

/** How one system did on a data set. */
export interface SystemResult {
  name: string;
  /** Engine and threads. */
  engine: string;
  /** Its own thresholds; none if it comes as written notes. */
  thresholds?: Setting;
  best: BestSetting[];
  mixes: MixResult[];
}

/** Mean over mixes, its 95% interval over pieces, and the standard deviation over mixes. */
export interface Summary extends MeanInterval {
  spread: number;
}

/** How one system did on all mixes of as many parts. */
export interface GroupSummary {
  system: string;
  parts: number;
  mixes: number;
  fixed: Record<keyof NoteFigures, Summary>;
  best?: Record<keyof NoteFigures, Summary>;
  separation: Partial<Record<LabelSource, Record<keyof SeparationScores, Summary>>>;
}

/** How all systems did on a data set. */
export interface BenchmarkResult {
  schema: 1;
  /** As published. */
  dataset: string;
  /** The share of it that was used, where it is parted. */
  split?: string;
  systems: SystemResult[];
  summary: GroupSummary[];
}

/** Numbers of parts that occur, ascending. */
export function partsOf(mixes: readonly MixResult[]): number[] {
  return [...new Set(mixes.map(({ parts }) => parts))].sort((a, b) => a - b);
}

/**
 * The thresholds that are tried to find the best ones.
 *
 * @module
 */

/** When posteriors make notes: the least of each, 0 … 1. */
export interface Setting {
  onset: number;
  frame: number;
}

/** Thresholds of which every combination is tried. */
export interface Grid {
  onset: readonly number[];
  frame: readonly number[];
}

/** The grid of noteprism's own models. */
export const THRESHOLD_GRID: Grid = {
  onset: [0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5],
  frame: [0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5],
};

/** Every combination, frame thresholds under each onset threshold. */
export function settingsOf({ onset, frame }: Grid): Setting[] {
  return onset.flatMap((o) => frame.map((f) => ({ onset: o, frame: f })));
}

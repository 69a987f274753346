/**
 * Figures of many mixes as one.
 *
 * @module
 */
import { Random } from "../../random.ts";
import { bootstrapMean, type MeanInterval } from "../bootstrap.ts";
import type { BestSetting, MixResult, SweepPoint } from "./results.ts";
import { partsOf } from "./results.ts";

/** Of the draws behind every interval. */
const SEED = 1;

/** Mean over mixes, its 95% interval over pieces, and the standard deviation over mixes. */
export interface Summary extends MeanInterval {
  spread: number;
}

/**
 * Sums a figure up over mixes.
 *
 * @param figure Of a mix; mixes without one are left out.
 * @returns Nothing if no mix has the figure.
 */
export function summarise(
  mixes: readonly MixResult[],
  figure: (mix: MixResult) => number | undefined,
): Summary | undefined {
  const byPiece = new Map<string, number[]>();
  for (const mix of mixes) {
    const value = figure(mix);
    if (value === undefined) continue;
    byPiece.set(mix.piece, [...byPiece.get(mix.piece) ?? [], value]);
  }
  const pieces = [...byPiece.values()];
  if (pieces.length === 0) return undefined;
  const interval = bootstrapMean(pieces, new Random(SEED));
  const values = pieces.flat();
  const variance = mean(values.map((value) => (value - interval.mean) ** 2));
  return { ...interval, spread: Math.sqrt(variance) };
}

/** Means over mixes of each point of their sweeps, which must be over the same grid. */
export function meanSweep(mixes: readonly MixResult[]): SweepPoint[] {
  const sweeps = mixes.flatMap(({ sweep }) => sweep ? [sweep] : []);
  if (sweeps.length === 0) return [];
  return sweeps[0].map(({ onset, frame }, i) => ({
    onset,
    frame,
    precision: mean(sweeps.map((sweep) => sweep[i].precision)),
    recall: mean(sweeps.map((sweep) => sweep[i].recall)),
    f: mean(sweeps.map((sweep) => sweep[i].f)),
  }));
}

/** The best setting for each number of parts; none without sweeps. */
export function bestSettings(mixes: readonly MixResult[]): BestSetting[] {
  return partsOf(mixes).flatMap((parts) => {
    const points = meanSweep(mixes.filter((mix) => mix.parts === parts));
    if (points.length === 0) return [];
    const { onset, frame } = points.reduce((best, point) => point.f > best.f ? point : best);
    return [{ parts, setting: { onset, frame } }];
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Figures of many mixes as one.
 *
 * @module
 */
import { Random } from "../../random.ts";
import { bootstrapMean } from "../bootstrap.ts";
import {
  type BestSetting,
  type GroupSummary,
  type LabelSource,
  type MixResult,
  partsOf,
  type Summary,
  type SweepPoint,
  type SystemResult,
} from "./results.ts";

/** Of the draws behind every interval. */
const SEED = 1;

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

/** Sums up every figure of a system, for each number of parts. */
export function summariseSystem({ name, mixes }: SystemResult): GroupSummary[] {
  return partsOf(mixes).map((parts) => {
    const group = mixes.filter((mix) => mix.parts === parts);
    const sources = new Set(group.flatMap((mix) => Object.keys(mix.separation) as LabelSource[]));
    const separation: GroupSummary["separation"] = {};
    for (const source of sources) {
      separation[source] = summariseAll(group, (mix) => mix.separation[source]);
    }
    return {
      system: name,
      parts,
      mixes: group.length,
      fixed: summariseAll(group, (mix) => mix.fixed)!,
      best: summariseAll(group, (mix) => mix.best),
      separation,
    };
  });
}

/** Sums up all figures of a kind. */
function summariseAll<Name extends string>(
  mixes: readonly MixResult[],
  figures: (mix: MixResult) => Readonly<Record<Name, number>> | undefined,
): Record<Name, Summary> | undefined {
  const some = mixes.map(figures).find((found) => found !== undefined);
  if (!some) return undefined;
  const names = Object.keys(some) as Name[];
  const entries = names.map((name) => [name, summarise(mixes, (mix) => figures(mix)?.[name])]);
  return Object.fromEntries(entries);
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

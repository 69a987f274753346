/**
 * Results of mixes that tests of benchmarks work on.
 *
 * @module
 */
import type {
  BenchmarkResult,
  MixResult,
  SweepPoint,
} from "../../../lib/evaluate/benchmark/results.ts";

/** A mix whose scores are all `f`, without labels. */
export function mixOf(piece: string, parts: number, f: number): MixResult {
  const fixed = { precision: f, recall: f, f, onceF: f, offsetF: f, frameF: f };
  return { piece, mix: `${piece}-${parts}`, parts, fixed, separation: {} };
}

/** A point of a sweep at which precision and recall are `f`. */
export function pointOf(onset: number, frame: number, f: number): SweepPoint {
  return { onset, frame, precision: f, recall: f, f };
}

/** One system on these mixes. */
export function resultOf(mixes: MixResult[], system = "a system"): BenchmarkResult {
  const systems = [{ name: system, engine: "none", best: [], mixes }];
  return { schema: 1, dataset: "a data set", systems, summary: [] };
}

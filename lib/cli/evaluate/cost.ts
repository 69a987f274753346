/**
 * What work takes.
 *
 * @module
 */
import process from "node:process";
import type { Cost } from "../../evaluate/benchmark/results.ts";
import { SAMPLE_RATE } from "../../frontend/constants.ts";
import type { Waveform } from "../../types.ts";

/** Milliseconds between looks at the memory. */
const LOOK_EVERY = 50;

/** Does some work on a recording and measures it. */
export async function measure<T>(
  waveform: Waveform,
  work: () => Promise<T>,
): Promise<{ result: T; cost: Cost }> {
  let peakBytes = process.memoryUsage.rss();
  const look = () => peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
  const timer = setInterval(look, LOOK_EVERY);
  const start = performance.now();
  try {
    const result = await work();
    const seconds = (performance.now() - start) / 1000;
    look();
    return { result, cost: { audioSeconds: waveform.length / SAMPLE_RATE, seconds, peakBytes } };
  } finally {
    clearInterval(timer);
  }
}

/**
 * Work on one mix after another, with a bar.
 *
 * @module
 */
import { interruption } from "../main.ts";
import { progress } from "../progress.ts";
import type { Mix } from "./mixes.ts";

export async function eachMix<T>(
  label: string,
  mixes: readonly Mix[],
  work: (mix: Mix) => Promise<T>,
): Promise<T[]> {
  const bar = progress(label, mixes.length);
  const results: T[] = [];
  try {
    for (const mix of mixes) {
      interruption.signal.throwIfAborted();
      results.push(await work(mix));
      bar.update(results.length, mix.name);
    }
  } finally {
    bar.stop();
  }
  return results;
}

/**
 * What hearing takes.
 *
 * @module
 */
import process from "node:process";
import { SAMPLE_RATE } from "../../frontend/constants.ts";
import type { Waveform } from "../../types.ts";
import type { Heard, Hearing } from "./cache.ts";
import type { Mix } from "./mixes.ts";

/** Milliseconds between looks at the memory. */
const LOOK_EVERY = 50;

/**
 * Hears a mix and measures what it takes.
 *
 * @param work All that the system has to do, from samples to labelled notes.
 */
export async function measure(
  mix: Mix,
  work: (waveform: Waveform) => Promise<Hearing>,
): Promise<Heard> {
  const waveform = await mix.waveform();
  let peakBytes = process.memoryUsage.rss();
  const look = () => peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
  const timer = setInterval(look, LOOK_EVERY);
  const start = performance.now();
  try {
    const hearing = await work(waveform);
    const seconds = (performance.now() - start) / 1000;
    look();
    const audioSeconds = waveform.length / SAMPLE_RATE;
    return { hearing, cost: { audioSeconds, seconds, peakBytes } };
  } finally {
    clearInterval(timer);
  }
}

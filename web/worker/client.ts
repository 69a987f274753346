/**
 * The page's door to its workers. Nothing else in the page knows how notes are made.
 *
 * @module
 */
import { proxy, type Remote, wrap } from "comlink";
import type { Thresholds } from "../../lib/inference/card.ts";
import type { Song } from "../../lib/types.ts";
import type { Analyst } from "./analyst.ts";
import type { Listener, Progress } from "./listener.ts";

export type { Progress };

/** Most threads that bring something. */
const MOST_THREADS = 4;

/** `?threads=1` in the page's address overrules. */
function threadCount(): number {
  const asked = Number(new URLSearchParams(location.search).get("threads"));
  if (!globalThis.crossOriginIsolated) return 1;
  if (asked >= 1) return Math.min(asked, navigator.hardwareConcurrency);
  return Math.max(1, Math.min(MOST_THREADS, Math.floor(navigator.hardwareConcurrency / 2)));
}

function start<T>(program: string): Remote<T> {
  return wrap<T>(new Worker(new URL(program, import.meta.url), { type: "module" }));
}

const listener = start<Listener>("./listener.js");
const analyst = start<Analyst>("./analyst.js");
const threads = threadCount();

/** Hears a recording and tells its timbres apart. */
export async function listen(
  file: Blob,
  thresholds: Partial<Thresholds>,
  timbres: number | "auto",
  onProgress: (progress: Progress) => void,
): Promise<Song> {
  const song = await listener.listen(file, threads, thresholds, proxy(onProgress));
  return analyst.recolor(song, timbres);
}

export const cancel = (): Promise<void> => listener.cancel();

export const forget = (): Promise<void> => listener.forget();

/** Notes of the latest recording with other thresholds, all of one timbre. */
export const extract = (thresholds: Partial<Thresholds>): Promise<Song | undefined> =>
  listener.extract(thresholds);

export const defaultThresholds = (): Promise<Thresholds> => listener.thresholds(threads);

export const recolor = (song: Song, timbres: number | "auto"): Promise<Song> =>
  analyst.recolor(song, timbres);

export const layOut = (embeddings: Float32Array, size: number): Promise<Float32Array> =>
  analyst.layOut(embeddings, size);

export const spectrum = (file: Blob, onColumns: (columns: Uint8Array) => void): Promise<void> =>
  listener.spectrum(file, proxy(onColumns));

export const playableCopy = (file: Blob): Promise<Blob> => listener.playableCopy(file);

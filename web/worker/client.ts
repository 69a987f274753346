/**
 * The page's door to its workers. Nothing else in the page knows how notes are made.
 *
 * @module
 */
import { proxy, transfer } from "comlink";
import type { Thresholds } from "../../lib/inference/card.ts";
import type { RecolorOptions } from "../../lib/recolor.ts";
import type { Song } from "../../lib/types.ts";
import type { Analyst } from "./analyst.ts";
import { Helper } from "./helper.ts";
import type { Listener, Progress } from "./listener.ts";
import type { LiveProgress } from "./live.ts";

export type { LiveProgress, Progress };

/** Most threads that bring something. */
const MOST_THREADS = 4;

/** `?threads=1` in the page's address overrules. */
function threadCount(): number {
  const asked = Number(new URLSearchParams(location.search).get("threads"));
  if (!globalThis.crossOriginIsolated) return 1;
  if (asked >= 1) return Math.min(asked, navigator.hardwareConcurrency);
  return Math.max(1, Math.min(MOST_THREADS, Math.floor(navigator.hardwareConcurrency / 2)));
}

const start = (program: string) => () =>
  new Worker(new URL(program, import.meta.url), { type: "module" });

const listener = new Helper<Listener>(start("./listener.js"));
const analyst = new Helper<Analyst>(start("./analyst.js"));
/** Another, for a map takes longer than a person waits for colours. */
const cartographer = new Helper<Analyst>(start("./analyst.js"));
const threads = threadCount();

/** Hears a recording and tells its timbres apart. */
export async function listen(
  file: Blob,
  thresholds: Partial<Thresholds>,
  timbres: number | "auto",
  onProgress: (progress: Progress) => void,
): Promise<Song> {
  const song = await listener.ask((worker) =>
    worker.listen(file, threads, thresholds, proxy(onProgress))
  );
  return recolor(song, { timbres });
}

export const cancel = (): Promise<void> => listener.ask((worker) => worker.cancel());

/** Hears what {@linkcode pushLive} brings until {@linkcode endLive}. @param sampleRate Hz. */
export const hearLive = (
  sampleRate: number,
  onProgress: (progress: LiveProgress) => void,
): Promise<void> =>
  listener.ask((worker) => worker.hearLive(sampleRate, threads, proxy(onProgress)));

/** @param samples Mono; given away. */
export const pushLive = (samples: Float32Array): Promise<void> =>
  listener.ask((worker) => worker.pushLive(transfer(samples, [samples.buffer])));

export const endLive = (): Promise<void> => listener.ask((worker) => worker.endLive());

export const forget = (): Promise<void> => listener.ask((worker) => worker.forget());

/** Notes of the latest recording with other thresholds, all of one timbre. */
export const extract = (thresholds: Partial<Thresholds>): Promise<Song | undefined> =>
  listener.ask((worker) => worker.extract(thresholds));

export const defaultThresholds = (): Promise<Thresholds> =>
  listener.ask((worker) => worker.thresholds(threads));

export const recolor = (song: Song, options: RecolorOptions): Promise<Song> =>
  analyst.ask((worker) => worker.recolor(song, options));

export const split = (song: Song, timbre: number): Promise<Song> =>
  analyst.ask((worker) => worker.split(song, timbre));

export const layOut = (embeddings: Float32Array, size: number): Promise<Float32Array> =>
  cartographer.ask((worker) => worker.layOut(embeddings, size));

export const spectrum = (file: Blob, onColumns: (columns: Uint8Array) => void): Promise<void> =>
  listener.ask((worker) => worker.spectrum(file, proxy(onColumns)));

export const playableCopy = (file: Blob): Promise<Blob> =>
  listener.ask((worker) => worker.playableCopy(file));

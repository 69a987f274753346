/**
 * A thread that renders clips to train on.
 *
 * @module
 */
import type { SpectrogramName } from "../../lib/frontend/features.ts";
import { perform, type Performance, remix, roomOf } from "../../synth/mixture.ts";
import { openStudio, type Recipe as Synthesis, type Studio } from "../../synth/studio.ts";
import type { Clip } from "./clips.ts";
import { featuresOf } from "./features.ts";

/** What a renderer is started with; the numbers of clips follow. */
export interface Commission {
  synthesis: Synthesis;
  /** Of the first performance. */
  seed: number;
  spectra: readonly SpectrogramName[];
}

/** A clip, or why there is none. */
export type Rendered = { number: number } & ({ clip: Clip } | { error: string });

const self = globalThis as unknown as {
  onmessage: (event: MessageEvent<Commission | number>) => void;
  postMessage(rendered: Rendered): void;
};

let commission: Commission;
let studio: Promise<Studio>;
/** Clips are rendered one after the other. */
let queue: Promise<void> = Promise.resolve();
let last: Performance | undefined;

async function render(number: number): Promise<Clip> {
  const { seed, synthesis: { rooms }, spectra } = commission;
  const performance = seed + Math.floor(number / rooms);
  const at = await studio;
  if (last?.seed !== performance) last = await perform(at, performance);
  const { audio, notes, players } = await remix(last, number % rooms, roomOf(at));
  const labels = { notes, players: players.map(({ timbre }) => ({ timbre })) };
  return { labels, features: await featuresOf(audio, spectra) };
}

self.onmessage = ({ data }) => {
  if (typeof data !== "number") {
    commission = data;
    studio = openStudio(data.synthesis);
    studio.catch(() => {});
    return;
  }
  queue = queue.then(async () => {
    try {
      self.postMessage({ number: data, clip: await render(data) });
    } catch (error) {
      self.postMessage({ number: data, error: (error as Error).message });
    }
  });
};

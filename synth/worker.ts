/**
 * A thread that renders a shard of a dataset.
 *
 * @module
 */
import { type Job, writeShard } from "./shard.ts";
import { openStudio } from "./studio.ts";

/** What a thread is started with. */
export interface Assignment {
  job: Job;
  /** Holds 1 when it is to stop. */
  stop: Int32Array<SharedArrayBuffer>;
}

/** A mixture is done, all are, or why there are no more. */
export type Report = "mixture" | "finished" | { error: string };

const self = globalThis as unknown as {
  onmessage: (event: MessageEvent<Assignment>) => void;
  postMessage(report: Report): void;
};

self.onmessage = async ({ data: { job, stop } }) => {
  try {
    const stopped = () => Atomics.load(stop, 0) === 1;
    await writeShard(await openStudio(job.recipe), job, stopped, () => self.postMessage("mixture"));
    self.postMessage("finished");
  } catch (error) {
    self.postMessage({ error: (error as Error).message });
  }
};

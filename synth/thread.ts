/**
 * Shards of a dataset on threads of their own.
 *
 * @module
 */
import type { Job } from "./shard.ts";
import type { Assignment, Report } from "./worker.ts";

/**
 * Renders up to the end, or up to the end of a mixture after `signal` is aborted.
 *
 * @param onMixture is called after each mixture
 */
export async function runThread(
  job: Job,
  signal: AbortSignal,
  onMixture: () => void,
): Promise<void> {
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const abort = () => void Atomics.store(stop, 0, 1);
  signal.addEventListener("abort", abort);
  if (signal.aborted) abort();
  const thread = new Worker(new URL("worker.ts", import.meta.url), { type: "module" });
  try {
    await new Promise<void>((resolve, reject) => {
      thread.onmessage = ({ data }: MessageEvent<Report>) => {
        if (data === "mixture") onMixture();
        else if (data === "finished") resolve();
        else reject(new Error(data.error));
      };
      thread.onerror = (event) => {
        event.preventDefault();
        reject(new Error(event.message));
      };
      thread.postMessage({ job, stop } satisfies Assignment);
    });
  } finally {
    signal.removeEventListener("abort", abort);
    thread.terminate();
  }
}

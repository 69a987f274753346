/**
 * Workers that are replaced when they fail.
 *
 * @module
 */
import { type Remote, wrap } from "comlink";

/** A worker that starts when it is first asked, and anew after it has failed. */
export class Helper<T> {
  readonly #start: () => Worker;
  #running: { remote: Remote<T>; asked: Set<(reason: Error) => void> } | undefined;

  constructor(start: () => Worker) {
    this.#start = start;
  }

  /**
   * Asks the worker for something.
   *
   * @throws {Error} What the worker throws, or that it has stopped.
   */
  ask<R>(question: (remote: Remote<T>) => Promise<R>): Promise<R> {
    const { remote, asked } = this.#running ??= this.#run();
    return new Promise<R>((resolve, reject) => {
      asked.add(reject);
      question(remote).then(resolve, reject).finally(() => asked.delete(reject));
    });
  }

  #run() {
    const worker = this.#start();
    const asked = new Set<(reason: Error) => void>();
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      worker.terminate();
      this.#running = undefined;
      const detail = event.message || "it could not be loaded";
      for (const reject of asked) reject(new Error(`a part of the page has stopped: ${detail}`));
    });
    return { remote: wrap<T>(worker), asked };
  }
}

/**
 * Waiting that can be given up.
 *
 * @module
 */

/**
 * The same iteration, but for an abort, which ends it with the signal's reason at once, even while
 * the source keeps it waiting. The source is then asked to return and not waited for.
 */
export async function* abortable<T>(
  source: AsyncIterable<T>,
  signal: AbortSignal,
): AsyncGenerator<T> {
  const steps = source[Symbol.asyncIterator]();
  let isOver = false;
  try {
    while (true) {
      const step = await orAbort(() => steps.next(), signal);
      isOver = step.done === true;
      if (step.done) return;
      yield step.value;
    }
  } finally {
    if (!isOver) {
      const returned = Promise.resolve(steps.return?.());
      if (signal.aborted) returned.catch(() => {});
      else await returned;
    }
  }
}

/** What `work` promises, unless the signal is aborted first. */
function orAbort<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    work().then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

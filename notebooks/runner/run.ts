/**
 * A notebook from top to bottom.
 *
 * @module
 */
import { dirname } from "node:path";
import { Kernel } from "./kernel.ts";
import { type Notebook, type Output, readNotebook, textOf } from "./notebook.ts";

/** A notebook with its outputs. */
export interface Run {
  notebook: Notebook;
  seconds: number;
  /** Why it stopped: the cell, counted from 1 among those with code, its source, the error. */
  failure?: string;
}

/**
 * Runs a notebook in a kernel of its own, up to its first error.
 *
 * @param limit Seconds that all cells together may take.
 * @param signal Ends the kernel at once, whatever it does.
 * @throws {DOMException} If `signal` was aborted.
 */
export async function runNotebook(
  path: string,
  limit: number,
  signal = new AbortController().signal,
): Promise<Run> {
  const notebook = await readNotebook(path);
  const kernel = await Kernel.start(dirname(path));
  const start = performance.now();
  const { end, clear } = endOf(kernel, limit, signal);
  let failure: string | undefined;
  try {
    let number = 0;
    for (const cell of notebook.cells) {
      if (cell.cell_type !== "code") continue;
      cell.execution_count = ++number;
      const source = textOf(cell.source);
      const ended = await Promise.race([kernel.execute(source, cell.outputs), end]);
      signal.throwIfAborted();
      const reason = ended ?? errorIn(cell.outputs);
      if (reason === undefined) continue;
      failure = describe(number, source, reason);
      break;
    }
    return { notebook, seconds: (performance.now() - start) / 1000, failure };
  } finally {
    clear();
    await kernel.stop();
  }
}

/** Resolves with the reason when a kernel must not or cannot go on. */
function endOf(kernel: Kernel, limit: number, signal: AbortSignal) {
  const { promise: end, resolve } = Promise.withResolvers<string>();
  const stop = () => resolve("the run was interrupted");
  const late = () => resolve(`the notebook has taken longer than ${limit} s`);
  const timer = setTimeout(late, limit * 1000);
  kernel.ended.then(resolve);
  signal.addEventListener("abort", stop);
  if (signal.aborted) stop();
  const clear = () => {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  };
  return { end, clear };
}

/** The exception among the outputs of a cell. */
function errorIn(outputs: readonly Output[]): string | undefined {
  const error = outputs.find((output) => output.output_type === "error");
  if (error === undefined) return undefined;
  const title = `${error.ename}: ${error.evalue}`;
  const traceback = error.traceback.join("\n");
  return traceback.startsWith(title) ? traceback : `${title}\n${traceback}`;
}

function describe(number: number, source: string, reason: string): string {
  const lines = source.split("\n").map((line) => `  | ${line}`);
  return [`cell ${number} failed:`, ...lines, reason].join("\n");
}

/**
 * A notebook from top to bottom.
 *
 * @module
 */
import { dirname } from "node:path";
import { Kernel } from "./kernel.ts";
import { type Notebook, readNotebook, textOf } from "./notebook.ts";

/** A notebook with its outputs. */
export interface Run {
  notebook: Notebook;
  seconds: number;
  /** Why it stopped: the cell, counted from 1 among those with code, its source, the error. */
  failure?: string;
}

/**
 * Executes a notebook in a kernel of its own, up to its first error.
 *
 * @param limit Seconds that all cells together may take.
 */
export async function runNotebook(path: string, limit: number): Promise<Run> {
  const notebook = await readNotebook(path);
  const kernel = await Kernel.start(dirname(path));
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  let timer: ReturnType<typeof setTimeout>;
  const over = new Promise<"over">((resolve) => {
    timer = setTimeout(() => resolve("over"), limit * 1000);
  });
  try {
    let number = 0;
    for (const cell of notebook.cells) {
      if (cell.cell_type !== "code") continue;
      const source = textOf(cell.source);
      cell.execution_count = ++number;
      const outputs = await Promise.race([kernel.execute(source), over]);
      if (outputs === "over") {
        const reason = `the notebook has taken longer than ${limit} s`;
        return { notebook, seconds: seconds(), failure: describe(number, source, reason) };
      }
      cell.outputs = outputs;
      const error = outputs.find((output) => output.output_type === "error");
      if (error !== undefined) {
        const reason = [`${error.ename}: ${error.evalue}`, ...error.traceback].join("\n");
        return { notebook, seconds: seconds(), failure: describe(number, source, reason) };
      }
    }
    return { notebook, seconds: seconds() };
  } finally {
    clearTimeout(timer!);
    await kernel.stop();
  }
}

function describe(number: number, source: string, reason: string): string {
  const lines = source.split("\n").map((line) => `  | ${line}`);
  return [`cell ${number} failed:`, ...lines, reason].join("\n");
}

/**
 * Small notebooks for tests.
 *
 * @module
 */
import { join } from "node:path";
import type { Notebook } from "../../notebooks/runner/notebook.ts";

/** A notebook of code cells. */
export function notebookOf(sources: readonly string[]): Notebook {
  return {
    nbformat: 4,
    cells: sources.map((source) => (
      { cell_type: "code", source, outputs: [], execution_count: null }
    )),
  };
}

/** Writes a notebook of code cells into a fresh folder, which is removed after the work. */
export async function withNotebook(
  sources: readonly string[],
  work: (path: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const path = join(folder, "test.ipynb");
  await Deno.writeTextFile(path, JSON.stringify(notebookOf(sources)));
  try {
    await work(path);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

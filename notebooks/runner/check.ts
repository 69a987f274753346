/**
 * Types of the cells of a notebook, which `deno check` does not see.
 *
 * @module
 */
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { readNotebook, textOf } from "./notebook.ts";

/** The place of each line of a module that is made of cells. */
interface Line {
  /** From 1, among those with code. */
  cell: number;
  line: number;
}

/**
 * Checks the cells of a notebook as one module beside it, so that imports mean the same.
 *
 * @returns What is wrong, with places in cells; nothing if all is well.
 */
export async function checkCells(path: string): Promise<string | undefined> {
  const { cells } = await readNotebook(path);
  const sources = cells.filter(({ cell_type }) => cell_type === "code")
    .map(({ source }) => textOf(source));
  const places: Line[] = sources.flatMap((source, i) =>
    source.split("\n").map((_, line) => ({ cell: i + 1, line: line + 1 }))
  );
  const module = join(dirname(path), `.${basename(path, ".ipynb")}.${crypto.randomUUID()}.ts`);
  await Deno.writeTextFile(module, `${sources.join("\n")}\nexport {};\n`);
  try {
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "--quiet", module],
      cwd: dirname(path),
      env: { NO_COLOR: "1" },
    }).output();
    if (success) return undefined;
    const place = (_: string, line: string) => {
      const at = places[Number(line) - 1];
      return `cell ${at.cell}, line ${at.line}`;
    };
    return new TextDecoder().decode(stderr).trim()
      .replaceAll(new RegExp(`${escape(pathToFileURL(module).href)}:(\\d+):\\d+`, "g"), place);
  } finally {
    await Deno.remove(module);
  }
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

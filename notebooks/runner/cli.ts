/**
 * `deno task notebooks`: runs notebooks, each in a fresh kernel.
 *
 * @module
 */
import { Command } from "commander";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { userPath, writeWhole } from "../../lib/cli/files.ts";
import { cannot, integer, interruption, main } from "../../lib/cli/main.ts";
import { readPlotly } from "../../lib/cli/plotly.ts";
import { checkCells } from "./check.ts";
import { notebookPage } from "./html.ts";
import { hasOutputs, readNotebook } from "./notebook.ts";
import { runNotebook } from "./run.ts";

/** Where notebooks are found by the beginnings of their names. */
const FOLDER = fileURLToPath(new URL("../", import.meta.url));

/** Seconds that one notebook may take. */
const LIMIT = 600;

const command = new Command("notebooks")
  .description("Check and run notebooks from top to bottom, each in a fresh kernel.")
  .argument("[names...]", "beginnings of names, or paths; all notebooks by default")
  .option("--html <folder>", "write each with its outputs as a page", userPath)
  .option("--limit <s>", "seconds that a notebook may take", integer(1, 86_400), LIMIT)
  .option("--check", "only look at types and that no outputs are stored")
  .action(run);

interface Options {
  html?: string;
  limit: number;
  check?: boolean;
}

async function run(names: string[], { html, limit, check }: Options): Promise<void> {
  const failed: string[] = [];
  for (const path of await find(names)) {
    const name = basename(path, ".ipynb");
    const faults = await faultsOf(path);
    interruption.signal.throwIfAborted();
    if (faults.length === 0 && !check) {
      const { notebook, seconds, failure } = await runNotebook(path, limit, interruption.signal);
      if (failure !== undefined) faults.push(failure);
      if (html !== undefined) {
        const page = notebookPage(notebook, name, await readPlotly());
        await writeWhole(join(html, `${name}.html`), page);
      }
      console.log(`${failure === undefined ? "ran" : "failed"} ${name} in ${seconds.toFixed(0)} s`);
    }
    for (const fault of faults) console.error(`${name}: ${fault}`);
    if (faults.length > 0) failed.push(name);
  }
  if (failed.length > 0) throw cannot("accept the notebooks", new Error(failed.join(", ")));
}

/** What is wrong with a notebook as it lies there. */
async function faultsOf(path: string): Promise<string[]> {
  const stored = hasOutputs(await readNotebook(path)) ? ["outputs are stored; clear them"] : [];
  const types = await checkCells(path);
  return types === undefined ? stored : [...stored, types];
}

/** Paths of notebooks by the beginnings of their names; names that end in .ipynb are paths. */
async function find(names: readonly string[]): Promise<string[]> {
  const files = (await Array.fromAsync(Deno.readDir(FOLDER)))
    .map(({ name }) => name)
    .filter((name) => name.endsWith(".ipynb"))
    .sort();
  if (names.length === 0) return files.map((file) => join(FOLDER, file));
  return names.flatMap((name) => {
    if (name.endsWith(".ipynb")) return [userPath(name)];
    const found = files.filter((file) => file.startsWith(name));
    if (found.length === 0) throw new Error(`Cannot find a notebook called ${name}`);
    return found.map((file) => join(FOLDER, file));
  });
}

await main(command);

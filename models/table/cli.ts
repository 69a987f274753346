/**
 * `deno task table`: all models side by side in one table.
 *
 * @module
 */
import { Command, Option } from "commander";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { writeJson } from "../../lib/cli/evaluate/output.ts";
import { userPath, writeWhole } from "../../lib/cli/files.ts";
import { cannot, main } from "../../lib/cli/main.ts";
import { readPlotly } from "../../lib/cli/plotly.ts";
import { toPage } from "../../lib/export/html.ts";
import { toMarkdown } from "../../lib/export/table.ts";
import { type Backend, BACKENDS } from "../../lib/inference/runtime.ts";
import { fByParts } from "../../lib/plot/f_by_parts.ts";
import { judge } from "./judge.ts";
import { tableOf } from "./row.ts";
import { openTrials, type TrialFolders } from "./trials.ts";

/** What the speed is measured on unless another recording is named. */
const EXAMPLE = fileURLToPath(new URL("../../lib/example/trio.wav", import.meta.url));

interface Options extends TrialFolders {
  model: string[];
  recording: string;
  backend: Backend;
  cache: string;
  json?: string;
  html?: string;
}

const list = (text: string) => text.split(",");

const command = new Command("table")
  .description("Put models side by side: what they cost, and how they do on each data set.")
  .option("--model <names>", "bundled models, paths of model cards, basic-pitch", list, [
    "prism",
    "septimbre",
    "basicamt",
    "basic-pitch",
  ])
  .option("--bach10 <folder>", "where Bach10 lies")
  .option("--maps <folder>", "where MAPS lies")
  .option("--mixtures <folders>", "folders of mixtures, as the synth task writes them", list, [])
  .option("--recording <file>", "what speed is measured on", userPath, EXAMPLE)
  .addOption(
    new Option("--backend <name>", "inference engine, but for the speed").choices([...BACKENDS])
      .default("native"),
  )
  .option("--cache <folder>", "keeps what was heard", "runs/evaluate")
  .option("--json <file>", "JSON file to write; - for standard output, and nothing else on it")
  .option("--html <file>", "page with figures to write")
  .action(run);

async function run({ json, html, ...options }: Options): Promise<void> {
  try {
    const trials = await openTrials(options);
    const recording = await readFile(options.recording);
    const { rows, results } = await judge(trials, { ...options, recording });
    const table = tableOf(trials, rows);
    if (json !== undefined) await writeJson(json, { schema: 1, rows });
    if (html !== undefined) {
      const figures = results.map((result) => ({
        heading: `${result.dataset}: F against the number of players`,
        figure: fByParts(result),
      }));
      const page = toPage([{ table }, ...figures], "Models side by side", await readPlotly());
      await writeWhole(userPath(html), page);
    }
    if (json !== "-") console.log(toMarkdown(table));
  } catch (error) {
    throw cannot("make the table", error);
  }
}

await main(command);

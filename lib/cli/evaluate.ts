/**
 * `deno task evaluate`: systems on a data set, or one file against another.
 *
 * @module
 */
import { Command, InvalidArgumentError, Option } from "commander";
import { DATASETS } from "../evaluate/datasets/mod.ts";
import { DEFAULT_MODEL } from "../inference/model.ts";
import { BACKENDS } from "../inference/runtime.ts";
import { type PriorName, PRIORS } from "../timbre/priors.ts";
import { type DatasetOptions, evaluateDataset } from "./evaluate/dataset.ts";
import type { Sizes } from "./evaluate/mixes.ts";
import { evaluateCounting } from "./evaluate/counting.ts";
import { evaluateFiles, type FileOptions, TASKS } from "./evaluate/two_files.ts";
import { main } from "./main.ts";

type Options = Partial<DatasetOptions & FileOptions & { counting: boolean }>;

const command = new Command("evaluate")
  .description(
    "Score systems on a data set (--dataset, --data), or one file against another " +
      "(--reference, --estimate).",
  )
  .addOption(new Option("--dataset <name>", "data set").choices(Object.keys(DATASETS)))
  .option("--data <folder>", "where the data set lies")
  .option("--split <name>", "published share of the data set, or all; test where there is one")
  .option(
    "--model <names>",
    "bundled models, paths of model cards, basic-pitch; parted by commas " +
      `(default: ${DEFAULT_MODEL})`,
    (text: string) => text.split(","),
  )
  .option(
    "--estimates <folder>",
    "another system's .mid or .json files, named like the pieces (song.mid) and mixes of parts " +
      "(song-1+3.mid for its first and third part)",
  )
  .option(
    "--solo",
    "models also hear each part of a mix alone, and tell the notes of all parts apart",
    false,
  )
  .option(
    "--priors <names>",
    "models also expect something of players, each alone and then all: " +
      `${Object.keys(PRIORS).join(", ")}; parted by commas`,
    priorNames,
    [],
  )
  .addOption(
    new Option("--timbres <how>", "timbres found out, or their number given")
      .choices(["auto", "given", "both"]).default("both"),
  )
  .option("--mixes <sizes>", "numbers of parts mixed, or whole for each recording", sizes, [
    2,
    3,
    4,
  ])
  .addOption(
    new Option("--thresholds <which>", "the systems' own, the best on this data, or both")
      .choices(["fixed", "sweep", "both"]).default("fixed"),
  )
  .addOption(
    new Option("--counting", "compare ways of counting timbres, with nothing else")
      .conflicts(["estimates", "json", "html"]),
  )
  .addOption(
    new Option("--backend <name>", "inference engine").choices([...BACKENDS]).default("native"),
  )
  .option("--cache <folder>", "keeps what was heard", "runs/evaluate")
  .option("--reference <file>", "the truth: noteprism's JSON, MIDI, or mir_eval's text")
  .option("--estimate <file>", "what is scored against it")
  .addOption(
    new Option("--task <name>", "what two files are scored in").choices([...TASKS])
      .default("transcription"),
  )
  .option("--json <file>", "JSON file to write; - for standard output, and nothing else on it")
  .option("--html <file>", "report with figures to write, for a data set")
  .action(run);

function sizes(text: string): Sizes {
  if (text === "whole") return text;
  const numbers = text.split(",").map(Number);
  if (numbers.some((n) => !Number.isInteger(n) || n < 1)) {
    throw new InvalidArgumentError("Name whole numbers from 1, parted by commas, or whole.");
  }
  return numbers;
}

function priorNames(text: string): PriorName[] {
  return text.split(",").map((name) => {
    if (name in PRIORS) return name as PriorName;
    throw new InvalidArgumentError(`Name some of ${Object.keys(PRIORS).join(", ")}.`);
  });
}

async function run(options: Options): Promise<void> {
  const { dataset, data, reference, estimate } = options;
  const isDataset = dataset !== undefined && data !== undefined;
  const isFiles = reference !== undefined && estimate !== undefined;
  if (isDataset === isFiles) {
    command.error("error: name --dataset and --data, or --reference and --estimate", {
      exitCode: 2,
    });
  }
  if (isFiles && options.html !== undefined) {
    command.error("error: --html shows a data set, not two files", { exitCode: 2 });
  }
  if (options.counting && isFiles) {
    command.error("error: --counting needs a data set, not two files", { exitCode: 2 });
  }
  if (options.counting) await evaluateCounting(options as DatasetOptions);
  else if (isDataset) await evaluateDataset(options as DatasetOptions);
  else await evaluateFiles(options as FileOptions);
}

if (import.meta.main) await main(command);

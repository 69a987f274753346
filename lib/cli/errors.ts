/**
 * `deno task errors`: where a system's false and missed notes on a data set come from.
 *
 * @module
 */
import { Command, Option } from "commander";
import { DATASETS } from "../evaluate/datasets/mod.ts";
import { DEFAULT_MODEL } from "../inference/model.ts";
import { BACKENDS } from "../inference/runtime.ts";
import { analyseMistakes, type MistakesOptions } from "./evaluate/mistakes.ts";
import { main } from "./main.ts";

/** Numbers of parts mixed. */
const SIZES = [2, 3, 4];

const command = new Command("errors")
  .description("Sort the false and missed notes of a model on a data set by their causes.")
  .addOption(
    new Option("--dataset <name>", "data set").choices(Object.keys(DATASETS)).makeOptionMandatory(),
  )
  .requiredOption("--data <folder>", "where the data set lies")
  .option("--split <name>", "published share of the data set, or all; test where there is one")
  .option("--model <name>", "a bundled model, the path of a card, or basic-pitch", DEFAULT_MODEL)
  .addOption(
    new Option("--backend <name>", "inference engine").choices([...BACKENDS]).default("native"),
  )
  .option("--cache <folder>", "keeps what was heard", "runs/evaluate")
  .option("--html <file>", "page with figures to write")
  .action((options: Omit<MistakesOptions, "mixes">) =>
    analyseMistakes({ ...options, mixes: SIZES })
  );

if (import.meta.main) await main(command);

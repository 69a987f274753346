/**
 * `deno task synth`: writes a folder of labelled mixtures.
 *
 * @module
 */
import { Command, InvalidArgumentError, Option } from "commander";
import { userPath } from "../lib/cli/files.ts";
import { cannot, integer, interruption, main } from "../lib/cli/main.ts";
import { progress } from "../lib/cli/progress.ts";
import { writeDataset } from "./dataset.ts";
import { addRecipe, recipeOf, type RecipeOptions } from "./flags.ts";
import { countOf, type Format, FORMATS, type Shard } from "./shard.ts";

/** Seeds of performances are 32-bit numbers. */
const MOST_SEED = 2 ** 32 - 1;
const MOST_MIXTURES = 1_000_000;
const MOST_WORKERS = 64;

function shard(text: string): Shard {
  const match = /^(\d+)\/(\d+)$/.exec(text);
  const index = Number(match?.[1]) - 1;
  const of = Number(match?.[2]);
  if (!(index >= 0 && index < of)) throw new InvalidArgumentError("It must be such as 1/2.");
  return { index, of };
}

const command = addRecipe(
  new Command("synth")
    .description("Write labelled mixtures: NNNNN.wav, NNNNN.json, NNNNN.mid and manifest.json.")
    .requiredOption("--out <folder>", "where to write", userPath)
    .option("--seed <n>", "performance i has seed n + i", integer(0, MOST_SEED), 1)
    .option("--count <n>", "number of mixtures", integer(1, MOST_MIXTURES), 10)
    .addOption(new Option("--format <name>", "of audio").choices(FORMATS).default("wav"))
    .option("--stems", "also each player and the background alone, in stems/", false)
    .addOption(
      new Option("--shard <i/n>", "only every n-th performance, from the i-th")
        .argParser(shard).default({ index: 0, of: 1 }, "1/1"),
    )
    .option("--workers <n>", "threads", integer(1, MOST_WORKERS), 1)
    .option("--resume", "leave alone what is there", false)
    .option("--quiet", "no progress bar"),
).action(run);

interface Options extends RecipeOptions {
  out: string;
  seed: number;
  count: number;
  format: Format;
  stems: boolean;
  shard: Shard;
  workers: number;
  resume: boolean;
  quiet?: boolean;
}

async function run(options: Options): Promise<void> {
  const { out, count, shard, workers, resume, licence: licences } = options;
  const recipe = recipeOf(options);
  const bar = progress("Rendering", countOf(shard, count, recipe.rooms), options.quiet);
  const started = performance.now();
  try {
    await writeDataset(out, { ...options, recipe, licences }, {
      workers,
      resume,
      signal: interruption.signal,
      onProgress: (done) => {
        const speed = done * recipe.seconds * 1000 / (performance.now() - started);
        bar.update(done, `${speed.toFixed(0)}× real time`);
      },
    });
  } catch (error) {
    throw cannot("synthesise", error);
  } finally {
    bar.stop();
  }
}

await main(command);

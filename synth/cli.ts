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
import type { Licences } from "./provenance.ts";
import { type Source, SOURCES } from "./timbre/cast.ts";

/** Seeds of mixtures are 32-bit numbers. */
const MOST_SEED = 2 ** 32 - 1;
const MOST_MIXTURES = 1_000_000;

/** Most players in a mixture. */
const MOST_PLAYERS = 5;

function duration(text: string): number {
  const value = Number(text);
  if (!(value >= 0.5 && value <= 600)) throw new InvalidArgumentError("It must be 0.5 to 600.");
  return value;
}

function players(text: string): [number, number] {
  const match = /^(\d+)(?:-(\d+))?$/.exec(text);
  const fewest = Number(match?.[1]);
  const most = Number(match?.[2] ?? fewest);
  if (!(fewest >= 1 && fewest <= most && most <= MOST_PLAYERS)) {
    throw new InvalidArgumentError(`It must be a range such as 1-${MOST_PLAYERS}.`);
  }
  return [fewest, most];
}

function shard(text: string): { index: number; of: number } {
  const match = /^(\d+)\/(\d+)$/.exec(text);
  const index = Number(match?.[1]) - 1;
  const of = Number(match?.[2]);
  if (!(index >= 0 && index < of)) throw new InvalidArgumentError("It must be such as 1/2.");
  return { index, of };
}

function sources(text: string): Source[] {
  const names = text.split(",");
  const unknown = names.find((name) => !Object.hasOwn(SOURCES, name));
  if (unknown !== undefined) {
    throw new InvalidArgumentError(`"${unknown}" is none of ${Object.keys(SOURCES).join(", ")}.`);
  }
  return names as Source[];
}

function pattern(text: string): string {
  try {
    return new RegExp(text).source;
  } catch {
    throw new InvalidArgumentError("It must be a regular expression.");
  }
}

/** Collects NAME=LICENCE. */
function licence(text: string, known: Licences): Licences {
  const [name, ...terms] = text.split("=");
  if (!name || terms.length === 0) throw new InvalidArgumentError("It must be NAME=LICENCE.");
  return { ...known, [name]: terms.join("=") };
}

const folders = (text: string) => text.split(",").map(userPath);

const command = new Command("synth")
  .description("Write labelled mixtures: NNNNN.wav, NNNNN.json and manifest.json.")
  .requiredOption("--out <folder>", "where to write", userPath)
  .option("--seed <n>", "mixture i has seed n + i", integer(0, MOST_SEED), 1)
  .option("--count <n>", "number of mixtures", integer(1, MOST_MIXTURES), 10)
  .addOption(
    new Option("--timbres <range>", "players in a mixture").argParser(players).default(
      [1, 5],
      "1-5",
    ),
  )
  .option("--seconds <s>", "length of a mixture", duration, 10)
  .option("--bank <folders>", "recorded notes with a manifest.csv", folders, [])
  .option("--scores <folders>", "MIDI files to re-cast", folders, [])
  .option("--irs <folders>", "impulse responses", folders, [])
  .option("--licence <name=terms>", "of a folder of scores or impulse responses", licence, {})
  .addOption(
    new Option("--sources <names>", "kinds of timbre")
      .argParser(sources).default(Object.keys(SOURCES) as Source[], "all"),
  )
  .option(
    "--exclude <regex>",
    "bank timbres (library/instrument/articulation) to leave out",
    pattern,
  )
  .addOption(
    new Option("--shard <i/n>", "make only every n-th mixture, from the i-th")
      .argParser(shard).default({ index: 0, of: 1 }, "1/1"),
  )
  .option("--quiet", "no progress bar")
  .action(run);

interface Options {
  out: string;
  seed: number;
  count: number;
  timbres: [number, number];
  seconds: number;
  bank: string[];
  scores: string[];
  irs: string[];
  licence: Licences;
  sources: Source[];
  exclude?: string;
  shard: { index: number; of: number };
  quiet?: boolean;
}

async function run(options: Options): Promise<void> {
  const { out, seed, count, shard, seconds, timbres, sources, exclude } = options;
  const bar = progress("Rendering", Math.ceil((count - shard.index) / shard.of), options.quiet);
  const started = performance.now();
  const recipe = {
    seconds,
    timbres,
    sources,
    banks: options.bank,
    scores: options.scores,
    responses: options.irs,
    exclude,
  };
  try {
    await writeDataset(out, { recipe, seed, count, shard, licences: options.licence }, (done) => {
      interruption.signal.throwIfAborted();
      const speed = done * seconds * 1000 / (performance.now() - started);
      bar.update(done, `${speed.toFixed(0)}× real time`);
    });
  } catch (error) {
    throw cannot("synthesise", error);
  } finally {
    bar.stop();
  }
}

await main(command);

/**
 * `deno task ablate`: models changed in one respect, trained alike and put side by side.
 *
 * @module
 */
import { Argument, Command, InvalidArgumentError } from "commander";
import { writeJson } from "../../lib/cli/evaluate/output.ts";
import { userPath } from "../../lib/cli/files.ts";
import { cannot, integer, interruption, main } from "../../lib/cli/main.ts";
import { toMarkdown } from "../../lib/export/table.ts";
import { openMixtures } from "../table/trials.ts";
import { type Judged, judgeVariant, tableOf } from "./judge.ts";
import { type Budget, trainVariant } from "./train.ts";
import { type Kind, KINDS, type Variant, VARIANTS } from "./variants.ts";

type Options = Omit<Budget, "folders"> & Partial<Record<Kind, string[]>> & {
  mixtures: string[];
  json?: string;
};

const list = (text: string) => text.split(",");
const folders = (text: string) => list(text).map(userPath);

function matcher(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch {
    throw new InvalidArgumentError("It must be a regular expression.");
  }
}

const command = new Command("ablate")
  .description("Train variants of models with one budget and print how they do.")
  .addArgument(
    new Argument("[variants...]", "all if none is named").choices(VARIANTS.map(({ name }) => name)),
  )
  .requiredOption("--data <folders>", KINDS.data, folders)
  .option("--uniform <folders>", KINDS.uniform, folders)
  .option("--banks <folders>", KINDS.banks, folders)
  .option("--procedural <folders>", KINDS.procedural, folders)
  .option("--without <regex>", "leave out clips in which such a timbre plays", matcher)
  .requiredOption("--validation <folder>", "clips that training validates on", userPath)
  .requiredOption(
    "--notes <weights>",
    "a checkpoint or card of basicamt, for variants of timbres",
    userPath,
  )
  .requiredOption("--mixtures <folders>", "mixtures to judge on", list)
  .option("--steps <n>", "of every variant", integer(1, 1e7), 1000)
  .option("--seed <n>", "of every variant", integer(0, 2 ** 32 - 1), 1)
  .option("--out <folder>", "keeps runs and trained models", userPath, userPath("runs/ablate"))
  .option("--json <file>", "JSON file to write; - for standard output, and nothing else on it")
  .action(run);

async function run(names: string[], options: Options): Promise<void> {
  const { mixtures, json, steps, data, uniform, banks, procedural } = options;
  const budget: Budget = { ...options, folders: { data, uniform, banks, procedural } };
  try {
    const trials = await Promise.all(mixtures.map(openMixtures));
    const chosen = names.length > 0 ? names.map(variantNamed) : VARIANTS;
    const judged: Judged[] = [];
    for (const variant of chosen.filter((variant) => hasData(variant, budget))) {
      const card = await trainVariant(variant, budget, interruption.signal);
      judged.push(await judgeVariant(variant, card, trials));
      console.error(toMarkdown(tableOf(judged.slice(-1), steps)));
    }
    if (judged.length === 0) throw new Error("no variant is left");
    if (json !== undefined) await writeJson(json, { schema: 1, steps, judged });
    if (json !== "-") console.log(toMarkdown(tableOf(judged, steps)));
  } catch (error) {
    throw cannot("compare variants", error);
  }
}

/** Choices were checked before. */
function variantNamed(wanted: string): Variant {
  return VARIANTS.find(({ name }) => name === wanted)!;
}

function hasData({ name, kind = "data" }: Variant, { folders }: Budget): boolean {
  if (folders[kind] !== undefined) return true;
  console.error(`Left out ${name}: no folder is named with --${kind}`);
  return false;
}

await main(command);

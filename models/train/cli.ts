/**
 * `deno task train`: trains a model of the zoo and exports it.
 *
 * @module
 */
import { Argument, Command, InvalidArgumentError } from "commander";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { userPath, writeWhole } from "../../lib/cli/files.ts";
import { cannot, integer, interruption, main } from "../../lib/cli/main.ts";
import { addRecipe, pattern, recipeOf, type RecipeOptions } from "../../synth/flags.ts";
import type { Curve } from "../../lib/plot/curves.ts";
import type { Model } from "../zoo/model.ts";
import { modelNamed, MODELS } from "../zoo/mod.ts";
import { branchCurves, drawnCurves, readLog, trainingCurves } from "./curves.ts";
import { buildProgram } from "./program.ts";
import { finishing, type Recipe } from "./recipe.ts";
import { exportModel } from "./export.ts";
import { checkpointPath, logPath, runTraining } from "./run.ts";
import { isCard, loadTrained, type Trained, trainedBy } from "./trained.ts";

interface Options extends RecipeOptions {
  data?: string[];
  without?: RegExp;
  synth: boolean;
  pool: number;
  uses: number;
  validation?: string;
  run: string;
  out: string;
  notes?: string;
  from?: string;
  steps?: number;
  minutes?: number;
  seed?: number;
  resume: boolean;
  exportOnly: boolean;
  thresholds?: { onset: number; frame: number };
}

function positive(text: string): number {
  const value = Number(text);
  if (value > 0 && value < Infinity) return value;
  throw new InvalidArgumentError("It must be a positive number.");
}

function thresholds(text: string): { onset: number; frame: number } {
  const [onset, frame, ...rest] = text.split(",").map(Number);
  const valid = (value: number) => value > 0 && value < 1;
  if (valid(onset) && valid(frame) && rest.length === 0) return { onset, frame };
  throw new InvalidArgumentError("It must be two numbers between 0 and 1, such as 0.3,0.3.");
}

const command = addRecipe(
  new Command("train")
    .description("Train a model and write MODEL.onnx with its card, MODEL.json.")
    .addArgument(new Argument("<model>", "what to train").choices(MODELS.map(({ name }) => name)))
    .option(
      "--data <folders>",
      "clips to train on, as the synth task writes them",
      (text: string) => text.split(",").map(userPath),
    )
    .option("--without <regex>", "leave out clips in which such a timbre plays", matcher)
    .option("--synth", "instead: train on mixtures rendered on the way", false)
    .option("--pool <n>", "rendered mixtures at hand at a time", integer(1, 1e5), 400)
    .option("--uses <n>", "crops of each mixture on average, before a new one", positive, 8)
    .option("--validation <folder>", "clips to validate on, else the last 5% of the data", userPath)
    .option("--out <folder>", "where to write the model", userPath, userPath("models/weights"))
    .option("--run <folder>", "checkpoint and log of the run, else runs/MODEL", userPath)
    .option(
      "--notes <weights>",
      "timbre models: a checkpoint or card of the note branch, else that of --from",
      userPath,
    )
    .option(
      "--from <weights>",
      "finish those of a checkpoint or card: fewer steps, a lower rate",
      userPath,
    )
    .option("--steps <n>", "length of the run, else the recipe's", integer(1, 1e7))
    .option("--minutes <m>", "stop early", positive)
    .option("--seed <n>", "else 1", integer(0, 2 ** 32 - 1))
    .option("--resume", "go on from the run's checkpoint", false)
    .option("--export-only", "write the model from the run's checkpoint", false)
    .option(
      "--thresholds <onset,frame>",
      "for the card, else those of the card that weights are from, else 0.3,0.3",
      thresholds,
    ),
)
  .action(async (name: string, given: Omit<Options, "run"> & { run?: string }) => {
    const model = modelNamed(name);
    const options = {
      ...given,
      run: given.run ?? userPath(join("runs", name)),
      notes: given.notes ?? notesBeside(model, given.from),
    };
    checkUsage(model, options);
    try {
      if (options.exportOnly) {
        const own = await loadTrained(checkpointPath(options.run), model);
        await writeModel(model, own, await loadNotes(model, options), options);
      } else await trainModel(model, options);
    } catch (error) {
      throw cannot(`train ${name}`, error);
    }
  });

function matcher(text: string): RegExp {
  return new RegExp(pattern(text));
}

/** Where a model starts from a card, its notes are those of the card, too. */
function notesBeside({ base }: Model, from?: string): string | undefined {
  return base && from && isCard(from) ? from : undefined;
}

function checkUsage({ name, base, hearsBase }: Model, options: Options): void {
  const { resume, exportOnly } = options;
  if (!exportOnly && options.synth === (options.data !== undefined)) {
    command.error("error: either --data or --synth is needed");
  }
  if (options.synth && !exportOnly && !options.validation) {
    command.error("error: --synth needs a folder for --validation");
  }
  if (resume && [options.steps, options.seed, options.from].some((given) => given !== undefined)) {
    command.error(
      "error: --resume takes --steps, --seed and --from from the checkpoint: leave them out",
    );
  }
  if (options.notes && !base) command.error(`error: ${name} takes no --notes`);
  if ((exportOnly ? base : hearsBase) && !options.notes) {
    command.error(`error: ${name} needs --notes, a checkpoint or card of ${base}`);
  }
}

async function trainModel(model: Model, options: Options): Promise<void> {
  const { signal } = interruption;
  if (!options.resume && existsSync(checkpointPath(options.run))) {
    throw new Error(`${options.run} holds a run: go on with --resume, or name another --run`);
  }
  const from = options.from ? await loadTrained(options.from, model) : undefined;
  const { steps = model.recipe.steps } = options;
  const recipe = from ? finishing(model.recipe, options.steps) : { ...model.recipe, steps };
  if (from) tellDrawn(model, recipe, from);
  const notes = await loadNotes(model, options);
  const base = (model.hearsBase && notes?.values) || new Map();
  const { licence: licences, pool: size, uses } = options;
  const rendering = { synthesis: recipeOf(options), licences, size, uses };
  const { state, ending } = await runTraining(
    { ...options, from, base, rendering, model: model.name, recipe, seed: options.seed ?? 1 },
    signal,
  );
  const { step, best } = state;
  console.error(
    `${ending} at step ${step}; best validation ${best.loss.toFixed(4)} at ${best.step}`,
  );
  if (signal.aborted) {
    console.error("go on with --resume, or write the model with --export-only");
    signal.throwIfAborted();
  }
  if (!model.base || notes) await writeModel(model, trainedBy(state), notes, options);
  else console.error("no --notes: write the model with --export-only --notes WEIGHTS");
}

/** What only training needs is in no model. */
function tellDrawn({ name }: Model, recipe: Recipe, { values }: Trained): void {
  const { parameters } = buildProgram({ model: name, recipe }, "validation");
  const drawn = parameters.filter(({ name }) => !values.has(name)).map(({ name }) => name);
  if (drawn.length > 0) console.error(`drawn, as no model holds them: ${drawn.join(", ")}`);
}

/** The trained note branch of a model that holds another one's, where it is named. */
async function loadNotes({ base }: Model, { notes }: Options): Promise<Trained | undefined> {
  return base && notes ? await loadTrained(notes, modelNamed(base)) : undefined;
}

async function writeModel(
  model: Model,
  own: Trained,
  notes: Trained | undefined,
  { out, run, thresholds, ...options }: Options,
): Promise<void> {
  const branches = notes ? [notes, own] : [own];
  const known = { ...branches[0].thresholds, ...thresholds };
  console.error(`wrote ${await exportModel(out, model, branches, known)}`);
  const path = join(out, `${model.name}.curves.json`);
  try {
    const series = notes ? await curvesOf(options.notes!, notes) : [];
    series.push(...await curvesOf(checkpointPath(run), own));
    await writeWhole(path, JSON.stringify(trainingCurves(series)) + "\n");
  } catch (error) {
    console.error(`wrote no curves: ${(error as Error).message}`);
  }
}

/** The losses of a run, from the log beside its checkpoint or the figure beside its card. */
async function curvesOf(path: string, { run: { origin, step } }: Trained): Promise<Curve[]> {
  const { branch } = modelNamed(origin.model);
  if (isCard(path)) return await drawnCurves(path.replace(/json$/, "curves.json"), branch);
  return branchCurves({ branch, entries: await readLog(logPath(path), step) });
}

if (import.meta.main) await main(command);

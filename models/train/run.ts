/**
 * A whole training run: data, team, checkpoints, export.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { type Progress, progress } from "../../lib/cli/progress.ts";
import { isSpectrogram, type SpectrogramName } from "../../lib/frontend/features.ts";
import type { Values } from "../graph/trace.ts";
import { modelNamed } from "../zoo/mod.ts";
import { type Clips, subset } from "./clips.ts";
import { readClips, readSources } from "./features.ts";
import { Journal } from "./journal.ts";
import { buildProgram } from "./program.ts";
import type { Plan } from "./recipe.ts";
import { initialState, loadState, type Origin, saveState, type State } from "./state.ts";
import { Team } from "./team.ts";
import { type Ending, train } from "./trainer.ts";

/** Last part of the clips that validates where no folder is named. */
const VALIDATION_SHARE = 0.05;

const MINUTES_BETWEEN_CHECKPOINTS = 3;

/** Where a run keeps its checkpoint. */
export function checkpointPath(run: string): string {
  return join(run, "checkpoint.bin");
}

/** A training run as the command line asks for it. */
export interface RunOptions extends Plan {
  seed: number;
  /** Folder of clips. */
  data: string;
  validation?: string;
  /** Folder of the checkpoint and the log. */
  run: string;
  resume: boolean;
  /** Parameters and running statistics of the base, for a model that hears it in training. */
  base: Values;
  /** Ends the run early. */
  minutes?: number;
}

async function readFolder(
  folder: string,
  spectra: readonly SpectrogramName[],
  signal: AbortSignal,
): Promise<Clips> {
  let bar: Progress | undefined;
  try {
    return await readClips(folder, (done, total) => {
      signal.throwIfAborted();
      bar ??= progress("read clips", total);
      bar.update(done);
    }, spectra);
  } finally {
    bar?.stop();
  }
}

async function readData({ model, data, validation }: RunOptions, signal: AbortSignal) {
  const read = (folder: string) =>
    readFolder(folder, modelNamed(model).inputs.filter(isSpectrogram), signal);
  const all = await read(data);
  if (validation) return { training: all, validation: await read(validation) };
  const count = all.labels.length;
  const held = Math.max(1, Math.round(count * VALIDATION_SHARE));
  if (held === count) throw new Error(`Cannot train on ${data}: it holds one clip only`);
  return { training: subset(all, 0, count - held), validation: subset(all, count - held, count) };
}

/** The state to go on from. Resuming takes recipe and seed from the checkpoint. */
async function openState(options: RunOptions, training: Clips): Promise<State> {
  const { model, recipe, seed, run, resume } = options;
  const frames = training.starts.at(-1)! - training.starts[0];
  const sources = await readSources(options.data);
  const data = { clips: training.labels.length, frames, sources };
  const base = digestOf(options.base);
  if (resume) {
    const state = await loadState(checkpointPath(run));
    checkOrigin(state.origin, model, data, base);
    return state;
  }
  const { parameters, running } = buildProgram(options, "validation");
  return initialState({ model, seed, recipe, base, data }, parameters, running);
}

/** A hash of trained values, or nothing where there are none. */
function digestOf(values: Values): string | undefined {
  if (values.size === 0) return undefined;
  const hash = createHash("sha256");
  for (const array of values.values()) hash.update(new Uint8Array(array.slice().buffer));
  return hash.digest("hex");
}

function checkOrigin(
  origin: Origin,
  model: string,
  data: Origin["data"],
  base: string | undefined,
): void {
  if (origin.model !== model) {
    throw new Error(`Cannot resume: the checkpoint is of ${origin.model}, not ${model}`);
  }
  if (origin.base !== base) throw new Error("Cannot resume: the checkpoint heard other notes");
  if (origin.data.clips !== data.clips || origin.data.frames !== data.frames) {
    throw new Error(
      `Cannot resume: the checkpoint saw ${origin.data.clips} clips of ${origin.data.frames} ` +
        `frames, the data has ${data.clips} of ${data.frames}`,
    );
  }
}

/**
 * Trains until the end, the time limit or `signal`, with checkpoints on the way.
 *
 * @returns the state and why the run ended
 */
export async function runTraining(
  options: RunOptions,
  signal: AbortSignal,
): Promise<{ state: State; ending: Ending }> {
  const clips = await readData(options, signal);
  const state = await openState(options, clips.training);
  const { model, recipe } = state.origin;
  const checkpoint = checkpointPath(options.run);
  const team = await Team.start({ ...state.origin, base: options.base, ...clips });
  const journal = new Journal(join(options.run, "log.jsonl"), model, recipe, state.step);
  const before = state.seconds;
  const save = async () => {
    state.seconds = before + journal.seconds;
    await saveState(checkpoint, state);
  };
  let saved = 0;
  try {
    const ending = await train(state, team, async (report) => {
      await journal.record(report);
      const minutes = journal.seconds / 60;
      if (minutes - saved > MINUTES_BETWEEN_CHECKPOINTS) {
        await save();
        saved = minutes;
      }
      return !signal.aborted && minutes < (options.minutes ?? Infinity);
    });
    await save();
    return { state, ending };
  } finally {
    journal.stop();
    team.stop();
  }
}

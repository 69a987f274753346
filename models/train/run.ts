/**
 * A whole training run: data, team, checkpoints, export.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import type { Values } from "../graph/trace.ts";
import { type Clips, FEWEST_NOTES, hasPassages } from "./clips.ts";
import { type DataOptions, openData } from "./data.ts";
import { Journal } from "./journal.ts";
import { buildProgram } from "./program.ts";
import { comparesNotes, type Plan } from "./recipe.ts";
import { initialState, loadState, type Origin, saveState, type State } from "./state.ts";
import { Team } from "./team.ts";
import type { Trained } from "./trained.ts";
import { type Ending, train } from "./trainer.ts";

const MINUTES_BETWEEN_CHECKPOINTS = 3;

/** Where a run keeps its checkpoint. */
export function checkpointPath(run: string): string {
  return join(run, "checkpoint.bin");
}

/** Where a run that keeps this checkpoint, or another one, tells what it did. */
export function logPath(checkpoint: string): string {
  return join(dirname(checkpoint), "log.jsonl");
}

/** A training run as the command line asks for it. */
export interface RunOptions extends Plan, DataOptions {
  seed: number;
  /** Folder of the checkpoint and the log. */
  run: string;
  resume: boolean;
  /** The run whose weights to start from, else they are drawn. */
  from?: Trained;
  /** Parameters and running statistics of the base, for a model that hears it in training. */
  base: Values;
  /** Ends the run early. */
  minutes?: number;
}

/** The state to start from, or to go on from: that fits no other model, base and data. */
function openState(
  options: RunOptions,
  resumed: State | undefined,
  data: Origin["data"],
): State {
  const { model, recipe, seed, from } = options;
  const base = digestOf(options.base);
  if (resumed !== undefined) {
    checkOrigin(resumed.origin, model, data, base);
    return resumed;
  }
  const { parameters, running } = buildProgram(options, "validation");
  const { run, thresholds, values } = from ?? {};
  const origin = { model, seed, recipe, from: run, thresholds, base, data };
  return initialState(origin, parameters, running, values);
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
  if (JSON.stringify(origin.data.rendered) !== JSON.stringify(data.rendered)) {
    throw new Error("Cannot resume: the checkpoint saw mixtures of another recipe");
  }
  if (origin.base !== base) throw new Error("Cannot resume: the checkpoint heard other notes");
  if (origin.data.clips !== data.clips || origin.data.frames !== data.frames) {
    throw new Error(
      `Cannot resume: the checkpoint saw ${origin.data.clips} clips of ${origin.data.frames} ` +
        `frames, the data has ${data.clips} of ${data.frames}`,
    );
  }
}

/** @throws {Error} If there is no clip from which notes to be compared can be drawn. */
function checkPassages(data: Record<"training" | "validation", Clips>): void {
  for (const [name, { labels }] of Object.entries(data)) {
    if (!labels.some(hasPassages)) {
      const as = labels.some(({ found }) => found) ? ", as a model heard them" : "";
      throw new Error(
        `Cannot compare notes: none of the ${labels.length} ${name} clips has ${FEWEST_NOTES} notes${as}`,
      );
    }
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
  const checkpoint = checkpointPath(options.run);
  const resumed = options.resume ? await loadState(checkpoint) : undefined;
  const plan = resumed?.origin ?? options;
  const { training, validation, stream, origin } = await openData(
    options,
    { ...plan, model: options.model },
    resumed?.step ?? 0,
    signal,
  );
  if (comparesNotes(plan.recipe)) checkPassages({ training, validation });
  const state = openState(options, resumed, origin);
  const { model, recipe } = state.origin;
  const renew = stream && ((step: number) => stream.renew(step));
  const team = await Team.start({
    ...state.origin,
    base: options.base,
    training,
    validation,
    renew,
  });
  const journal = new Journal(logPath(checkpoint), model, recipe, state.step);
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
    stream?.stop();
  }
}

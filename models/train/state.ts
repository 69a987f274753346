/**
 * The state of a training run, and how it is kept on disk.
 *
 * A checkpoint is a line of JSON and the arrays as float32, in the order of {@linkcode ARRAYS}.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import { writeWhole } from "../../lib/cli/files.ts";
import type { Card, Thresholds } from "../../lib/inference/card.ts";
import { Random } from "../../lib/random.ts";
import type { Recipe as Synthesis } from "../../synth/studio.ts";
import type { Parameter, Values } from "../graph/trace.ts";
import { initialValues } from "./layout.ts";
import type { Plan } from "./recipe.ts";

/** What a run was started with, as far as a card tells. */
export interface Beginning extends Plan {
  seed: number;
  /** The run whose weights it started from, where these were not drawn. */
  from?: Run;
  /** Of the card that those weights are from. */
  thresholds?: Thresholds;
  data: { sources: Card["training"]["data"] };
}

/** What a run was started with; a checkpoint fits no other. */
export interface Origin extends Beginning {
  /** Hash of the trained branch that took part. */
  base?: string;
  /** Clips and frames of the training data at a time, and what they were made of. */
  data: Beginning["data"] & {
    clips: number;
    frames: number;
    /** Of mixtures rendered on the way: what, and how many crops of each on average. */
    rendered?: { recipe: Synthesis; uses: number };
  };
}

/** What a run was, and how far it came. */
export interface Run {
  origin: Beginning;
  /** Steps taken. */
  step: number;
  /** Time spent on them, with validations. */
  seconds: number;
  /** Lowest validation loss and the step it was seen at. */
  best: { loss: number; step: number };
}

export interface State extends Run {
  origin: Origin;
  parameters: Float32Array;
  firstMoment: Float32Array;
  secondMoment: Float32Array;
  /** Averaged parameters, and running statistics of batch norms. */
  averaged: Float32Array;
  running: Float32Array;
  /** Averaged parameters and running statistics at the best validation. */
  bestParameters: Float32Array;
  bestRunning: Float32Array;
}

const ARRAYS = [
  "parameters",
  "firstMoment",
  "secondMoment",
  "averaged",
  "running",
  "bestParameters",
  "bestRunning",
] as const;

const VERSION = 1;

/**
 * The state before the first step.
 *
 * @param known values to start from, by name; the others are drawn
 */
export function initialState(
  origin: Origin,
  parameters: readonly Parameter[],
  running: readonly Parameter[],
  known?: Values,
): State {
  const random = new Random(origin.seed).fork("initial values");
  const values = initialValues(parameters, random, known);
  const statistics = initialValues(running, random, known);
  return {
    origin,
    step: 0,
    seconds: 0,
    best: { loss: Infinity, step: 0 },
    parameters: values,
    firstMoment: new Float32Array(values.length),
    secondMoment: new Float32Array(values.length),
    averaged: values.slice(),
    running: statistics,
    bestParameters: values.slice(),
    bestRunning: statistics.slice(),
  };
}

/** Writes a checkpoint, whole or not at all. */
export async function saveState(path: string, state: State): Promise<void> {
  const { origin, step, seconds, best } = state;
  const sizes = ARRAYS.map((name) => state[name].length);
  // JSON has no infinity: a loss not yet measured is null.
  const loss = Number.isFinite(best.loss) ? best.loss : null;
  const head = { version: VERSION, origin, step, seconds, best: { ...best, loss }, sizes };
  const text = new TextEncoder().encode(JSON.stringify(head) + "\n");
  const parts = ARRAYS.map((name) => new Uint8Array(state[name].slice().buffer));
  await writeWhole(path, new Uint8Array(await new Blob([text, ...parts]).arrayBuffer()));
}

/**
 * Reads a checkpoint.
 *
 * @throws {Error} If there is none or it is damaged.
 */
export async function loadState(path: string): Promise<State> {
  try {
    const bytes = await readFile(path);
    const end = bytes.indexOf("\n") + 1;
    const { version, origin, step, seconds = 0, best, sizes } = JSON.parse(
      new TextDecoder().decode(bytes.subarray(0, end)),
    );
    if (version !== VERSION) throw new Error(`it has version ${version}, not ${VERSION}`);
    const expected = end + 4 * sizes.reduce((sum: number, size: number) => sum + size, 0);
    if (bytes.length !== expected) {
      throw new Error(`it has ${bytes.length} bytes, not ${expected}`);
    }
    let at = end;
    const arrays = ARRAYS.map((name, i) => {
      const start = at;
      at += 4 * sizes[i];
      return [name, new Float32Array(Uint8Array.from(bytes.subarray(start, at)).buffer)];
    });
    const loss = best.loss ?? Infinity;
    return { origin, step, seconds, best: { ...best, loss }, ...Object.fromEntries(arrays) };
  } catch (error) {
    throw new Error(`Cannot read the checkpoint ${path}: ${(error as Error).message}`);
  }
}

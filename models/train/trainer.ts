/**
 * The training loop.
 *
 * @module
 */
import { HOP, SAMPLE_RATE } from "../../lib/frontend/constants.ts";
import { Descent } from "./descent.ts";
import { average, clipGradient } from "./optimiser.ts";
import { buildProgram } from "./program.ts";
import type { Recipe } from "./recipe.ts";
import type { State } from "./state.ts";
import { type Losses, type Team, WORKERS } from "./team.ts";

/** What happened in a step. */
export interface StepReport {
  /** Steps taken so far. */
  step: number;
  losses: Losses;
  gradientLength: number;
  rate: number;
  /** Losses of the averaged parameters, when they were validated. */
  validation?: Losses;
}

/** Seconds of audio that a step learns from. */
export function secondsPerStep({ crops, frames }: Recipe): number {
  return WORKERS * crops * frames * HOP / SAMPLE_RATE;
}

/** Why a run ended. */
export type Ending = "finished" | "stopped improving" | "interrupted";

/** Told after each step; the run goes on if it answers true. */
type OnStep = (report: StepReport) => Promise<boolean> | boolean;

/**
 * Trains from `state`, in place, up to the recipe's last step, or until validation has not
 * improved for a while, or `onStep` returns false.
 */
export async function train(
  state: State,
  team: Team,
  onStep: OnStep,
): Promise<Ending> {
  const { recipe } = state.origin;
  const { parameters } = buildProgram(state.origin, "validation");
  const descent = await Descent.create(parameters, recipe);
  try {
    return await follow(state, team, descent, onStep);
  } finally {
    await descent.release();
  }
}

async function follow(
  state: State,
  team: Team,
  descent: Descent,
  onStep: OnStep,
): Promise<Ending> {
  const { recipe } = state.origin;
  while (state.step < recipe.steps) {
    const report = await takeStep(state, team, descent);
    if (state.step % recipe.validateEvery === 0 || state.step === recipe.steps) {
      report.validation = await validate(state, team);
    }
    if (!(await onStep(report))) {
      if (state.best.loss === Infinity) await validate(state, team);
      return "interrupted";
    }
    if (state.step - state.best.step >= recipe.patience * recipe.validateEvery) {
      return "stopped improving";
    }
  }
  return "finished";
}

async function takeStep(state: State, team: Team, descent: Descent): Promise<StepReport> {
  const { recipe } = state.origin;
  const { step, parameters } = state;
  const { losses, gradient, batch } = await team.step(step, parameters);
  if (!Number.isFinite(losses.loss)) {
    throw new Error(`Cannot go on: the loss of step ${step} is ${losses.loss}`);
  }
  const gradientLength = clipGradient(gradient, recipe.gradientLimit);
  const rate = await descent.step(state, gradient);
  average(state.averaged, parameters, step, recipe.averaging);
  average(state.running, batch, step, recipe.averaging);
  state.step++;
  return { step: state.step, losses, gradientLength, rate };
}

/**
 * Validates the averaged parameters and keeps them if they are the best so far. What an interruption
 * kept, lest there be nothing, gives way to the first that was due.
 */
async function validate(state: State, team: Team): Promise<Losses> {
  const losses = await team.validate(state.averaged, state.running);
  const { validateEvery } = state.origin.recipe;
  const isDue = state.best.step % validateEvery === 0;
  if (losses.loss < state.best.loss || !isDue) {
    state.best = { loss: losses.loss, step: state.step };
    state.bestParameters.set(state.averaged);
    state.bestRunning.set(state.running);
  }
  return losses;
}

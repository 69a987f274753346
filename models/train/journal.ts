/**
 * What a training run tells: a bar where someone watches, lines elsewhere, a log in its folder.
 *
 * @module
 */
import { appendFile, mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import process from "node:process";
import { type Progress, progress } from "../../lib/cli/progress.ts";
import type { Recipe } from "./recipe.ts";
import type { Losses } from "./team.ts";
import { secondsPerStep, type StepReport } from "./trainer.ts";

/** Steps between lines; the first step has one too. */
const LINE_EVERY = 25;

function meanLosses(all: readonly Losses[]): Losses {
  return Object.fromEntries(
    Object.keys(all[0]).map((name) => [
      name,
      all.reduce((sum, losses) => sum + losses[name], 0) / all.length,
    ]),
  );
}

function describe(losses: Losses): string {
  return Object.entries(losses).map(([name, value]) => `${name} ${value.toFixed(4)}`).join(" ");
}

export class Journal {
  readonly #bar: Progress;
  readonly #path: string;
  readonly #recipe: Recipe;
  readonly #first: number;
  readonly #started = performance.now();
  /** Losses since the last line. */
  #recent: Losses[] = [];
  #validation: Losses | undefined;

  /** @param first steps taken before this journal begins */
  constructor(path: string, model: string, recipe: Recipe, first: number) {
    this.#path = path;
    this.#recipe = recipe;
    this.#first = first;
    this.#bar = progress(`train ${model}`, recipe.steps);
  }

  /** Seconds since the journal began. */
  get seconds(): number {
    return (performance.now() - this.#started) / 1000;
  }

  async record({ step, losses, gradientLength, rate, validation }: StepReport): Promise<void> {
    this.#validation = validation ?? this.#validation;
    const speed = (step - this.#first) * secondsPerStep(this.#recipe) / this.seconds;
    const best = this.#validation ? ` validation ${this.#validation.loss.toFixed(4)}` : "";
    const note = `${speed.toFixed(1)} s/s loss ${losses.loss.toFixed(4)}${best}`;
    this.#bar.update(step, note);
    this.#recent.push(losses);
    if (!validation && step % LINE_EVERY !== 0 && step !== this.#first + 1) return;
    const recent = meanLosses(this.#recent.splice(0));
    const entry = { step, seconds: this.seconds, losses: recent, gradientLength, rate, validation };
    await mkdir(dirname(this.#path), { recursive: true });
    await appendFile(this.#path, JSON.stringify(entry) + "\n");
    if (process.stderr.isTTY) return;
    const checked = validation ? ` | validation ${describe(validation)}` : "";
    console.error(
      `step ${step}/${this.#recipe.steps} ${describe(recent)} rate ${rate.toExponential(1)} ` +
        `${speed.toFixed(1)} s/s${checked}`,
    );
  }

  stop(): void {
    this.#bar.stop();
  }
}

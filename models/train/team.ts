/**
 * Workers that share one set of parameters and average their gradients.
 *
 * @module
 */
import { meanOf } from "../../lib/mean.ts";
import { countValues, type Values } from "../graph/trace.ts";
import type { Clips } from "./clips.ts";
import { buildProgram } from "./program.ts";
import type { Plan } from "./recipe.ts";
import type { Renewal } from "./stream.ts";
import type { Assignment, Order, Report, SharedArrays } from "./worker.ts";

/** Worker threads, and so crops a step over the recipe's `crops`. Part of what a run computes. */
export const WORKERS = 2;

/** Crops of one validation. */
const VALIDATION_CROPS = 96;

/** Losses by name. */
export type Losses = Record<string, number>;

/** The mean of what the workers found in a step. */
export interface StepResult {
  losses: Losses;
  gradient: Float32Array;
  /** Statistics of the batch norms. */
  batch: Float32Array;
}

function sharedFloats(length: number): Float32Array<SharedArrayBuffer> {
  return new Float32Array(new SharedArrayBuffer(4 * length));
}

export interface TeamOptions extends Plan {
  seed: number;
  training: Clips;
  /** Brings the training clips to where they are in a step. */
  renew?: (step: number) => Promise<Renewal[]>;
  validation: Clips;
  /** Parameters and running statistics of branches that are trained already. */
  base: Values;
}

interface Member {
  thread: Worker;
  shared: SharedArrays;
}

export class Team {
  readonly #workers: Member[];
  readonly #losses: readonly string[];
  readonly #validationBatches: number;
  readonly #renew: (step: number) => Promise<Renewal[]>;

  private constructor(workers: Member[], losses: readonly string[], options: TeamOptions) {
    this.#workers = workers;
    this.#losses = losses;
    this.#validationBatches = Math.ceil(VALIDATION_CROPS / options.recipe.crops);
    this.#renew = options.renew ?? (() => Promise.resolve([]));
  }

  static async start(options: TeamOptions): Promise<Team> {
    const { parameters, running, losses } = buildProgram(options, "training");
    const sizes = { parameters: countValues(parameters), running: countValues(running) };
    const common = {
      parameters: sharedFloats(sizes.parameters),
      running: sharedFloats(sizes.running),
    };
    const workers = Array.from({ length: WORKERS }, () => ({
      thread: new Worker(new URL("worker.ts", import.meta.url), { type: "module" }),
      shared: {
        ...common,
        gradient: sharedFloats(sizes.parameters),
        batch: sharedFloats(sizes.running),
      },
    }));
    const team = new Team(workers, losses, options);
    const { renew: _, ...work } = options;
    await Promise.all(workers.map(({ shared }, worker) => {
      const assignment: Assignment = { ...work, worker, shared };
      return team.#ask(worker, assignment);
    }));
    return team;
  }

  /** Losses and gradients at `parameters`; the same step draws the same batches. */
  async step(number: number, parameters: Float32Array): Promise<StepResult> {
    const renewals = await this.#renew(number);
    this.#workers[0].shared.parameters.set(parameters);
    const losses = await Promise.all(
      this.#workers.map((_, worker) => this.#ask(worker, { kind: "train", number, renewals })),
    );
    return {
      losses: this.#named(losses),
      gradient: meanOf(this.#workers.map(({ shared }) => shared.gradient)),
      batch: meanOf(this.#workers.map(({ shared }) => shared.batch)),
    };
  }

  /** Mean losses over the same batches every time. */
  async validate(parameters: Float32Array, running: Float32Array): Promise<Losses> {
    this.#workers[0].shared.parameters.set(parameters);
    this.#workers[0].shared.running.set(running);
    const losses = await Promise.all(this.#workers.map(async (_, worker) => {
      const own: number[][] = [];
      for (let number = worker; number < this.#validationBatches; number += this.#workers.length) {
        own.push(await this.#ask(worker, { kind: "validate", number }));
      }
      return own;
    }));
    return this.#named(losses.flat());
  }

  stop(): void {
    for (const { thread } of this.#workers) thread.terminate();
  }

  #named(losses: readonly number[][]): Losses {
    return Object.fromEntries(this.#losses.map((name, i) => [
      name,
      losses.reduce((sum, values) => sum + values[i], 0) / losses.length,
    ]));
  }

  #ask(worker: number, message: Assignment | Order): Promise<number[]> {
    const { thread } = this.#workers[worker];
    return new Promise((resolve, reject) => {
      thread.onmessage = ({ data }: MessageEvent<Report>) =>
        "error" in data ? reject(new Error(data.error)) : resolve(data.losses);
      thread.onerror = (event) => {
        event.preventDefault();
        reject(new Error(event.message));
      };
      thread.postMessage(message);
    });
  }
}

/**
 * A worker of the training team: draws batches and runs the graphs on one thread.
 *
 * @module
 */
import * as ort from "onnxruntime-node";
import { Random } from "../../lib/random.ts";
import { sizeOf } from "../graph/graph.ts";
import type { Mask, Parameter, Values } from "../graph/trace.ts";
import { modelNamed } from "../zoo/mod.ts";
import type { Feeds } from "./batch.ts";
import type { Clips } from "./clips.ts";
import { views } from "./layout.ts";
import { batchOf, buildProgram, gradientOf, type Program } from "./program.ts";
import type { Plan } from "./recipe.ts";
import type { Renewal } from "./stream.ts";

/** What a worker is started with. */
export interface Assignment extends Plan {
  seed: number;
  /** This worker's number. */
  worker: number;
  training: Clips;
  validation: Clips;
  /** Parameters and running statistics of branches that are trained already. */
  base: Values;
  shared: SharedArrays;
}

/** Arrays the team shares; each worker has a `gradient` and a `batch` of its own. */
export interface SharedArrays {
  parameters: Float32Array<SharedArrayBuffer>;
  running: Float32Array<SharedArrayBuffer>;
  gradient: Float32Array<SharedArrayBuffer>;
  batch: Float32Array<SharedArrayBuffer>;
}

/**
 * A step of training (number of the step), with the clips that are new since the last one, or one of
 * validation (number of the batch).
 */
export type Order =
  | { kind: "train"; number: number; renewals: readonly Renewal[] }
  | { kind: "validate"; number: number };

/** Losses in the program's order, or why there are none. */
export type Report = { losses: number[] } | { error: string };

interface Runner {
  program: Program;
  session: ort.InferenceSession;
}

async function createRunner(plan: Plan, mode: "training" | "validation"): Promise<Runner> {
  const program = buildProgram(plan, mode);
  const session = await ort.InferenceSession.create(program.onnx, { intraOpNumThreads: 1 });
  return { program, session };
}

function run({ session }: Runner, feeds: Feeds): Promise<ort.InferenceSession.ReturnType> {
  const tensors = Object.entries(feeds).map(([name, { data, shape }]) => [
    name,
    data instanceof Float32Array
      ? new ort.Tensor("float32", data, shape)
      : new ort.Tensor("int64", data, shape),
  ]);
  return session.run(Object.fromEntries(tensors));
}

/** Copies: the runtime takes no shared memory. */
function feedsOf(flat: Float32Array, parameters: readonly Parameter[]): Feeds {
  const parts = views(flat, parameters);
  return Object.fromEntries(parameters.map(({ name, shape }) => {
    const data = new Float32Array(sizeOf(shape));
    data.set(parts.get(name)!);
    return [name, { data, shape }];
  }));
}

function fixedFeeds({ fixed }: Program, base: Values): Feeds {
  return Object.fromEntries(fixed.map(({ name, shape }) => {
    const data = base.get(name);
    if (!data) throw new Error(`Cannot train: no values for ${name}`);
    return [name, { data, shape }];
  }));
}

function maskFeeds(masks: readonly Mask[], random: Random): Feeds {
  return Object.fromEntries(masks.map(({ name, shape, rate }) => {
    const unit = random.fork(name);
    const data = Float32Array.from(
      { length: sizeOf(shape) },
      () => unit.chance(rate) ? 0 : 1 / (1 - rate),
    );
    return [name, { data, shape }];
  }));
}

/** Copies outputs into a flat array. */
function collect(
  results: ort.InferenceSession.ReturnType,
  flat: Float32Array,
  parameters: readonly Parameter[],
  outputOf: (name: string) => string,
): void {
  for (const [name, part] of views(flat, parameters)) {
    part.set(results[outputOf(name)].data as Float32Array);
  }
}

function losses(results: ort.InferenceSession.ReturnType, { losses }: Program): number[] {
  return losses.map((name) => Number(results[name].data[0]));
}

async function start(assignment: Assignment): Promise<(order: Order) => Promise<number[]>> {
  const { recipe, seed, worker, training, validation, base, shared } = assignment;
  const model = modelNamed(assignment.model);
  const trainer = await createRunner(assignment, "training");
  const validator = await createRunner(assignment, "validation");
  const random = new Random(seed);

  const train = async (step: number, renewals: readonly Renewal[]) => {
    for (const [slot, labels] of renewals) training.labels[slot] = labels;
    const { program } = trainer;
    const draw = random.fork(`step ${step}`).fork(`worker ${worker}`);
    const results = await run(trainer, {
      ...model.draw(training, recipe, draw, true),
      ...maskFeeds(program.masks, draw),
      ...fixedFeeds(program, base),
      ...feedsOf(shared.parameters, program.parameters),
    });
    collect(results, shared.gradient, program.parameters, gradientOf);
    collect(results, shared.batch, program.running, batchOf);
    return losses(results, program);
  };
  const validate = async (batch: number) => {
    const { program } = validator;
    const results = await run(validator, {
      ...model.draw(validation, recipe, random.fork(`validation ${batch}`), false),
      ...fixedFeeds(program, base),
      ...feedsOf(shared.parameters, program.parameters),
      ...feedsOf(shared.running, program.running),
    });
    return losses(results, program);
  };
  return (order) =>
    order.kind === "train" ? train(order.number, order.renewals) : validate(order.number);
}

const self = globalThis as unknown as {
  onmessage: (event: MessageEvent<Assignment | Order>) => void;
  postMessage(report: Report): void;
};

let obey: (order: Order) => Promise<number[]>;

self.onmessage = async ({ data }) => {
  try {
    if ("kind" in data) self.postMessage({ losses: await obey(data) });
    else {
      obey = await start(data);
      self.postMessage({ losses: [] });
    }
  } catch (error) {
    self.postMessage({ error: (error as Error).message });
  }
};

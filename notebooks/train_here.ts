/**
 * Small training runs inside a notebook, for any graph: one thread, no checkpoints. Real runs are
 * made by `deno task train`.
 *
 * @module
 */
import * as ort from "onnxruntime-node";
import { Random } from "../lib/random.ts";
import { Graph, sizeOf } from "../models/graph/graph.ts";
import { type Parameter, Trace, type Values } from "../models/graph/trace.ts";
import type { Feeds } from "../models/train/batch.ts";
import { initialValues, views } from "../models/train/layout.ts";
import { adamW, average } from "../models/train/optimiser.ts";
import type { Losses } from "../models/zoo/model.ts";

/** What is trained, on what. */
export interface Lesson {
  /** Builds the graph of a step. */
  losses(trace: Trace): Losses;
  /** Values of the inputs that `losses` declares, for a step counted from 0. */
  draw(random: Random, step: number): Feeds;
  steps: number;
  learningRate: number;
}

/** Part of the running statistics that stays at each step. */
const STAY = 0.95;

/** Trained values by name, and the loss of each step. */
export async function trainHere(
  { losses, draw, steps, learningRate }: Lesson,
): Promise<{ values: Values; history: number[] }> {
  const graph = new Graph();
  const trace = new Trace(graph, "training");
  const { loss } = losses(trace);
  const { parameters, running, variables, batch } = trace;
  const gradients = graph.differentiate(loss, variables);
  const bytes = graph.encode({
    loss,
    ...Object.fromEntries(gradients.map((gradient, i) => [`gradient ${i}`, gradient])),
    ...Object.fromEntries(batch.map((statistic, i) => [`statistic ${i}`, statistic])),
  });
  const session = await ort.InferenceSession.create(bytes, { intraOpNumThreads: 1 });

  const random = new Random(1);
  const values = initialValues(parameters, random.fork("parameters"));
  const statistics = initialValues(running, random.fork("statistics"));
  const moments = {
    first: new Float32Array(values.length),
    second: new Float32Array(values.length),
  };
  const noDecay = new Float32Array(values.length);
  const history: number[] = [];
  for (let step = 0; step < steps; step++) {
    const feeds = { ...draw(random.fork(`step ${step}`), step), ...feedsOf(values, parameters) };
    const results = await session.run(Object.fromEntries(
      Object.entries(feeds).map(([name, { data, shape }]) => [
        name,
        data instanceof Float32Array
          ? new ort.Tensor("float32", data, shape)
          : new ort.Tensor("int64", data, shape),
      ]),
    ));
    const gather = (prefix: string, like: readonly Parameter[], into: Float32Array) => {
      [...views(into, like).values()].forEach((part, i) =>
        part.set(results[`${prefix} ${i}`].data as Float32Array)
      );
      return into;
    };
    const rate = learningRate * (1 - step / steps);
    const gradient = gather("gradient", parameters, new Float32Array(values.length));
    adamW(values, gradient, moments, step, rate, noDecay);
    average(
      statistics,
      gather("statistic", running, new Float32Array(statistics.length)),
      step,
      STAY,
    );
    history.push(Number(results.loss.data[0]));
  }
  return {
    values: new Map([...views(values, parameters), ...views(statistics, running)]),
    history,
  };
}

function feedsOf(flat: Float32Array, parameters: readonly Parameter[]): Feeds {
  const parts = views(flat, parameters);
  return Object.fromEntries(parameters.map(({ name, shape }) => {
    const data = new Float32Array(sizeOf(shape));
    data.set(parts.get(name)!);
    return [name, { data, shape }];
  }));
}

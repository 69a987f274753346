/**
 * Learns how timbres are counted, from passages of training mixtures: the powers of diversities that
 * `lib/timbre/count/diversity.ts` multiplies.
 *
 * @module
 */
import { Command } from "commander";
import { Matrix, solve } from "ml-matrix";
import { userPath } from "../../lib/cli/files.ts";
import { cannot, integer, interruption, main } from "../../lib/cli/main.ts";
import { loadNamedModel } from "../../lib/cli/models.ts";
import type { Model } from "../../lib/inference/model.ts";
import type { NamedTensor, Session } from "../../lib/inference/runtime.ts";
import { Random } from "../../lib/random.ts";
import type { Embeddings } from "../../lib/timbre/affinity.ts";
import { diversities } from "../../lib/timbre/count/diversity.ts";
import type { Feeds } from "./batch.ts";
import { withProgress } from "./data.ts";
import { drawPassage, feedsOf } from "./ensembles.ts";
import { readClips } from "./features.ts";
import { prismRecipe } from "./recipes/prism.ts";

/** Notes of a passage: all of most clips. */
const NOTES = 256;

/** Keeps powers small, as a share of the passages. */
const RIDGE = 1e-3;

/** A passage whose players are known. */
export interface Counted {
  players: number;
  /** Logarithms of its diversities. */
  logarithms: number[];
}

/**
 * Powers, summing to one, that make the product of a passage's diversities the number of its players:
 * least squares of logarithms, weighted by the number of players, for an error in it is larger then.
 */
export function learnPowers(passages: readonly Counted[]): number[] {
  const weights = passages.map(({ players }) => Math.sqrt(players));
  const rows = passages.map(({ logarithms: [first, ...others] }, i) =>
    others.map((logarithm) => weights[i] * (logarithm - first))
  );
  const missing = passages.map(({ players, logarithms }, i) => [
    weights[i] * (Math.log(players) - logarithms[0]),
  ]);
  const [x, y] = [new Matrix(rows), new Matrix(missing)];
  const total = weights.reduce((sum, weight) => sum + weight ** 2, 0);
  const ridge = Matrix.eye(x.columns).mul(RIDGE * total);
  const powers = solve(x.transpose().mmul(x).add(ridge), x.transpose().mmul(y)).to1DArray();
  return [1 - powers.reduce((sum, power) => sum + power, 0), ...powers];
}

const command = new Command("counting")
  .description("Learn how timbres are counted from directions that a model gives to notes.")
  .argument("<model>", "a bundled model, or the path of a card")
  .requiredOption(
    "--data <folders>",
    "clips it was trained on, with the notes that were found in them",
    (text: string) => text.split(",").map(userPath),
  )
  .option("--passages <n>", "passages to learn from", integer(1, 1e6), 10_000)
  .option("--seed <n>", "seed of what is drawn", integer(0, 2 ** 32 - 1), 1)
  .action(async (name: string, options: { data: string[]; passages: number; seed: number }) => {
    try {
      const model = await loadNamedModel(name, "native");
      const passages = await drawCounted(model, options);
      console.log(learnPowers(passages).map((power) => power.toFixed(3)).join(", "));
    } catch (error) {
      throw cannot(`learn counting with ${name}`, error);
    }
  });

async function drawCounted(
  { further: { portraits, comparison } }: Model,
  { data, passages, seed }: { data: string[]; passages: number; seed: number },
): Promise<Counted[]> {
  if (portraits === undefined || comparison === undefined) {
    throw new Error("this model compares no portraits of notes");
  }
  const { signal } = interruption;
  const clips = await withProgress(
    "read clips",
    signal,
    (report) => readClips(data, report, { inFiles: true }),
  );
  const random = new Random(seed);
  return await withProgress("compare notes", signal, async (report) => {
    const counted: Counted[] = [];
    for (let drawn = 1; drawn <= passages; drawn++) {
      const passage = drawPassage(clips, { ...prismRecipe, notes: NOTES }, random, true);
      const players = new Set(passage.notes.flatMap(({ players }) => players)).size;
      const feeds = feedsOf([passage], passage.notes.length);
      const embeddings = await directions(portraits, comparison, feeds);
      if (players > 0) counted.push({ players, logarithms: diversities(embeddings).map(Math.log) });
      report(drawn, passages);
    }
    return counted;
  });
}

/** Directions of the notes of one passage. */
async function directions(
  portraits: Session,
  comparison: Session,
  feeds: Feeds,
): Promise<Embeddings> {
  const only = (...names: string[]) =>
    Object.fromEntries(names.map((name) => [name, feeds[name] as NamedTensor]));
  const [count] = feeds.pitch.shape;
  const { features } = await portraits.run(only("spectrum", "heard", "pitch"));
  const { embedding } = await comparison.run({
    features: { data: features, shape: [count, features.length / count] },
    ...only("facts", "relations"),
  });
  return { values: embedding, size: embedding.length / count, count };
}

if (import.meta.main) await main(command);

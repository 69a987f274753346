/**
 * What associative memories hold: random vectors against the rule of 0.14 patterns a dimension, and
 * the notes of clips, told apart before and after a memory has recalled them.
 *
 * ```sh
 * deno run -A test/bench/memories.ts                      # the bundled example
 * deno run -A test/bench/memories.ts --data data/val --model septimbre,prism
 * ```
 *
 * @module
 */
import { Command } from "commander";
import { fileURLToPath } from "node:url";
import { Cache } from "../../lib/cli/evaluate/cache.ts";
import { openDataset } from "../../lib/cli/evaluate/dataset.ts";
import type { Mix } from "../../lib/cli/evaluate/mixes.ts";
import { openModel } from "../../lib/cli/evaluate/noteprism.ts";
import type { System } from "../../lib/cli/evaluate/system.ts";
import { userPath } from "../../lib/cli/files.ts";
import { main } from "../../lib/cli/main.ts";
import { compareLabels } from "../../lib/evaluate/labels.ts";
import { matchNotes } from "../../lib/evaluate/transcription.ts";
import { type Table, toMarkdown } from "../../lib/export/table.ts";
import { Random } from "../../lib/random.ts";
import { type Embeddings, select } from "../../lib/timbre/affinity.ts";
import {
  type AssociativeMemory,
  dot,
  recallAll,
  unit,
} from "../../lib/timbre/memories/associative.ts";
import { AttentionMemory } from "../../lib/timbre/memories/attention.ts";
import { HebbianMemory, HopfieldMemory } from "../../lib/timbre/memories/hopfield.ts";
import { separate } from "../../lib/timbre/separate.ts";

const EXAMPLE = fileURLToPath(new URL("../../lib/example", import.meta.url));

/** Patterns a dimension that Hopfield's network is said to hold. */
const RULE = 0.14;

const SIZES = [12, 24, 48, 96];

/** Length of the noise that is added to a pattern for a cue. */
const NOISE = 0.3;

/** A pattern is recalled if what comes back is this near to it. */
const LEAST_COSINE = 0.95;

/** A memory is full when it recalls fewer of its patterns than this. */
const LEAST_SHARE = 0.9;

/** Patterns tried for each number of them, at least. */
const TRIALS = 200;

/** More patterns a dimension are not tried. */
const MOST_LOAD = 4;

type Draw = (random: Random, size: number) => Float64Array;

const direction: Draw = (random, size) =>
  unit(Float64Array.from({ length: size }, () => random.normal()));

const corner: Draw = (random, size) =>
  unit(Float64Array.from({ length: size }, () => random.pick([-1, 1])));

interface Kind {
  name: string;
  make: (size: number) => AssociativeMemory;
  draw: Draw;
}

const KINDS: readonly Kind[] = [
  { name: "Hopfield", make: (size) => new HopfieldMemory(size), draw: corner },
  { name: "Hebbian", make: (size) => new HebbianMemory(size), draw: direction },
  ...[1, 0.3, 0.1, 0.03].map((temperature) => ({
    name: `attention, τ = ${temperature}`,
    make: () => new AttentionMemory(temperature),
    draw: direction,
  })),
];

const command = new Command("memories")
  .description("Print what associative memories hold, of random vectors and of notes.")
  .option("--data <folder>", "clips with their notes, .wav and .json", EXAMPLE)
  .option(
    "--model <names>",
    "bundled models or paths of cards, parted by commas",
    "septimbre,prism",
  )
  .option("--cache <folder>", "keeps what was heard", "runs/evaluate")
  .action(run);

async function run(
  { data, model, cache }: { data: string; model: string; cache: string },
): Promise<void> {
  console.log(toMarkdown(capacities()) + "\n");
  const { mixes } = await openDataset({ dataset: "plain", data, mixes: "whole" });
  const ensembles = mixes.filter(({ tracks }) => tracks.length > 1);
  for (const name of model.split(",")) {
    const system = await openModel(name, "native", new Cache(userPath(cache)));
    console.log(toMarkdown(await recallTable(system, ensembles)) + "\n");
    await system.release?.();
  }
}

function capacities(): Table {
  return {
    caption: `Most random patterns that a memory holds: of as many, ${100 * LEAST_SHARE}% come ` +
      `back with a cosine of ${LEAST_COSINE} when shown with noise of length ${NOISE}. Hopfield's ` +
      "patterns are corners of the cube, the others' are any directions.",
    header: ["memory", ...SIZES.map((size) => `${size} dimensions`)],
    rows: [
      [`${RULE} a dimension`, ...SIZES.map((size) => (RULE * size).toFixed(1))],
      ...KINDS.map((kind) => [kind.name, ...SIZES.map((size) => capacity(kind, size))]),
    ],
  };
}

/** Doubles the patterns until there are too many, and then halves the step between. */
function capacity(kind: Kind, size: number): string {
  const most = MOST_LOAD * size;
  const holds = (patterns: number) => recalledShare(kind, size, patterns) >= LEAST_SHARE;
  let [low, high] = [0, 1];
  while (high <= most && holds(high)) [low, high] = [high, 2 * high];
  if (high > most) return `${low} or more`;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return String(low);
}

function recalledShare({ make, draw }: Kind, size: number, patterns: number): number {
  const random = new Random(patterns);
  let [recalled, tried] = [0, 0];
  while (tried < TRIALS) {
    const memory = make(size);
    const stored = Array.from({ length: patterns }, () => draw(random, size));
    for (const pattern of stored) memory.store(pattern);
    for (const pattern of stored) {
      const noise = direction(random, size);
      const cue = pattern.map((x, d) => x + NOISE * noise[d]);
      if (dot(memory.recall(cue), pattern) >= LEAST_COSINE) recalled++;
      tried++;
    }
  }
  return recalled / tried;
}

/** Notes that were really played, and by whom. */
interface Known {
  embeddings: Embeddings;
  players: number[];
}

async function recallTable(system: System, mixes: readonly Mix[]): Promise<Table> {
  const known: Known[] = [];
  for (const mix of mixes) known.push(await hear(system, mix));
  const size = known[0].embeddings.size;
  const ways: [string, (embeddings: Embeddings) => Embeddings][] = [
    ["as heard", (embeddings) => embeddings],
    ...KINDS.map(({ name, make }): typeof ways[number] => [
      name,
      (embeddings) => recallAll(make(size), embeddings),
    ]),
  ];
  const players = known.reduce((sum, { players }) => sum + new Set(players).size, 0) / known.length;
  return {
    caption: `Notes as ${system.name} hears them, recalled by a memory that has met all notes of ` +
      `their clip. Clips: ${known.length}, of ${players.toFixed(1)} players on average; the rule ` +
      `allows for ${(RULE * size).toFixed(1)} in ${size} dimensions. Blur is the mean cosine of ` +
      "notes of two players; ARI with the count given. Means over clips.",
    header: ["memory", "ARI", "cosine within players", "blur"],
    rows: ways.map(([name, way]) => {
      const figures = known.map(({ embeddings, players }) => figuresOf(way(embeddings), players));
      const mean = (of: (figure: typeof figures[number]) => number) =>
        (figures.reduce((sum, figure) => sum + of(figure), 0) / figures.length).toFixed(3);
      return [name, mean(({ ari }) => ari), mean(({ within }) => within), mean(({ blur }) => blur)];
    }),
  };
}

async function hear(system: System, mix: Mix): Promise<Known> {
  const { notes, embeddings } = await (await system.listen(mix)).write();
  if (embeddings === undefined) throw new Error(`${system.name} does not tell timbres apart`);
  const played = mix.tracks.flatMap((track, player) => track.map((note) => ({ ...note, player })));
  const pairs = matchNotes(played, notes).sort(([, a], [, b]) => a - b);
  return {
    embeddings: select(embeddings, pairs.map(([, estimate]) => estimate)),
    players: pairs.map(([reference]) => played[reference].player),
  };
}

function figuresOf(embeddings: Embeddings, players: readonly number[]) {
  const { values, size, count } = embeddings;
  const note = (i: number) => values.subarray(i * size, (i + 1) * size);
  const own: number[] = [], others: number[] = [];
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      (players[i] === players[j] ? own : others).push(dot(note(i), note(j)));
    }
  }
  const mean = (cosines: readonly number[]) =>
    cosines.reduce((sum, cosine) => sum + cosine, 0) / Math.max(1, cosines.length);
  const labels = separate(embeddings, new Set(players).size);
  return {
    ari: compareLabels(players, labels).adjustedRand,
    within: mean(own),
    blur: mean(others),
  };
}

await main(command);

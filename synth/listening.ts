/**
 * A page to listen to: `deno run -A synth/listening.ts --out page.html` renders five ensembles, each
 * with its notes coloured by player. Material and music can be chosen as for `deno task synth`.
 *
 * @module
 */
import { Command } from "commander";
import { Buffer } from "node:buffer";
import { userPath, writeWhole } from "../lib/cli/files.ts";
import { cannot, integer, main } from "../lib/cli/main.ts";
import { readPlotly } from "../lib/cli/plotly.ts";
import { type Section, toPage } from "../lib/export/html.ts";
import { pitchName } from "../lib/notes/pitch.ts";
import { pianoRoll } from "../lib/plot/piano_roll.ts";
import { encodeFlac } from "./flac.ts";
import { addRecipe, recipeOf, type RecipeOptions } from "./flags.ts";
import { songOf } from "./labels.ts";
import { type Mixture, mixture } from "./mixture.ts";
import { openStudio, type Recipe } from "./studio.ts";

/** The ensembles of the page, and what the recipe becomes for them. */
const ENSEMBLES: readonly [title: string, changes: Partial<Recipe>][] = [
  ["A soloist", { timbres: [1, 1] }],
  ["Two players", { timbres: [2, 2] }],
  ["Three players in one register", { timbres: [3, 3], arrangement: "neutral" }],
  ["Four players", { timbres: [4, 4] }],
  ["Six players", { timbres: [6, 6] }],
];

interface Options extends RecipeOptions {
  out: string;
  seed: number;
}

async function section(title: string, mixed: Mixture): Promise<Section> {
  const { players, audio, seed } = mixed;
  const figure = pianoRoll(songOf(mixed));
  const data = figure.data.map((trace, i) => ({ ...trace, name: players[i].name }));
  const bytes = await encodeFlac(audio);
  return {
    heading: title,
    table: {
      caption: `Seed ${seed}.`,
      header: ["player", "roles", "range", "licence"],
      rows: players.map(({ name, roles, low, high, licence }) => [
        name,
        roles.join(", "),
        `${pitchName(low)}–${pitchName(high)}`,
        licence,
      ]),
    },
    audio: `data:audio/flac;base64,${Buffer.from(bytes).toString("base64")}`,
    figure: { ...figure, data },
  };
}

async function run({ out, seed, ...options }: Options): Promise<void> {
  try {
    const sections: Section[] = [];
    for (const [i, [title, changes]] of ENSEMBLES.entries()) {
      const studio = await openStudio({ ...recipeOf(options), ...changes }, options.licence);
      sections.push(await section(title, await mixture(studio, seed + i)));
    }
    await writeWhole(out, toPage(sections, "Five ensembles", await readPlotly(), "20rem"));
  } catch (error) {
    throw cannot("render the page", error);
  }
}

await main(
  addRecipe(
    new Command("listening")
      .description("Write a page with five ensembles to listen to.")
      .requiredOption("--out <page>", "an .html file", userPath)
      .option("--seed <n>", "of the first ensemble", integer(0, 2 ** 32 - 6), 1),
  ).action(run),
);

/**
 * A recipe as options of a command line.
 *
 * @module
 */
import { type Command, InvalidArgumentError, Option } from "commander";
import { userPath } from "../lib/cli/files.ts";
import { integer } from "../lib/cli/main.ts";
import { MOST_PLAYERS } from "./ensemble.ts";
import type { Licences } from "./provenance.ts";
import { type Effect, EFFECTS } from "./room/effects.ts";
import { type Arrangement, ARRANGEMENTS } from "./score/registers.ts";
import { type Recipe, type Style, STYLES } from "./studio.ts";
import { type Source, SOURCES, type Split } from "./timbre/cast.ts";

/** What {@linkcode addRecipe} adds to the options of a command. */
export interface RecipeOptions {
  timbres: [number, number];
  seconds: number;
  bank: string[];
  fonts: string[];
  scores: string[];
  irs: string[];
  licence: Licences;
  sources: Source[];
  split: Split;
  holdOut?: string;
  distinctInstruments: boolean;
  company: number;
  style?: Style;
  arrangement?: Arrangement;
  rooms: number;
  off: Effect[];
}

function duration(text: string): number {
  const value = Number(text);
  if (!(value >= 0.5 && value <= 600)) throw new InvalidArgumentError("It must be 0.5 to 600.");
  return value;
}

function players(text: string): [number, number] {
  const match = /^(\d+)(?:-(\d+))?$/.exec(text);
  const fewest = Number(match?.[1]);
  const most = Number(match?.[2] ?? fewest);
  if (!(fewest >= 1 && fewest <= most && most <= MOST_PLAYERS)) {
    throw new InvalidArgumentError(`It must be a range such as 1-${MOST_PLAYERS}.`);
  }
  return [fewest, most];
}

/** Some of the keys of a table, by commas. */
function names<Name extends string>(table: Record<Name, unknown>): (text: string) => Name[] {
  return (text) => {
    const chosen = text.split(",");
    const unknown = chosen.find((name) => !Object.hasOwn(table, name));
    if (unknown !== undefined) {
      throw new InvalidArgumentError(`"${unknown}" is none of ${Object.keys(table).join(", ")}.`);
    }
    return chosen as Name[];
  };
}

export function pattern(text: string): string {
  try {
    return new RegExp(text).source;
  } catch {
    throw new InvalidArgumentError("It must be a regular expression.");
  }
}

/** Collects NAME=LICENCE. */
function licence(text: string, known: Licences): Licences {
  const [name, ...terms] = text.split("=");
  if (!name || terms.length === 0) throw new InvalidArgumentError("It must be NAME=LICENCE.");
  return { ...known, [name]: terms.join("=") };
}

const paths = (text: string) => text.split(",").map(userPath);

/** Adds to a command all that says what to synthesise. */
export function addRecipe(command: Command): Command {
  const timbres = new Option("--timbres <range>", "players in a mixture").argParser(players);
  const sources = new Option("--sources <names>", "kinds of timbre, of " + listed(SOURCES));
  const arrangement = new Option("--arrangement <name>", "registers of the players, else drawn");
  return command
    .optionsGroup("Material:")
    .option("--bank <folders>", "recorded notes with a manifest.csv", paths, [])
    .option("--fonts <files>", "SoundFonts, .sf2 or .sf3", paths, [])
    .option("--scores <folders>", "MIDI files to re-cast", paths, [])
    .option("--irs <folders>", "impulse responses", paths, [])
    .option("--licence <name=terms>", "of scores, impulse responses or a font", licence, {})
    .optionsGroup("Players:")
    .addOption(timbres.default([1, MOST_PLAYERS], `1-${MOST_PLAYERS}`))
    .addOption(sources.argParser(names(SOURCES)).default(Object.keys(SOURCES), "all"))
    .addOption(
      new Option("--split <name>", "never the timbres of the other split")
        .choices(["train", "validation"]).default("train"),
    )
    .option("--hold-out <regex>", "recorded timbres for validation alone", pattern)
    .option("--distinct-instruments", "never two recordings of one instrument together", false)
    .option(
      "--company <n>",
      "timbres that mixtures are cast from for a while; 0 for new ones each time",
      integer(0, 10_000),
      40,
    )
    .optionsGroup("Music:")
    .option("--seconds <s>", "length of a mixture", duration, 10)
    .addOption(new Option("--style <name>", "how to make it, else any way").choices(STYLES))
    .addOption(arrangement.choices(Object.keys(ARRANGEMENTS)))
    .optionsGroup("Rooms:")
    .option("--rooms <n>", "mixtures of each performance, in as many rooms", integer(1, 100), 1)
    .addOption(
      new Option("--off <effects>", "effects to leave out, of " + listed(EFFECTS))
        .argParser(names(EFFECTS)).default([], "none"),
    )
    .optionsGroup("Options:");
}

function listed(table: Record<string, unknown>): string {
  return Object.keys(table).join(", ");
}

export function recipeOf(options: RecipeOptions): Recipe {
  const { seconds, timbres, sources, fonts, split, holdOut, distinctInstruments } = options;
  const { company, style, arrangement, scores, rooms, off } = options;
  return {
    seconds,
    timbres,
    sources,
    banks: options.bank,
    fonts,
    split,
    holdOut,
    distinctInstruments,
    company,
    style,
    arrangement,
    scores,
    responses: options.irs,
    rooms,
    off,
  };
}

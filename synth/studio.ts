/**
 * Everything a recipe needs, opened once: timbres, scores and impulse responses.
 *
 * @module
 */
import { basename, extname } from "node:path";
import { Companies } from "./company.ts";
import type { Licences } from "./provenance.ts";
import type { Effect } from "./room/effects.ts";
import { readResponses, type Tail } from "./room/reverb.ts";
import { Library } from "./score/piece.ts";
import type { Arrangement } from "./score/registers.ts";
import { openBank } from "./timbre/bank.ts";
import { Catalogue, type Source, type Split } from "./timbre/cast.ts";
import { openFont } from "./timbre/font.ts";
import { PROCEDURAL as PROCEDURAL_SOURCES } from "./timbre/procedural.ts";

/** How music is made: composed, re-cast from scores, or random notes without ranges. */
export const STYLES = ["composed", "scores", "uniform"] as const;
export type Style = (typeof STYLES)[number];

/** What to synthesise, as plain data. */
export interface Recipe {
  /** Length of a mixture. */
  seconds: number;
  /** Fewest and most players. */
  timbres: readonly [number, number];
  sources: readonly Source[];
  /** Folders with recorded notes and a manifest. */
  banks: readonly string[];
  /** SoundFonts. */
  fonts: readonly string[];
  /** Procedural timbres of one split never occur in the other. */
  split: Split;
  /** Regular expression of recorded timbres that training never casts, and validation alone does. */
  holdOut?: string;
  /** Two recordings of one instrument never play together; for that, `company` must be 0. */
  distinctInstruments?: boolean;
  /** Timbres that a block of mixtures is cast from; 0 draws new ones for every mixture. */
  company: number;
  /** Composed or, where there are scores, re-cast, if not given. */
  style?: Style;
  /** How the registers of the players relate; drawn for each mixture if not given. */
  arrangement?: Arrangement;
  /** Folders with MIDI files. */
  scores: readonly string[];
  /** Folders with impulse responses. */
  responses: readonly string[];
  /** Rooms that each performance is heard in, one a mixture. */
  rooms: number;
  /** Effects that no mixture has. */
  off: readonly Effect[];
}

/** A small recipe that needs no files. */
export const PROCEDURAL: Recipe = {
  seconds: 10,
  timbres: [1, 6],
  sources: Object.keys(PROCEDURAL_SOURCES) as Source[],
  banks: [],
  fonts: [],
  split: "train",
  company: 0,
  scores: [],
  responses: [],
  rooms: 1,
  off: [],
};

/** A recipe with its material at hand. */
export interface Studio {
  readonly recipe: Recipe;
  readonly catalogue: Catalogue;
  readonly companies: Companies;
  readonly scores: Library;
  readonly responses: readonly Tail[];
}

/**
 * Opens what `recipe` names.
 *
 * @param licences of fonts, where it is not what they say themselves
 * @throws {Error} If material is not as it should be, or the recipe contradicts itself.
 */
export async function openStudio(recipe: Recipe, licences: Licences = {}): Promise<Studio> {
  const { sources, split, distinctInstruments, company, style } = recipe;
  if (style === "scores" && recipe.scores.length === 0) {
    throw new Error("Cannot re-cast scores: none are named");
  }
  if (distinctInstruments && company > 0) {
    throw new Error(`Cannot keep instruments distinct in a company of ${company}: it must be 0`);
  }
  const banks = await Promise.all(recipe.banks.map(openBank));
  const fonts = await Promise.all(
    recipe.fonts.map((path) => openFont(path, licences[basename(path, extname(path))])),
  );
  const holdOut = recipe.holdOut === undefined ? undefined : new RegExp(recipe.holdOut);
  const catalogue = new Catalogue({ sources, banks, fonts, split, holdOut, distinctInstruments });
  return {
    recipe,
    catalogue,
    companies: new Companies(catalogue, company),
    scores: await Library.open(recipe.scores),
    responses: (await Promise.all(recipe.responses.map(readResponses))).flat(),
  };
}

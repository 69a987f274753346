/**
 * Everything a recipe needs, opened once: timbres, scores and impulse responses.
 *
 * @module
 */
import { Library } from "./score/piece.ts";
import { readResponses, type Tail } from "./room/room.ts";
import { openBank } from "./timbre/bank.ts";
import { Catalogue, type Source } from "./timbre/cast.ts";

/** What to synthesise, as plain data. */
export interface Recipe {
  /** Length of a mixture. */
  seconds: number;
  /** Fewest and most players. */
  timbres: readonly [number, number];
  sources: readonly Source[];
  /** Folders with recorded notes and a manifest. */
  banks: readonly string[];
  /** Folders with MIDI files. */
  scores: readonly string[];
  /** Folders with impulse responses. */
  responses: readonly string[];
  /** Regular expression of bank timbres (library/instrument/articulation) to leave out. */
  exclude?: string;
}

/** A small recipe that needs no files. */
export const PROCEDURAL: Recipe = {
  seconds: 10,
  timbres: [1, 5],
  sources: ["additive", "karplus"],
  banks: [],
  scores: [],
  responses: [],
};

/** A recipe with its material at hand. */
export interface Studio {
  readonly seconds: number;
  readonly timbres: readonly [number, number];
  readonly catalogue: Catalogue;
  readonly scores: Library;
  readonly responses: readonly Tail[];
}

/** Opens what `recipe` names. Throws where a folder or its manifest is not as it should be. */
export async function openStudio(recipe: Recipe): Promise<Studio> {
  const banks = await Promise.all(recipe.banks.map(openBank));
  const exclude = recipe.exclude === undefined ? undefined : new RegExp(recipe.exclude);
  return {
    seconds: recipe.seconds,
    timbres: recipe.timbres,
    catalogue: new Catalogue({ sources: recipe.sources, banks, holdOut: exclude }),
    scores: await Library.open(recipe.scores),
    responses: (await Promise.all(recipe.responses.map(readResponses))).flat(),
  };
}

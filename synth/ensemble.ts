/**
 * Who plays what in a mixture.
 *
 * @module
 */
import { LOWEST_PITCH, PITCHES } from "../lib/frontend/constants.ts";
import { Random } from "../lib/random.ts";
import { compose } from "./score/compose.ts";
import { recast } from "./score/recast.ts";
import { type Arrangement, isWide, sharesRegister } from "./score/registers.ts";
import type { Performer, Score } from "./score/types.ts";
import { uniform } from "./score/uniform.ts";
import type { Studio } from "./studio.ts";
import type { Timbre } from "./timbre/timbre.ts";

/** Share of mixtures of 1, 2, … players, as far as the recipe allows these numbers. */
const ENSEMBLES = [0.12, 0.23, 0.23, 0.22, 0.13, 0.07];
/** Most players in a mixture. */
export const MOST_PLAYERS = ENSEMBLES.length;
/** Share of mixtures that re-cast a score, where the recipe names some and no style. */
const RECAST = 0.5;
/** Casts until the players suit the arrangement. */
const ATTEMPTS = 300;

/** Players and their parts. */
export interface Ensemble {
  timbres: Timbre[];
  score: Score;
}

/** Draws the ensemble of a seed. */
export async function drawEnsemble(studio: Studio, seed: number): Promise<Ensemble> {
  const random = new Random(seed);
  const count = drawCount(random.fork("count"), studio.recipe.timbres);
  const timbres = await drawTimbres(random.fork("cast"), studio, seed, count);
  return { timbres, score: await drawScore(random.fork("score"), studio, timbres) };
}

function drawCount(random: Random, [fewest, most]: readonly [number, number]): number {
  const counts = Array.from({ length: most - fewest + 1 }, (_, i) => fewest + i);
  return random.weighted(counts, counts.map((n) => ENSEMBLES[n - 1]));
}

/** Players who can do what the arrangement asks for. */
async function drawTimbres(
  random: Random,
  { companies, recipe }: Studio,
  seed: number,
  count: number,
): Promise<Timbre[]> {
  for (let tries = 0; tries < ATTEMPTS; tries++) {
    const timbres = await companies.cast(seed, random, count);
    if (suits(performersOf(timbres), recipe.arrangement)) return timbres;
  }
  const lacking = recipe.arrangement === "wide"
    ? ", one of whom plays chords over more than four octaves"
    : " who have an octave in common";
  throw new Error(`Cannot cast ${count} players${lacking}`);
}

function suits(performers: readonly Performer[], arrangement?: Arrangement): boolean {
  if (arrangement === "neutral") return sharesRegister(performers);
  return arrangement !== "wide" || performers.some((p) => p.polyphonic && isWide(p));
}

/** What a score must know of the players, within the pitches that models hear. */
function performersOf(timbres: readonly Timbre[]): Performer[] {
  return timbres.map(({ low, high, polyphonic, sustained }) => ({
    low: Math.max(LOWEST_PITCH, low),
    high: Math.min(LOWEST_PITCH + PITCHES - 1, high),
    polyphonic,
    rings: polyphonic && !sustained,
  }));
}

/** Music for the timbres: composed, or re-cast from a score. */
async function drawScore(random: Random, studio: Studio, timbres: Timbre[]): Promise<Score> {
  const { style, seconds, arrangement } = studio.recipe;
  if (style === "uniform") return uniform(random, timbres.length, seconds);
  const performers = performersOf(timbres);
  const recasts = style === undefined
    ? studio.scores.size > 0 && random.chance(RECAST)
    : style === "scores";
  if (!recasts) return compose(random, performers, seconds, { arrangement });
  const piece = await studio.scores.draw(random.fork("piece"));
  return recast(random, piece, performers, seconds, { arrangement });
}

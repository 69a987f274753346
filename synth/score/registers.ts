/**
 * Who plays where: a tessitura for each player in each part, arranged so that register alone does
 * not tell the players apart.
 *
 * @module
 */
import type { Random } from "../../lib/random.ts";
import type { Band, Performer } from "./types.ts";

/**
 * How the registers of an ensemble relate, with the share of scores that each gets: one above the
 * other, independent, around one centre, one above the other with parts exchanged, and all in one
 * band with parts exchanged; on request alone, independent with players of chords who use all the
 * pitches that they have.
 */
export const ARRANGEMENTS = {
  layered: 0.15,
  free: 0.22,
  equal: 0.18,
  swapped: 0.2,
  neutral: 0.25,
  wide: 0,
};
export type Arrangement = keyof typeof ARRANGEMENTS;

/** What a score leaves to its caller. */
export interface ScoreOptions {
  /** Drawn where it is not given. */
  arrangement?: Arrangement;
}

/** Widths of a tessitura, semitones. */
const LINE_WIDTH = [10, 22] as const;
const CHORD_WIDTH = [18, 50] as const;
/** Share of players, where registers are free, at one end of their range. */
const EXTREMES = 0.35;
/** Width of the band that all share in a neutral arrangement, and the least that will do. */
const NEUTRAL_WIDTH = 20;
const LEAST_WIDTH = 12;

/** Tessituras of an ensemble. */
export interface Registers {
  /** Where a player plays a part: bands[player][part]; each starts with the part of its number. */
  bands: Band[][];
  /** The players exchange their parts. */
  exchange: boolean;
  /** No note leaves its band. */
  strict: boolean;
}

/** A band around `centre`, moved or narrowed to what the player can play. */
export function bandAround(performer: Band, centre: number, width: number): Band {
  const span = Math.min(width, performer.high - performer.low);
  const low = Math.round(centre - span / 2);
  const fitted = Math.min(performer.high - span, Math.max(performer.low, low));
  return { low: fitted, high: fitted + span };
}

/** The pitches that all of `performers` can play; `high` lies below `low` where there are none. */
function sharedRange(performers: readonly Band[]): Band {
  return {
    low: Math.max(...performers.map((p) => p.low)),
    high: Math.min(...performers.map((p) => p.high)),
  };
}

/** Whether the players share an octave or more, as a neutral arrangement asks. */
export function sharesRegister(performers: readonly Band[]): boolean {
  const { low, high } = sharedRange(performers);
  return high - low >= LEAST_WIDTH;
}

/** Whether a band has room for two hands that play apart. */
export function isWide({ low, high }: Band): boolean {
  return high - low > CHORD_WIDTH[1];
}

/** Draws the registers of an ensemble. Throws where `neutral` is asked of players too far apart. */
export function drawRegisters(
  random: Random,
  performers: readonly Performer[],
  { arrangement }: ScoreOptions = {},
): Registers {
  const possible = sharesRegister(performers);
  if (arrangement === "neutral" && !possible) {
    const { low, high } = sharedRange(performers);
    throw new Error(
      `Cannot write for players in one register: they share ${low}–${high}, less than an octave`,
    );
  }
  const names = (Object.keys(ARRANGEMENTS) as Arrangement[])
    .filter((name) => possible || name !== "neutral");
  const drawn = random.weighted(names, names.map((name) => ARRANGEMENTS[name]));
  return arrange(random, arrangement ?? drawn, performers);
}

function arrange(
  random: Random,
  arrangement: Arrangement,
  performers: readonly Performer[],
): Registers {
  if (arrangement === "neutral") {
    const shared = sharedRange(performers);
    const band = bandAround(shared, random.uniform(shared.low, shared.high), NEUTRAL_WIDTH);
    const bands = performers.map(() => performers.map(() => band));
    return { bands, exchange: true, strict: true };
  }
  const widths = performers.map((p) => {
    if (!p.polyphonic) return random.integer(...LINE_WIDTH);
    return arrangement === "wide" ? p.high - p.low : random.integer(...CHORD_WIDTH);
  });
  const centres = drawCentres(random, arrangement, performers);
  const bands = performers.map((performer, i) =>
    centres.map((centre) => bandAround(performer, centre, widths[i]))
  );
  return { bands, exchange: arrangement === "swapped", strict: false };
}

function drawCentres(
  random: Random,
  arrangement: Exclude<Arrangement, "neutral">,
  performers: readonly Performer[],
): number[] {
  const own = performers.map((p) =>
    random.chance(EXTREMES) ? random.pick([p.low, p.high]) : random.uniform(p.low, p.high)
  );
  if (arrangement === "free" || arrangement === "wide") return own;
  if (arrangement === "equal") {
    const shared = own.reduce((sum, x) => sum + x, 0) / own.length;
    return own.map(() => shared);
  }
  const lowest = random.uniform(38, 54);
  const step = random.uniform(5, 12);
  const layers = performers.map((_, i) => lowest + i * step);
  if (arrangement === "swapped") return random.shuffle(layers);
  const rank = performers.map((p) =>
    performers.filter((q) => q.low + q.high < p.low + p.high).length
  );
  return rank.map((r) => layers[r]);
}

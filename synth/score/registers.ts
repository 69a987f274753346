/**
 * Who plays where: a tessitura for each player, arranged so that register alone does not tell the
 * players apart.
 *
 * @module
 */
import type { Random } from "../../lib/random.ts";
import type { Band, Performer } from "./types.ts";

/** How the registers of an ensemble relate, with the share of clips that each gets. */
const ARRANGEMENTS = { layered: 0.3, free: 0.25, equal: 0.25, swapped: 0.2 };

/** Widths of a tessitura, semitones. */
const LINE_WIDTH = [10, 22] as const;
const CHORD_WIDTH = [18, 50] as const;

/** Tessituras before and after `turn`, a fraction of the clip. */
export interface Registers {
  before: Band[];
  after: Band[];
  turn: number;
}

/** A band around `centre`, moved or narrowed to what the player can play. */
export function bandAround(performer: Band, centre: number, width: number): Band {
  const span = Math.min(width, performer.high - performer.low);
  const low = Math.round(centre - span / 2);
  const fitted = Math.min(performer.high - span, Math.max(performer.low, low));
  return { low: fitted, high: fitted + span };
}

/** Draws the registers of an ensemble. */
export function drawRegisters(random: Random, performers: readonly Performer[]): Registers {
  const names = Object.keys(ARRANGEMENTS) as (keyof typeof ARRANGEMENTS)[];
  const arrangement = random.weighted(names, Object.values(ARRANGEMENTS));
  const widths = performers.map((p) =>
    p.polyphonic ? random.integer(...CHORD_WIDTH) : random.integer(...LINE_WIDTH)
  );
  const bands = (centres: readonly number[]) =>
    performers.map((p, i) => bandAround(p, centres[i], widths[i]));
  const turn = random.uniform(0.3, 0.7);
  const centres = drawCentres(random, arrangement, performers);
  const before = bands(centres);
  if (arrangement !== "swapped") return { before, after: before, turn };
  return { before, after: bands([...centres.slice(1), centres[0]]), turn };
}

function drawCentres(
  random: Random,
  arrangement: keyof typeof ARRANGEMENTS,
  performers: readonly Performer[],
): number[] {
  const own = performers.map((p) => random.uniform(p.low, p.high));
  if (arrangement === "free") return own;
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

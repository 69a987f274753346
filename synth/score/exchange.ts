/**
 * Players who exchange their parts.
 *
 * @module
 */
import type { Random } from "../../lib/random.ts";

/** Beats after which parts go round, as near as whole bars allow. */
export const TURN_BEATS = 8;

/** A short or slow clip has shorter turns, so that there are as many as this. */
const LEAST_TURNS = 4;

/** A stretch of a clip and the part that each player has in it. */
export interface Turn {
  from: number;
  to: number;
  parts: number[];
}

/** Each player with its own part throughout. */
export function noTurns(players: number): Turn[] {
  return [{ from: -Infinity, to: Infinity, parts: Array.from({ length: players }, (_, i) => i) }];
}

/**
 * Turns of `period`, after each of which every player moves to another part.
 *
 * @param length of the clip, in the unit of `period`
 */
export function drawTurns(random: Random, players: number, length: number, period: number): Turn[] {
  const [turn] = noTurns(players);
  if (players === 1) return [turn];
  const turns: Turn[] = [];
  let { parts } = turn;
  const stride = Math.min(period, length / LEAST_TURNS);
  for (let from = 0; from < length; from += stride) {
    turns.push({ from, to: from + stride, parts });
    const step = random.integer(1, players - 1);
    parts = parts.map((_, i, all) => all[(i + step) % players]);
  }
  turns[0].from = -Infinity;
  turns[turns.length - 1].to = Infinity;
  return turns;
}

/** What the parts of a player hold, each once, in the order in which the player takes them. */
export function over<T>(turns: readonly Turn[], player: number, hold: (part: number) => T): T[] {
  const found = new Map(turns.map(({ parts }) => {
    const held = hold(parts[player]);
    return [JSON.stringify(held), held];
  }));
  return [...found.values()];
}

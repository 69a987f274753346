/**
 * What a person knows better: notes of one timbre, and notes of several.
 *
 * @module
 */
import type { Pair, Pins } from "../../lib/timbre/pins.ts";

/** Names of notes. */
export type Ids = ReadonlySet<number>;

/** Pairs of notes by name. */
export type NotePins = Readonly<Required<Pins>>;

export type Relation = keyof Pins;

export const NO_PINS: NotePins = { same: [], different: [] };

/** Pins notes together, or each apart from each; among them, what was said before is forgotten. */
export function pin(pins: NotePins, relation: Relation, ids: Ids): NotePins {
  const [first, ...others] = ids;
  const within = ([a, b]: Pair) => ids.has(a) && ids.has(b);
  const { same, different } = forget(pins, within);
  const added: Pair[] = relation === "same"
    ? others.map((other) => [first, other])
    : [...ids].flatMap((a, i, all) => all.slice(i + 1).map((b): Pair => [a, b]));
  return relation === "same"
    ? { same: [...same, ...added], different }
    : { same, different: [...different, ...added] };
}

/** Forgets what was said about notes. */
export function unpin(pins: NotePins, ids: Ids): NotePins {
  return forget(pins, ([a, b]) => ids.has(a) || ids.has(b));
}

/** How many pairs there are that some notes are part of. */
export function countPins({ same, different }: NotePins, ids: Ids): number {
  return [...same, ...different].filter(([a, b]) => ids.has(a) || ids.has(b)).length;
}

/** The same pairs by place among `notes`, without those of other notes. */
export function placed({ same, different }: NotePins, notes: readonly { id: number }[]): NotePins {
  const places = new Map(notes.map(({ id }, place) => [id, place]));
  const known = (pairs: readonly Pair[]) =>
    pairs.filter(([a, b]) => places.has(a) && places.has(b))
      .map(([a, b]): Pair => [places.get(a)!, places.get(b)!]);
  return { same: known(same), different: known(different) };
}

function forget({ same, different }: NotePins, which: (pair: Pair) => boolean): NotePins {
  return {
    same: same.filter((pair) => !which(pair)),
    different: different.filter((pair) => !which(pair)),
  };
}

/**
 * Walking over a map by keys.
 *
 * @module
 */

export interface Place {
  x: number;
  y: number;
}

/** A unit vector along an axis. */
export type Direction = readonly [x: number, y: number];

/** A place off the way counts as this many times further. */
const ASIDE = 2;

/** The next place in a direction; undefined if there is none. */
export function neighbour<T extends Place>(
  places: readonly T[],
  from: T,
  [dx, dy]: Direction,
): T | undefined {
  let best: { place: T; cost: number } | undefined;
  for (const place of places) {
    const [x, y] = [place.x - from.x, place.y - from.y];
    const along = x * dx + y * dy;
    const aside = Math.abs(x * dy - y * dx);
    if (along <= 0) continue;
    const cost = along + ASIDE * aside;
    if (!best || cost < best.cost) best = { place, cost };
  }
  return best?.place;
}

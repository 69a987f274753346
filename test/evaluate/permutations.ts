/**
 * Permutations, tried one and all.
 *
 * @module
 */

/** Largest sum of gains of rows and columns paired one to one. */
export function bestOfAll(gains: readonly (readonly number[])[], taken: number[] = []): number {
  if (gains.length === 0) return 0;
  const [row, ...rest] = gains;
  return Math.max(
    bestOfAll(rest, taken),
    ...row.flatMap((gain, column) =>
      taken.includes(column) ? [] : [gain + bestOfAll(rest, [...taken, column])]
    ),
  );
}

/** All orders of some items. */
export function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) =>
    permutations(items.filter((_, j) => j !== i)).map((rest) => [item, ...rest])
  );
}

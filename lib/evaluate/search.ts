/**
 * Searching in what is sorted.
 *
 * @module
 */

/** Index of the first item that passes a test which all later ones pass too. */
export function firstFrom<T>(items: readonly T[], passes: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (passes(items[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Maximum matching of estimates with references.
 *
 * @module
 */

/** A reference and the estimate that is taken for it, as indices. */
export type Pair = [reference: number, estimate: number];

const FREE = -1;

/**
 * The largest set of pairs in which no index occurs twice, by the algorithm of J. Hopcroft and
 * R. Karp (SIAM J. Computing 2(4), 1973).
 *
 * Among matchings of the same size, which one is found decides over overlaps and velocities. This
 * one is mir_eval's: it starts greedily, estimates in the order of the first reference that would
 * take them, and lengthens from the unmatched references back.
 *
 * @param candidates For each estimate the references it may be matched with, ascending.
 * @param references How many there are.
 * @returns Sorted by reference.
 */
export function maximumMatching(
  candidates: readonly (readonly number[])[],
  references: number,
): Pair[] {
  const order = [...candidates.keys()]
    .filter((estimate) => candidates[estimate].length > 0)
    .sort((a, b) => candidates[a][0] - candidates[b][0] || a - b);
  const estimateOf = new Int32Array(references).fill(FREE);
  for (const estimate of order) {
    const reference = candidates[estimate].find((r) => estimateOf[r] === FREE);
    if (reference !== undefined) estimateOf[reference] = estimate;
  }
  while (lengthen(candidates, order, estimateOf));
  return Array.from(estimateOf, (estimate, reference): Pair => [reference, estimate])
    .filter(([, estimate]) => estimate !== FREE);
}

/**
 * One phase: swaps matched and unmatched edges along shortest alternating paths that share no
 * vertex. `estimateOf`, the estimate of each reference, is changed in place.
 *
 * @returns Whether there was such a path.
 */
function lengthen(
  candidates: readonly (readonly number[])[],
  order: readonly number[],
  estimateOf: Int32Array,
): boolean {
  const matched = new Set(estimateOf);
  /** Reference each reached estimate is matched with. */
  const held = new Map<number, number>();
  /** Estimates from which each reference was first reached. */
  const reachedFrom = new Map<number, number[]>();
  let layer = order.filter((estimate) => !matched.has(estimate));
  layer.forEach((estimate) => held.set(estimate, FREE));
  let ends: number[] = [];
  while (layer.length > 0 && ends.length === 0) {
    const next = new Map<number, number[]>();
    for (const estimate of layer) {
      for (const reference of candidates[estimate]) {
        if (reachedFrom.has(reference)) continue;
        const from = next.get(reference);
        if (from) from.push(estimate);
        else next.set(reference, [estimate]);
      }
    }
    next.forEach((from, reference) => reachedFrom.set(reference, from));
    ends = [...next.keys()].filter((reference) => estimateOf[reference] === FREE);
    const taken = [...next.keys()].filter((reference) => estimateOf[reference] !== FREE);
    taken.forEach((reference) => held.set(estimateOf[reference], reference));
    layer = taken.map((reference) => estimateOf[reference]);
  }
  ends.forEach((end) => swapBack(end, reachedFrom, held, estimateOf));
  return ends.length > 0;
}

/** Searches back from a free reference to a free estimate and swaps the edges on the way. */
function swapBack(
  end: number,
  reachedFrom: Map<number, number[]>,
  held: Map<number, number>,
  estimateOf: Int32Array,
): void {
  const path = [{ reference: end, estimate: FREE }];
  while (path.length > 0) {
    const step = path[path.length - 1];
    const estimate = reachedFrom.get(step.reference)!.shift();
    if (estimate === undefined) {
      path.pop();
      continue;
    }
    const reference = held.get(estimate);
    if (reference === undefined) continue;
    held.delete(estimate);
    step.estimate = estimate;
    if (reference === FREE) {
      for (const { reference, estimate } of path) estimateOf[reference] = estimate;
      return;
    }
    path.push({ reference, estimate: FREE });
  }
}

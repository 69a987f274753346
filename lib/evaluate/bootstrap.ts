/**
 * How sure a mean over pieces is.
 *
 * Reference. B. Efron and R. Tibshirani, "An introduction to the bootstrap", 1993, chapter 13
 * (percentile intervals).
 *
 * @module
 */
import type { Random } from "../random.ts";

/** Draws of as many pieces as there are. */
const RESAMPLES = 2000;

/** Share of the draws inside the interval. */
const CONFIDENCE = 0.95;

/** A mean and its 95% interval. */
export interface MeanInterval {
  mean: number;
  low: number;
  high: number;
}

/**
 * The mean of all scores and the range of means that draws of pieces with replacement give, 2.5%
 * cut off at either end. Scores of one piece are drawn together, for they are not independent.
 *
 * @param pieces The scores of each piece, at least one.
 */
export function bootstrapMean(
  pieces: readonly (readonly number[])[],
  random: Random,
): MeanInterval {
  if (pieces.length === 0) throw new RangeError("Cannot take a mean: there are no values");
  const totals = pieces.map((scores) => ({
    sum: scores.reduce((sum, score) => sum + score, 0),
    count: scores.length,
  }));
  const means = Float64Array.from(
    { length: RESAMPLES },
    () => meanOf(totals.map(() => random.pick(totals))),
  ).sort();
  const tail = Math.round((1 - CONFIDENCE) / 2 * RESAMPLES);
  return { mean: meanOf(totals), low: means[tail], high: means[RESAMPLES - 1 - tail] };
}

function meanOf(totals: readonly { sum: number; count: number }[]): number {
  let [sum, count] = [0, 0];
  for (const total of totals) {
    sum += total.sum;
    count += total.count;
  }
  return sum / count;
}

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
const RESAMPLES = 10000;

/** Share of the draws inside the interval. */
const CONFIDENCE = 0.95;

/** A mean and its 95% interval. */
export interface MeanInterval {
  mean: number;
  low: number;
  high: number;
}

/**
 * The mean of `values` and the range of means that draws with replacement give, 2.5% cut off at
 * either end.
 *
 * @param values A score for each piece, at least one.
 */
export function bootstrapMean(values: readonly number[], random: Random): MeanInterval {
  if (values.length === 0) throw new RangeError("Cannot take a mean: there are no values");
  const means = Float64Array.from({ length: RESAMPLES }, () => {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += random.pick(values);
    return sum / values.length;
  }).sort();
  const tail = Math.round((1 - CONFIDENCE) / 2 * RESAMPLES);
  return {
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    low: means[tail],
    high: means[RESAMPLES - 1 - tail],
  };
}

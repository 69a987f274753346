/**
 * AdamW and its learning rate.
 *
 * @module
 */
import type { Recipe } from "./recipe.ts";

const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-8;

/** First and second moments of the gradient. */
export interface Moments {
  first: Float32Array;
  second: Float32Array;
}

/** Linear warm-up, then half a cosine down to `finalRate` of the peak; `step` counts from 0. */
export function learningRate(
  { learningRate, warmUp, steps, finalRate }: Recipe,
  step: number,
): number {
  if (step < warmUp) return learningRate * (step + 1) / warmUp;
  const phase = Math.min(1, (step - warmUp) / Math.max(1, steps - warmUp));
  return learningRate * (finalRate + (1 - finalRate) * (1 + Math.cos(Math.PI * phase)) / 2);
}

/** Shortens a gradient to `limit` in place and returns its length before. */
export function clipGradient(gradient: Float32Array, limit: number): number {
  const length = Math.sqrt(gradient.reduce((sum, g) => sum + g * g, 0));
  if (length > limit) { for (let i = 0; i < gradient.length; i++) gradient[i] *= limit / length; }
  return length;
}

/**
 * One step of AdamW (Loshchilov and Hutter 2019) in place.
 *
 * @param step counts from 0
 * @param decay weight decay of each value
 */
export function adamW(
  values: Float32Array,
  gradient: Float32Array,
  { first, second }: Moments,
  step: number,
  rate: number,
  decay: Float32Array,
): void {
  const correction1 = 1 - BETA_1 ** (step + 1);
  const correction2 = 1 - BETA_2 ** (step + 1);
  for (let i = 0; i < values.length; i++) {
    first[i] += (1 - BETA_1) * (gradient[i] - first[i]);
    second[i] += (1 - BETA_2) * (gradient[i] * gradient[i] - second[i]);
    const direction = first[i] / correction1 / (Math.sqrt(second[i] / correction2) + EPSILON);
    values[i] -= rate * (direction + decay[i] * values[i]);
  }
}

/** Moves averages towards values: slowly, but faster in the first steps, when they know nothing. */
export function average(
  averages: Float32Array,
  values: Float32Array,
  step: number,
  stay: number,
): void {
  const move = 1 - Math.min(stay, (1 + step) / (10 + step));
  for (let i = 0; i < averages.length; i++) averages[i] += move * (values[i] - averages[i]);
}

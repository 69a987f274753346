/**
 * Curves at control rate: points that lie {@linkcode BLOCK} samples apart.
 *
 * @module
 */
import { SAMPLE_RATE } from "../../lib/frontend/constants.ts";

/** Samples between two points of a control curve. */
export const BLOCK = 64;

/** Time of point `b`, seconds. */
export function timeOf(b: number): number {
  return b * BLOCK / SAMPLE_RATE;
}

/** Multiplies `samples` in place by a curve with a point at either end of each block. */
export function multiply(samples: Float32Array, curve: Float64Array): void {
  for (let b = 0; b < curve.length - 1; b++) {
    const slope = (curve[b + 1] - curve[b]) / BLOCK;
    let level = curve[b];
    for (let i = b * BLOCK; i < (b + 1) * BLOCK; i++) {
      samples[i] *= level;
      level += slope;
    }
  }
}

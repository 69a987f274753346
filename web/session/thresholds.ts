/**
 * Thresholds as a musician sets them.
 *
 * @module
 */
import type { Thresholds } from "../../lib/inference/card.ts";
import { NEGLIGIBLE } from "../../lib/notes/extract.ts";
import type { Extraction } from "../edit/score.ts";

/** How far the ends of the sensitivity's range lie from the middle, in log odds. */
const REACH = 1.3;

/** Posterior thresholds for a sensitivity of 0 … 100; at 50 the model's own. */
export function thresholdsOf(
  { sensitivity, minimumSeconds }: Extraction,
  usual: Thresholds,
): Thresholds {
  const shift = REACH * (50 - sensitivity) / 50;
  const moved = (threshold: number) => {
    if (shift === 0) return threshold;
    const odds = Math.exp(Math.log(threshold / (1 - threshold)) + shift);
    return Math.max(NEGLIGIBLE, odds / (1 + odds));
  };
  return { onset: moved(usual.onset), frame: moved(usual.frame), minimumSeconds };
}

/**
 * Precision, recall and F from counts.
 *
 * @module
 */

export interface Score {
  /** Right estimates over estimates; 0 if there are none. */
  precision: number;
  /** Right estimates over references; 0 if there are none. */
  recall: number;
  /** Harmonic mean of the two. */
  f: number;
}

/** @param right How many estimates are right. */
export function scoreCounts(right: number, references: number, estimates: number): Score {
  const precision = estimates > 0 ? right / estimates : 0;
  const recall = references > 0 ? right / references : 0;
  return { precision, recall, f: right > 0 ? 2 * precision * recall / (precision + recall) : 0 };
}

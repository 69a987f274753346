/**
 * Samples as whole numbers of 16 bits.
 *
 * @module
 */

/** Rounds samples of −1 … 1; what lies outside is clipped. */
export function toPcm16(samples: Float32Array): Int16Array {
  return Int16Array.from(samples, (x) => Math.round(32767 * Math.max(-1, Math.min(1, x))));
}

/**
 * How far two distributions lie apart.
 *
 * @module
 */

/**
 * The Jensen–Shannon divergence of two distributions over the same places, in bits: 0 where they
 * are equal, 1 where they have nothing in common (J. Lin, "Divergence measures based on the Shannon
 * entropy", 1991).
 */
export function jensenShannon(p: readonly number[], q: readonly number[]): number {
  const middle = p.map((x, i) => (x + q[i]) / 2);
  return (relativeEntropy(p, middle) + relativeEntropy(q, middle)) / 2;
}

function relativeEntropy(p: readonly number[], q: readonly number[]): number {
  return p.reduce((sum, x, i) => x > 0 ? sum + x * Math.log2(x / q[i]) : sum, 0);
}

/**
 * Memories that add up the outer products of all that they have met: however much that is, they
 * take size × size numbers. What they recall blurs as they fill.
 *
 * References. D. O. Hebb, "The organization of behavior", 1949; J. J. Hopfield, "Neural networks
 * and physical systems with emergent collective computational abilities", PNAS 79, 1982; D. J. Amit
 * et al., "Storing infinite numbers of patterns in a spin-glass model of neural networks", Physical
 * Review Letters 55, 1985 (0.14 patterns a dimension).
 *
 * @module
 */
import { type AssociativeMemory, dot, unit } from "./associative.ts";

/** Rounds after which a Hopfield network that does not settle is left as it is. */
const MOST_ROUNDS = 50;

/** Recalls M·v with M = Σ u·uᵀ over what was stored: attention without its softmax. */
export class HebbianMemory implements AssociativeMemory {
  protected readonly rows: Float64Array[];

  /** @param size Of the vectors. */
  constructor(size: number) {
    this.rows = Array.from({ length: size }, () => new Float64Array(size));
  }

  store(vector: ArrayLike<number>): void {
    this.rows.forEach((row, d) => {
      for (let e = 0; e < row.length; e++) row[e] += vector[d] * vector[e];
    });
  }

  recall(cue: ArrayLike<number>): Float64Array {
    return unit(Float64Array.from(this.rows, (row) => dot(row, cue)));
  }
}

/**
 * Hopfield's network: no component reminds of itself, and each in its turn takes the sign of what
 * the others remind of, until all have settled. It recalls corners of the cube alone.
 */
export class HopfieldMemory extends HebbianMemory {
  override recall(cue: ArrayLike<number>): Float64Array {
    const state = Float64Array.from(cue, Math.sign);
    for (let round = 0; round < MOST_ROUNDS; round++) {
      let hasSettled = true;
      this.rows.forEach((row, d) => {
        const field = dot(row, state) - row[d] * state[d];
        if (field * state[d] >= 0) return;
        state[d] = Math.sign(field);
        hasSettled = false;
      });
      if (hasSettled) break;
    }
    return unit(state);
  }
}

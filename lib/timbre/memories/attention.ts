/**
 * Memory that keeps all that it has met and recalls a mean of it, weighted by softmax: a modern
 * Hopfield network.
 *
 * Reference. H. Ramsauer et al., "Hopfield networks is all you need", ICLR 2021.
 *
 * @module
 */
import { type AssociativeMemory, dot, unit } from "./associative.ts";

/** Recalls Σ u·exp(u·v / temperature) over what was stored. */
export class AttentionMemory implements AssociativeMemory {
  readonly #temperature: number;
  readonly #stored: Float64Array[] = [];

  /** @param temperature The lower, the more the nearest counts. */
  constructor(temperature: number) {
    this.#temperature = temperature;
  }

  store(vector: ArrayLike<number>): void {
    this.#stored.push(Float64Array.from(vector));
  }

  recall(cue: ArrayLike<number>): Float64Array {
    const scores = this.#stored.map((vector) => dot(vector, cue) / this.#temperature);
    const most = scores.reduce((a, b) => Math.max(a, b), -Infinity);
    const mean = new Float64Array(cue.length);
    this.#stored.forEach((vector, i) => {
      const weight = Math.exp(scores[i] - most);
      for (let d = 0; d < mean.length; d++) mean[d] += weight * vector[d];
    });
    return unit(mean);
  }
}

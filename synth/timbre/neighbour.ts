/**
 * Where a timbre lies in the space of its priors, and who lies beside it.
 *
 * @module
 */
import { Random } from "../../lib/random.ts";

/** Standard deviation of the way to a near-twin, in quantiles of a prior. */
const STEP = 0.08;
/** Share of a normal draw that a near-twin has for itself: their correlation is 0.97. */
const OWN_SHARE = 0.24;

/**
 * Repeats the draws of another stream, each quantile moved a little. Choices between kinds stay,
 * so that a neighbour has the same anatomy and slightly different measures.
 */
class Neighbour extends Random {
  readonly #moves: Random;

  constructor(seed: number, moves: Random) {
    super(seed);
    this.#moves = moves;
  }

  override uniform(low: number, high: number): number {
    const moved = Math.abs(this.next() + STEP * this.#moves.normal());
    return low + (high - low) * Math.min(moved, Math.abs(2 - moved));
  }

  override normal(mean = 0, deviation = 1): number {
    const drawn = super.normal();
    const own = this.#moves.normal();
    return mean + deviation * (Math.sqrt(1 - OWN_SHARE ** 2) * drawn + OWN_SHARE * own);
  }
}

/** A procedural timbre: the point `seed` of a source's priors or, given `twin`, one beside it. */
export interface Place {
  seed: number;
  twin?: number;
}

/** The draws that make the timbre of a place. */
export function drawsOf(source: string, { seed, twin }: Place): Random {
  const own = new Random(seed).fork(source).integer(0, 2 ** 31);
  return twin === undefined
    ? new Random(own)
    : new Neighbour(own, new Random(own).fork(`twin ${twin}`));
}

/** What is the same in all procedural timbres. */
export function identity(source: string, { seed, twin }: Place) {
  const key = [source, seed, ...(twin === undefined ? [] : [twin])].join("/");
  return { key, name: key.replaceAll("/", " "), licence: "Apache-2.0" };
}

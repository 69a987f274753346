/**
 * Companies of players: a block of mixtures is cast from few timbres, so that each one plays in
 * several of them, in other company and other rooms. Training needs that to know a timbre again.
 *
 * @module
 */
import { Random } from "../lib/random.ts";
import { type Catalogue, HARD_PAIRS, POLYPHONIC_SOLOS } from "./timbre/cast.ts";
import type { Timbre } from "./timbre/timbre.ts";

/** Mixtures for each timbre of a company; at three players a mixture, a timbre plays in four. */
const MIXTURES_PER_TIMBRE = 1.5;
/** Timbres of a company are cast in ensembles of this size, which holds some that are alike. */
const ENSEMBLE = 5;

/** Casts mixtures from companies of `size` timbres, one company for each block of seeds. */
export class Companies {
  readonly #catalogue: Catalogue;
  readonly #size: number;
  /** The company that was last asked for. */
  #block = -1;
  #timbres: Promise<Timbre[]> = Promise.resolve([]);

  /** @param size 0 for players drawn anew for each mixture */
  constructor(catalogue: Catalogue, size: number) {
    this.#catalogue = catalogue;
    this.#size = size;
  }

  /** `count` different timbres for the mixture with a seed. */
  async cast(seed: number, random: Random, count: number): Promise<Timbre[]> {
    if (this.#size === 0) return this.#catalogue.cast(random, count);
    const company = await this.#company(Math.floor(seed / (MIXTURES_PER_TIMBRE * this.#size)));
    if (company.length < count) {
      throw new Error(`Cannot cast ${count} players from a company of ${company.length} timbres`);
    }
    return choose(random, company, count);
  }

  #company(block: number): Promise<Timbre[]> {
    if (block !== this.#block) {
      this.#block = block;
      this.#timbres = this.#assemble(new Random(block).fork("company"));
    }
    return this.#timbres;
  }

  /** Up to `size` timbres: a catalogue may have fewer. */
  async #assemble(random: Random): Promise<Timbre[]> {
    const company = new Map<string, Timbre>();
    for (let drawn = 0; drawn < this.#size; drawn += ENSEMBLE) {
      const count = Math.min(ENSEMBLE, this.#size - drawn);
      for (const timbre of await this.#catalogue.cast(random, count)) {
        company.set(timbre.key, timbre);
      }
    }
    return [...company.values()];
  }
}

function choose(random: Random, company: readonly Timbre[], count: number): Timbre[] {
  const left = random.shuffle(company);
  const take = (fits: (timbre: Timbre) => boolean) =>
    left.splice(Math.max(0, left.findIndex(fits)), 1)[0];
  const polyphonic = count === 1 && random.chance(POLYPHONIC_SOLOS);
  const ensemble = [take((timbre) => timbre.polyphonic || !polyphonic)];
  while (ensemble.length < count) {
    const alike = random.chance(HARD_PAIRS);
    const { family } = ensemble[ensemble.length - 1];
    ensemble.push(take((timbre) => timbre.family === family || !alike));
  }
  return random.shuffle(ensemble);
}

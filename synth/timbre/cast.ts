/**
 * Chooses the timbres of an ensemble.
 *
 * @module
 */
import type { Random } from "../../lib/random.ts";
import { additive } from "./additive.ts";
import { type Bank, bankTimbre, familyOf } from "./bank.ts";
import { karplus } from "./karplus.ts";
import type { Provenance } from "../provenance.ts";
import type { Timbre } from "./timbre.ts";

/** Kinds of source, with the share of players that each gets. */
export const SOURCES = { bank: 0.6, additive: 0.3, karplus: 0.1 };
export type Source = keyof typeof SOURCES;

/** Training and validation never meet the same timbre. */
export type Split = "train" | "validation";

/** What a catalogue draws from. */
export interface CatalogueOptions {
  /** Kinds of source; all of them by default. */
  sources?: readonly Source[];
  banks?: readonly Bank[];
  /** Which half of the procedural seeds is drawn from: training (the default) has the even ones. */
  split?: Split;
  /**
   * Recorded timbres (library/instrument/articulation of a bank) that training
   * never casts, and the only ones that validation does. Without it both cast them all.
   */
  holdOut?: RegExp;
}

/** Share of further players that are of the same family as the one before. */
const HARD_PAIRS = 0.25;
/** Share of soloists who play a polyphonic instrument. */
const POLYPHONIC_SOLOS = 0.6;
/** Draws until a timbre is new and of the kind that is asked for. */
const ATTEMPTS = 40;
/** Procedural seeds of each split. */
const SEEDS = 2 ** 30;

/** How often a timbre of a bank is played: short ones less, keyboards more. */
function commonness(key: string): number {
  if (/pizz|staccato/.test(key)) return 0.4;
  return /piano/.test(key) ? 3 : 1;
}

/** Timbres to draw from. Those of banks stay in memory once they are loaded. */
export class Catalogue {
  readonly #sources: Source[];
  readonly #split: Split;
  readonly #banked: { bank: Bank; key: string }[];
  readonly #loaded = new Map<string, Promise<Timbre>>();

  /** Throws where the options leave no timbre to draw. */
  constructor(options: CatalogueOptions) {
    const { banks = [], sources = Object.keys(SOURCES) as Source[], holdOut } = options;
    this.#split = options.split ?? "train";
    const held = this.#split === "validation";
    this.#banked = banks
      .flatMap((bank) => [...bank.timbres.keys()].map((key) => ({ bank, key })))
      .filter(({ key }) => holdOut === undefined || (key.search(holdOut) >= 0) === held);
    this.#sources = sources.filter((source) => source !== "bank" || this.#banked.length > 0);
    if (this.#sources.length === 0) {
      throw new Error("Cannot cast players: no source has any timbre left");
    }
  }

  /** `count` different timbres. */
  async cast(random: Random, count: number): Promise<Timbre[]> {
    const ensemble: Timbre[] = [];
    const polyphonic = count === 1 && random.chance(POLYPHONIC_SOLOS);
    for (let tries = 0; ensemble.length < count; tries++) {
      if (tries === ATTEMPTS * count) {
        throw new Error(`Cannot cast ${count} different players: only ${ensemble.length} found`);
      }
      const timbre = await this.#draw(random, ensemble.at(-1));
      if (ensemble.some(({ key }) => key === timbre.key)) continue;
      if (polyphonic && !timbre.polyphonic && tries < ATTEMPTS - 1) continue;
      ensemble.push(timbre);
    }
    return random.shuffle(ensemble);
  }

  /** Where the timbres come from. */
  provenance(): Provenance[] {
    const found = new Map<string, Provenance>();
    for (const name of this.#sources) {
      if (name !== "bank") {
        found.set(name, { name, kind: "procedural timbres", licence: "Apache-2.0" });
      }
    }
    for (const { bank, key } of this.#banked) {
      const name = key.split("/")[0];
      const { licence } = bank.timbres.get(key)![0];
      found.set(name, { name, kind: "recorded notes", licence });
    }
    return [...found.values()].sort((a, b) => a.name < b.name ? -1 : 1);
  }

  #draw(random: Random, before?: Timbre): Promise<Timbre> {
    const source = random.weighted(this.#sources, this.#sources.map((s) => SOURCES[s]));
    const seed = 2 * random.integer(0, SEEDS - 1) + (this.#split === "train" ? 0 : 1);
    if (source === "additive") return Promise.resolve(additive(seed));
    if (source === "karplus") return Promise.resolve(karplus(seed));
    const related = this.#banked.filter(({ key }) => familyOf(key) === before?.family);
    const near = related.length > 1 && random.chance(HARD_PAIRS);
    const choice = near ? related : this.#banked;
    return this.#load(random.weighted(choice, choice.map(({ key }) => commonness(key))));
  }

  #load({ bank, key }: { bank: Bank; key: string }): Promise<Timbre> {
    const id = `${bank.folder}/${key}`;
    let timbre = this.#loaded.get(id);
    if (timbre === undefined) this.#loaded.set(id, timbre = bankTimbre(bank, key));
    return timbre;
  }
}

/**
 * Chooses the timbres of an ensemble.
 *
 * @module
 */
import type { Random } from "../../lib/random.ts";
import type { Provenance } from "../provenance.ts";
import type { Place } from "./neighbour.ts";
import { PROCEDURAL, type Procedural } from "./procedural.ts";
import type { Recorded } from "./recorded.ts";
import type { Timbre } from "./timbre.ts";

/** Kinds of source, with the share of players that each gets. */
export const SOURCES = {
  bank: 0.35,
  font: 0.25,
  additive: 0.12,
  reed: 0.08,
  modal: 0.07,
  fm: 0.05,
  karplus: 0.04,
  subtractive: 0.04,
};
export type Source = keyof typeof SOURCES;

/** Training and validation never meet the same timbre. */
export type Split = "train" | "validation";

/** What a catalogue draws from. */
export interface CatalogueOptions {
  /** Kinds of source; all of them by default. */
  sources?: readonly Source[];
  banks?: readonly { timbres: readonly Recorded[] }[];
  fonts?: readonly { timbres: readonly Recorded[] }[];
  /** Which half of the procedural seeds is drawn from: training (the default) has the even ones. */
  split?: Split;
  /**
   * Recorded timbres (library/instrument/articulation, or font:bank:program name) that training
   * never casts, and the only ones that validation does. Without it both cast them all.
   */
  holdOut?: RegExp;
  /** Never cast two recordings of one instrument together. */
  distinctInstruments?: boolean;
}

/** Share of further players that are near the one before: near-twins, or of the same family. */
export const HARD_PAIRS = 0.25;
/** Share of soloists who play a polyphonic instrument. */
export const POLYPHONIC_SOLOS = 0.6;
/** Draws until a timbre is new and of the kind that is asked for. */
const ATTEMPTS = 40;
/** Procedural seeds of each split, and near-twins of each seed. */
const SEEDS = 2 ** 30;

/** A timbre and where it was drawn from. */
type Drawn =
  & { timbre: Timbre }
  & ({ recorded: Recorded } | { source: Procedural; place: Place });

/** Timbres to draw from. Recorded ones stay in memory once they are loaded. */
export class Catalogue {
  readonly #sources: Source[];
  readonly #split: Split;
  readonly #distinct: boolean;
  readonly #recorded: Recorded[];
  readonly #loaded = new Map<Recorded, Promise<Timbre | null>>();

  /** Throws where the options leave no timbre to draw. */
  constructor(options: CatalogueOptions) {
    const { banks = [], fonts = [], holdOut } = options;
    const sources = options.sources ?? Object.keys(SOURCES) as Source[];
    this.#split = options.split ?? "train";
    this.#distinct = options.distinctInstruments ?? false;
    const held = this.#split === "validation";
    this.#recorded = [...banks, ...fonts]
      .flatMap(({ timbres }) => timbres)
      .filter(({ source }) => sources.includes(source))
      .filter(({ key }) => holdOut === undefined || (key.search(holdOut) >= 0) === held);
    this.#sources = sources.filter((source) =>
      source in PROCEDURAL || this.#recorded.some((recorded) => recorded.source === source)
    );
    if (this.#sources.length === 0) {
      throw new Error("Cannot cast players: no source has any timbre left");
    }
  }

  /** `count` different timbres. */
  async cast(random: Random, count: number): Promise<Timbre[]> {
    const ensemble: Drawn[] = [];
    const polyphonic = count === 1 && random.chance(POLYPHONIC_SOLOS);
    for (let tries = 0; ensemble.length < count; tries++) {
      if (tries === ATTEMPTS * count) {
        throw new Error(`Cannot cast ${count} different players: only ${ensemble.length} found`);
      }
      const drawn = await this.#draw(random, ensemble.at(-1));
      if (drawn === null || ensemble.some((other) => this.#clash(drawn, other))) continue;
      if (polyphonic && !drawn.timbre.polyphonic && tries < ATTEMPTS - 1) continue;
      ensemble.push(drawn);
    }
    return random.shuffle(ensemble.map(({ timbre }) => timbre));
  }

  /** Where the timbres come from. */
  provenance(): Provenance[] {
    const found = new Map<string, Provenance>();
    for (const name of this.#sources) {
      if (name in PROCEDURAL) {
        found.set(name, { name, kind: "procedural timbres", licence: "Apache-2.0" });
      }
    }
    for (const { library: name, licence } of this.#recorded) {
      found.set(name, { name, kind: "recorded notes", licence });
    }
    return [...found.values()].sort((a, b) => a.name < b.name ? -1 : 1);
  }

  #clash(a: Drawn, b: Drawn): boolean {
    if (a.timbre.key === b.timbre.key) return true;
    return this.#distinct && "recorded" in a && "recorded" in b &&
      a.recorded.instrument === b.recorded.instrument;
  }

  /** A timbre, or null where the recorded one that was drawn cannot be used. */
  #draw(random: Random, before?: Drawn): Promise<Drawn | null> {
    if (before !== undefined && random.chance(HARD_PAIRS)) return this.#drawNear(random, before);
    const source = random.weighted(this.#sources, this.#sources.map((name) => SOURCES[name]));
    if (source === "bank" || source === "font") {
      return this.#pick(random, this.#recorded.filter((recorded) => recorded.source === source));
    }
    const seed = 2 * random.integer(0, SEEDS - 1) + (this.#split === "train" ? 0 : 1);
    return make(source, { seed });
  }

  #drawNear(random: Random, before: Drawn): Promise<Drawn | null> {
    if ("place" in before) {
      return make(before.source, { seed: before.place.seed, twin: random.integer(0, SEEDS - 1) });
    }
    const { family } = before.recorded;
    return this.#pick(random, this.#recorded.filter((recorded) => recorded.family === family));
  }

  async #pick(random: Random, choice: readonly Recorded[]): Promise<Drawn | null> {
    const recorded = random.weighted(choice, choice.map(({ weight }) => weight));
    let loading = this.#loaded.get(recorded);
    if (loading === undefined) this.#loaded.set(recorded, loading = recorded.load());
    const timbre = await loading;
    return timbre === null ? null : { timbre, recorded };
  }
}

function make(source: Procedural, place: Place): Promise<Drawn> {
  return Promise.resolve({ timbre: PROCEDURAL[source](place), source, place });
}

/**
 * Timbres told apart while listening: a table of prototypes that grows with the music.
 *
 * A new note is compared with some of the notes remembered of each timbre, and joins the timbre that it is
 * most like or founds a new one. From time to time all that is remembered is looked at again
 * together, as a finished recording would be: timbres merge, split or give notes to each other, and
 * labels follow the notes, so that a player keeps the label he was first given. What is remembered
 * does not grow: some recent notes, and notes of each timbre from all over the past, so that a
 * player who was silent for long is known when he returns.
 *
 * @module
 */
import type { Model } from "../inference/model.ts";
import type { HeardNote } from "../listen.ts";
import { assign } from "../evaluate/assignment.ts";
import type { Embeddings } from "./affinity.ts";
import { compareNotes } from "./compare.ts";
import { separate } from "./separate.ts";

/** Notes that are remembered; {@linkcode compareNotes} compares as many at once. */
export const REMEMBERED = 160;

/** Of these, as many are compared with new notes when these come. */
export const BESIDE = 64;

/** New notes after which all that is remembered is looked at again. */
export const CONSOLIDATION = 16;

/** A note whose cosine with the mean of every timbre is smaller founds a new one. */
const LEAST_COSINE = 0.3;

/** What is known of a timbre. */
export interface Prototype {
  /** Unit vector: the mean of the remembered notes, as they were compared last. */
  direction: Float64Array;
  /** Mean of 1 − cosine between those notes and the direction, 0 … 1. */
  spread: number;
  /** Lowest and highest pitch heard, MIDI. */
  register: [number, number];
  /** Notes heard. */
  weight: number;
  /** Onset of its first note, seconds. */
  since: number;
}

/** Notes that turn out to be of another timbre than was said. */
export interface Relabelling {
  from: number;
  to: number;
  /** Numbers of the notes in the order in which they were heard; absent if all of `from` move. */
  notes?: number[];
}

interface Remembered {
  note: HeardNote;
  /** In the order in which notes were heard. */
  number: number;
  label: number;
}

/** Tells notes apart as they come. */
export class TimbreMemory {
  readonly #model: Model;
  readonly #timbres: number | "auto";
  readonly #prototypes = new Map<number, Prototype>();
  /** In order of onset. */
  #remembered: Remembered[] = [];
  #heard = 0;
  #fresh = 0;
  #labels = 0;

  /** @param timbres How many there are at most; found out unless given. */
  constructor(model: Model, timbres: number | "auto" = "auto") {
    this.#model = model;
    this.#timbres = timbres;
  }

  /** Timbres by label. */
  get prototypes(): ReadonlyMap<number, Readonly<Prototype>> {
    return this.#prototypes;
  }

  /** @returns A label for each of some new notes, at most 192; labels are 0, 1 … by appearance. */
  async hear(notes: readonly HeardNote[]): Promise<number[]> {
    const fresh = notes.map((note) => ({ note, number: this.#heard++, label: -1 }));
    const compared = [...kept(this.#remembered, BESIDE), ...fresh].sort(byOnset);
    const embeddings = await this.#compare(compared);
    this.#learn(compared, embeddings);
    compared.forEach((remembered, row) => {
      if (remembered.label < 0) remembered.label = this.#labelOf(vectorOf(embeddings, row));
    });
    for (const { note, label } of fresh) this.#count(label, note);
    this.#fresh += fresh.length;
    this.#remembered = kept([...this.#remembered, ...fresh].sort(byOnset), REMEMBERED);
    return fresh.map(({ label }) => label);
  }

  /** Looks at all that is remembered again, if there is enough that is new. */
  async consolidate(): Promise<Relabelling[]> {
    if (this.#fresh < CONSOLIDATION) return [];
    this.#fresh = 0;
    const embeddings = await this.#compare(this.#remembered);
    const clusters = separate(embeddings, this.#timbres);
    const names = this.#namesOf(clusters);
    const before = this.#remembered.map(({ label }) => label);
    this.#remembered.forEach((remembered, row) => remembered.label = names[clusters[row]]);
    const changes = this.#changes(before);
    this.#learn(this.#remembered, embeddings);
    return changes;
  }

  async #compare(notes: readonly Remembered[]): Promise<Embeddings> {
    return await compareNotes(this.#model, notes.map(({ note }) => note));
  }

  /** Joins the nearest timbre or founds one. */
  #labelOf(vector: Float32Array): number {
    let [nearest, most] = [-1, -Infinity];
    for (const [label, { direction }] of this.#prototypes) {
      const cosine = dot(direction, vector);
      if (cosine > most) [nearest, most] = [label, cosine];
    }
    const isFull = this.#prototypes.size === this.#timbres;
    if (nearest >= 0 && (most >= LEAST_COSINE || isFull)) return nearest;
    const label = this.#labels++;
    this.#prototypes.set(label, found(Float64Array.from(vector)));
    return label;
  }

  /** Directions and spreads of the timbres among notes that were compared just now. */
  #learn(notes: readonly Remembered[], embeddings: Embeddings): void {
    const sums = new Map<number, { sum: Float64Array; notes: number }>();
    notes.forEach(({ label }, row) => {
      if (label < 0) return;
      const known = sums.get(label) ?? { sum: new Float64Array(embeddings.size), notes: 0 };
      vectorOf(embeddings, row).forEach((x, d) => known.sum[d] += x);
      known.notes++;
      sums.set(label, known);
    });
    for (const [label, { sum, notes }] of sums) {
      const prototype = this.#prototypes.get(label)!;
      const length = Math.hypot(...sum);
      prototype.direction = length > 0 ? sum.map((x) => x / length) : sum;
      prototype.spread = 1 - length / notes;
    }
  }

  #count(label: number, { pitch, onset }: HeardNote): void {
    const prototype = this.#prototypes.get(label)!;
    const [low, high] = prototype.register;
    prototype.register = [Math.min(low, pitch), Math.max(high, pitch)];
    prototype.weight++;
    prototype.since = Math.min(prototype.since, onset);
  }

  /** Labels for clusters: of the notes that were labelled, as many as can keep their labels. */
  #namesOf(clusters: Int32Array): number[] {
    const labels = [...this.#prototypes.keys()];
    const overlap = Array.from(new Set(clusters), () => labels.map(() => 0));
    this.#remembered.forEach(({ label }, row) => overlap[clusters[row]][labels.indexOf(label)]++);
    const names = overlap.map(() => -1);
    for (const [cluster, label] of assign(overlap)) {
      if (overlap[cluster][label] > 0) names[cluster] = labels[label];
    }
    return names.map((name) => name < 0 ? this.#labels++ : name);
  }

  /** Brings the table in line with the new labels and says what moved where. */
  #changes(before: readonly number[]): Relabelling[] {
    const moves = new Map<string, Required<Relabelling>>();
    this.#remembered.forEach(({ note, number, label }, row) => {
      const from = before[row];
      if (from === label) return;
      const key = `${from} ${label}`;
      if (!moves.has(key)) moves.set(key, { from, to: label, notes: [] });
      moves.get(key)!.notes.push(number);
      if (!this.#prototypes.has(label)) this.#prototypes.set(label, found(new Float64Array(0)));
      this.#prototypes.get(from)!.weight--;
      this.#count(label, note);
    });
    const sorted = [...moves.values()].sort((a, b) => a.notes.length - b.notes.length);
    return [...sorted, ...this.#merge(sorted)];
  }

  /** Merges each timbre that lost its last remembered note into the one that most of them went to. */
  #merge(moves: readonly Relabelling[]): Relabelling[] {
    const left = new Set(this.#remembered.map(({ label }) => label));
    const gone = [...this.#prototypes.keys()].filter((label) => !left.has(label));
    return gone.map((from) => {
      const { to } = moves.findLast((move) => move.from === from)!;
      const [old, joined] = [this.#prototypes.get(from)!, this.#prototypes.get(to)!];
      joined.register = [
        Math.min(old.register[0], joined.register[0]),
        Math.max(old.register[1], joined.register[1]),
      ];
      joined.weight += old.weight;
      joined.since = Math.min(old.since, joined.since);
      this.#prototypes.delete(from);
      return { from, to };
    });
  }
}

/**
 * Of notes in order of onset, `size` to keep: the latest half, and of the older ones such of each
 * timbre as lie far apart, fewer of the timbres that have most.
 */
function kept(notes: readonly Remembered[], size: number): Remembered[] {
  const recent = notes.slice(-size / 2);
  let old = notes.slice(0, -size / 2);
  while (old.length + recent.length > size) {
    const sizes = new Map<number, number>();
    for (const { label } of old) sizes.set(label, (sizes.get(label) ?? 0) + 1);
    const [largest] = [...sizes].reduce((a, b) => b[1] > a[1] ? b : a);
    const group = old.filter(({ label }) => label === largest);
    let [crowded, least] = [group[0], Infinity];
    for (let i = 1; i < group.length - 1; i++) {
      const room = group[i + 1].note.onset - group[i - 1].note.onset;
      if (room < least) [crowded, least] = [group[i], room];
    }
    old = old.filter((remembered) => remembered !== crowded);
  }
  return [...old, ...recent];
}

/** A timbre before its first note. */
function found(direction: Float64Array): Prototype {
  return { direction, spread: 0, register: [Infinity, -Infinity], weight: 0, since: Infinity };
}

function byOnset(a: Remembered, b: Remembered): number {
  return a.note.onset - b.note.onset || a.note.pitch - b.note.pitch;
}

function vectorOf({ values, size }: Embeddings, row: number): Float32Array {
  return values.subarray(row * size, (row + 1) * size);
}

function dot(a: Float64Array, b: Float32Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += a[d] * b[d];
  return sum;
}

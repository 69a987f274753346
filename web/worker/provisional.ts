/**
 * Timbres of notes while their recording is still being heard.
 *
 * @module
 */
import type { Model } from "../../lib/inference/model.ts";
import type { HeardNote } from "../../lib/listen.ts";
import { type Relabelling, TimbreMemory } from "../../lib/timbre/memory.ts";

/** Notes that are told apart at a time: comparing them takes as long for one as for all. */
const BATCH = 64;

/** Label of a note that waits for its batch. */
const UNTOLD = -1;

/** Does to labels, one a note in the order of hearing, what a relabelling says. */
export function move(labels: number[], { from, to, notes }: Relabelling): void {
  for (const note of notes ?? labels.keys().filter((n) => labels[n] === from)) labels[note] = to;
}

/** Labels that follow the notes: what is heard later may change them. */
export class ProvisionalTimbres {
  readonly #memory: TimbreMemory;
  readonly #labels: number[] = [];
  #waiting: HeardNote[] = [];

  constructor(model: Model) {
    this.#memory = new TimbreMemory(model);
  }

  /** Takes new notes. @returns A label for every note so far, in the order of hearing, or −1. */
  async hear(notes: readonly HeardNote[]): Promise<Int16Array> {
    this.#waiting.push(...notes);
    while (this.#waiting.length >= BATCH) {
      await this.#tell(this.#waiting.slice(0, BATCH));
      this.#waiting = this.#waiting.slice(BATCH);
    }
    const labels = new Int16Array(this.#labels.length + this.#waiting.length).fill(UNTOLD);
    labels.set(this.#labels);
    return labels;
  }

  async #tell(batch: readonly HeardNote[]): Promise<void> {
    this.#labels.push(...await this.#memory.hear(batch));
    for (const change of await this.#memory.consolidate()) move(this.#labels, change);
  }
}

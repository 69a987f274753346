/**
 * Labels of notes that were told apart one after the other, as they ended.
 *
 * @module
 */
import type { Model } from "../../inference/model.ts";
import type { HeardNote } from "../../listen.ts";
import { TimbreMemory } from "../../timbre/memory.ts";

/** The labels that a listener has at the end who heeds every relabelling, in the order of `notes`. */
export async function rememberedLabels(
  model: Model,
  notes: readonly HeardNote[],
  timbres: number | "auto",
): Promise<number[]> {
  const memory = new TimbreMemory(model, timbres);
  const order = notes.map((_, i) => i).sort((a, b) => notes[a].offset - notes[b].offset);
  const labels: number[] = new Array(notes.length);
  for (const i of order) {
    [labels[i]] = await memory.hear([notes[i]]);
    for (const { from, to, notes: moved } of await memory.consolidate()) {
      if (moved) { for (const number of moved) labels[order[number]] = to; }
      else labels.forEach((label, j) => label === from && (labels[j] = to));
    }
  }
  return labels;
}

/**
 * New labels for a score whose timbres have names and colours.
 *
 * @module
 */
import { assign } from "../../lib/evaluate/assignment.ts";
import type { Score, Timbre } from "./score.ts";

/**
 * Takes new labels. A timbre keeps its name, colour and rank with the label that most of its notes
 * have now; the others are new.
 *
 * @param labels By the notes' names, 0 … K − 1; notes without one stay where they are, if they can.
 */
export function relabelled(score: Score, labels: ReadonlyMap<number, number>): Score {
  const count = new Set(labels.values()).size;
  const heirs = heirsOf(score, labels, count);
  const kept = [...heirs.values()].sort((a, b) => a - b);
  const timbres = kept.map((timbre) => score.timbres[timbre]);
  const places: number[] = [];
  for (let label = 0; label < count; label++) {
    const timbre = heirs.get(label);
    places[label] = timbre === undefined ? timbres.length : kept.indexOf(timbre);
    if (timbre === undefined) timbres.push({ name: "", colour: freeColour(timbres) });
  }
  return {
    ...score,
    notes: score.notes.map((note) => {
      const label = labels.get(note.id);
      const place = label === undefined ? kept.indexOf(note.timbre) : places[label];
      return { ...note, timbre: place < 0 ? Math.min(note.timbre, count - 1) : place };
    }),
    timbres,
  };
}

/** Which timbre a label continues, such that as many notes as can be keep theirs. */
function heirsOf(
  score: Score,
  labels: ReadonlyMap<number, number>,
  count: number,
): Map<number, number> {
  const shared = Array.from({ length: count }, () => score.timbres.map(() => 0));
  for (const { id, timbre } of score.notes) {
    const label = labels.get(id);
    if (label !== undefined) shared[label][timbre]++;
  }
  return new Map(assign(shared).filter(([label, timbre]) => shared[label][timbre] > 0));
}

/** The first place in the palette that no timbre has. */
export function freeColour(timbres: readonly Timbre[]): number {
  const used = new Set(timbres.map((timbre) => timbre.colour));
  let colour = 0;
  while (used.has(colour)) colour++;
  return colour;
}

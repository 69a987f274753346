/**
 * What the page shows while it listens.
 *
 * @module
 */
import { type Extraction, type Score, scoreOf, sortNotes } from "../edit/score.ts";
import type { Note } from "../../lib/types.ts";

/** How a score is heard unless a person says otherwise. */
export const USUAL: Extraction = { sensitivity: 50, minimumSeconds: 0.07 };

/**
 * A score to look at.
 *
 * @param notes In the order in which they became final.
 * @param timbres One for each note; −1 of a note that waits to be told apart.
 */
export function heardSoFar(
  notes: readonly Note[],
  timbres: Int16Array,
  duration: number,
): Score {
  const empty = scoreOf(
    {
      duration,
      sampleRate: 0,
      notes: [],
      timbres: timbres.reduce((most, timbre) => Math.max(most, timbre), 0) + 1,
      model: "",
      embeddings: new Float32Array(0),
      embeddingSize: 0,
    },
    USUAL,
    "auto",
  );
  const shown = notes.map((note, id) => (
    { ...note, timbre: timbres[id], id, row: -1, byHand: false }
  ));
  return { ...empty, notes: sortNotes(shown) };
}

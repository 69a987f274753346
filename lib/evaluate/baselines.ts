/**
 * Labels from systems that hear nothing: they see only which notes sound when. A method that tells
 * timbres apart must do better than these, and where players keep to their registers that is hard.
 *
 * @module
 */
import { kmeans } from "ml-kmeans";
import type { PitchedInterval } from "./check.ts";
import { firstFrom } from "./search.ts";

/**
 * Labels each note by its rank, from above, among the notes that sound at its middle. Where fewer
 * or more notes than voices sound, ranks are spread evenly over the voices.
 *
 * @returns A label 0 … voices − 1 for each note.
 */
export function rankLabels(notes: readonly PitchedInterval[], voices: number): Int32Array {
  const order = [...notes].sort((a, b) => a.onset - b.onset);
  const longest = notes.reduce((most, n) => Math.max(most, n.offset - n.onset), 0);
  return Int32Array.from(notes, (note) => {
    const middle = (note.onset + note.offset) / 2;
    let [above, sounding] = [0, 0];
    for (
      let i = firstFrom(order, (n) => n.onset >= middle - longest);
      i < order.length && order[i].onset <= middle;
      i++
    ) {
      if (order[i].offset <= middle) continue;
      sounding++;
      if (order[i].pitch > note.pitch) above++;
    }
    return Math.floor((above + 0.5) / sounding * voices);
  });
}

/**
 * Labels notes by clusters of their pitches: k-means, started from the pitches that part the notes
 * into equal shares.
 *
 * @returns A label 0 … voices − 1 for each note.
 */
export function pitchLabels(
  notes: readonly { pitch: number }[],
  voices: number,
): Int32Array {
  const sorted = [...new Set(notes.map(({ pitch }) => pitch))].sort((a, b) => a - b);
  const clusters = Math.min(voices, sorted.length);
  if (clusters === 0) return new Int32Array(0);
  const starts = Array.from(
    { length: clusters },
    (_, k) => [sorted[Math.floor((k + 0.5) * sorted.length / clusters)]],
  );
  const points = notes.map(({ pitch }) => [pitch]);
  return Int32Array.from(kmeans(points, clusters, { initialization: starts }).clusters);
}

/**
 * What a listener knows better: pairs of notes that one player plays, and pairs that two do.
 *
 * Reference. K. Wagstaff et al., "Constrained k-means clustering with background knowledge", ICML
 * 2001: must-link and cannot-link.
 *
 * @module
 */
import type { Embeddings } from "./affinity.ts";

/** Two notes, by their place in the song. */
export type Pair = readonly [number, number];

/** Pairs that must share a timbre and pairs that must not. */
export interface Pins {
  same?: readonly Pair[];
  different?: readonly Pair[];
}

/**
 * Changes a clustering where its pins ask for it: notes that belong together move as one, and
 * each group takes the nearest cluster in which no note is that it must be apart from.
 *
 * @param labels 0 … clusters − 1
 * @throws {Error} If the pins contradict each other or leave a note no cluster.
 */
export function heed(
  embeddings: Embeddings,
  labels: Int32Array,
  clusters: number,
  { same = [], different = [] }: Pins,
): Int32Array {
  const groups = groupsOf(embeddings.count, same);
  const rivals = rivalsOf(groups, different);
  const centres = centresOf(embeddings, labels, clusters);
  const pinned = groups.filter((group) => group.length > 1 || rivals.has(group))
    .map((group) => ({ group, likeness: centres.map((c) => likeness(group, embeddings, c)) }))
    .sort((a, b) => Math.max(...b.likeness) - Math.max(...a.likeness));
  const found = labels.slice();
  const settled = new Map<readonly number[], number>();
  for (const { group, likeness } of pinned) {
    const taken = new Set([...rivals.get(group) ?? []].map((rival) => settled.get(rival)));
    const free = [...likeness.keys()].filter((cluster) => !taken.has(cluster));
    if (free.length === 0) {
      const there = clusters === 1 ? "is only one timbre" : `are only ${clusters} timbres`;
      throw new Error(`Cannot keep the pinned notes apart: there ${there}`);
    }
    const nearest = free.reduce((best, cluster) =>
      likeness[cluster] > likeness[best] ? cluster : best
    );
    settled.set(group, nearest);
    for (const note of group) found[note] = nearest;
  }
  return found;
}

/** Notes joined by pairs, transitively; every note is in one group. */
function groupsOf(count: number, same: readonly Pair[]): number[][] {
  const group = Array.from({ length: count }, (_, note) => [note]);
  for (const [a, b] of same) {
    if (group[a] === group[b]) continue;
    group[a].push(...group[b]);
    for (const note of group[b]) group[note] = group[a];
  }
  return [...new Set(group)];
}

/** The groups that each group must be apart from. */
function rivalsOf(
  groups: readonly number[][],
  different: readonly Pair[],
): Map<readonly number[], Set<readonly number[]>> {
  const groupOf = new Map(groups.flatMap((group) => group.map((note) => [note, group])));
  const rivals = new Map<readonly number[], Set<readonly number[]>>();
  for (const [a, b] of different) {
    const [one, other] = [groupOf.get(a)!, groupOf.get(b)!];
    if (one === other) {
      throw new Error(`Cannot pin notes ${a} and ${b}: they are the same and different`);
    }
    for (const [x, y] of [[one, other], [other, one]]) {
      rivals.set(x, (rivals.get(x) ?? new Set()).add(y));
    }
  }
  return rivals;
}

/** Mean direction of each cluster. */
function centresOf(
  { values, size }: Embeddings,
  labels: Int32Array,
  clusters: number,
): Float64Array[] {
  const centres = Array.from({ length: clusters }, () => new Float64Array(size));
  labels.forEach((label, i) => {
    for (let d = 0; d < size; d++) centres[label][d] += values[i * size + d];
  });
  return centres.map((centre) => {
    const length = Math.hypot(...centre);
    return length > 0 ? centre.map((x) => x / length) : centre;
  });
}

/** Mean cosine of some notes with a centre. */
function likeness(
  group: readonly number[],
  { values, size }: Embeddings,
  centre: Float64Array,
): number {
  let sum = 0;
  for (const note of group) {
    for (let d = 0; d < size; d++) sum += values[note * size + d] * centre[d];
  }
  return sum / group.length;
}

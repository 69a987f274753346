/**
 * Notes compared with each other: directions in which notes of one player agree.
 *
 * @module
 */
import type { Model } from "../inference/model.ts";
import type { Session } from "../inference/runtime.ts";
import type { HeardNote } from "../listen.ts";
import { type Embeddings, select, spread } from "./affinity.ts";
import { FACTS, facts, type Placed, RELATIONS, relations } from "./relations.ts";

/** Notes that are compared at once. */
export const PASSAGE = 256;

/** Of these, notes from all over a long recording: all its passages are seen beside the same. */
const LANDMARKS = 96;

/** Notes of a passage that are told apart in it; the others are its surroundings. */
export const CORE = 96;

/**
 * One unit vector a note. A model that hears each note for itself gives its own vectors; one that
 * compares notes shows them to each other, those of a long recording in passages.
 *
 * @param notes in order of onset
 */
export async function compareNotes(model: Model, notes: readonly HeardNote[]): Promise<Embeddings> {
  const sureness = Float32Array.from(notes, ({ confidence }) => confidence);
  return { ...await directions(model, notes), sureness };
}

async function directions(model: Model, notes: readonly HeardNote[]): Promise<Embeddings> {
  const alone = stack(notes.map(({ embedding }) => embedding), model.card.embeddingSize ?? 0);
  const { comparison } = model.further;
  if (comparison === undefined || notes.length === 0) return alone;
  const features = stack(notes.map(({ features }) => features), notes[0].features.length);
  const placed = notes.map(({ outline, ...note }) => ({ ...note, outline: outline! }));
  if (notes.length <= PASSAGE) return await together(comparison, placed, features);

  const landmarks = spread(notes.length, LANDMARKS);
  for (let core = 0; core < notes.length; core += CORE) {
    const end = Math.min(core + CORE, notes.length);
    const rows = passageAround(core, end, landmarks, notes.length);
    const found = await together(
      comparison,
      rows.map((row) => placed[row]),
      select(features, rows),
    );
    for (let row = core; row < end; row++) {
      const at = rows.indexOf(row) * found.size;
      alone.values.set(found.values.subarray(at, at + found.size), row * found.size);
    }
  }
  return alone;
}

/** Notes from `core` to `end`, the landmarks, and as many neighbours as there is room for. */
function passageAround(
  core: number,
  end: number,
  landmarks: readonly number[],
  count: number,
): number[] {
  const rows = new Set(landmarks);
  for (let row = core; row < end; row++) rows.add(row);
  for (let step = 1; rows.size < Math.min(PASSAGE, count); step++) {
    if (core - step >= 0) rows.add(core - step);
    if (end - 1 + step < count) rows.add(end - 1 + step);
  }
  return [...rows].sort((a, b) => a - b);
}

async function together(
  comparison: Session,
  notes: readonly Placed[],
  features: Embeddings,
): Promise<Embeddings> {
  const { length } = notes;
  const { embedding } = await comparison.run({
    features: { data: features.values, shape: [length, features.size] },
    facts: { data: facts(notes), shape: [1, length, FACTS] },
    relations: { data: relations(notes), shape: [1, RELATIONS, length, length] },
  });
  return { values: embedding, size: embedding.length / length, count: length };
}

function stack(vectors: readonly Float32Array[], size: number): Embeddings {
  const values = new Float32Array(vectors.length * size);
  vectors.forEach((vector, i) => values.set(vector, i * size));
  return { values, size, count: vectors.length };
}

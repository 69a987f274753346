/**
 * Recordings as models hear them, step by step, for notebooks that look inside.
 *
 * @module
 */
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { matchNotes } from "../lib/evaluate/transcription.ts";
import type { Thresholds } from "../lib/inference/card.ts";
import type { Model } from "../lib/inference/model.ts";
import { Ear, type Heard, type HeardNote, Scribe } from "../lib/listen.ts";
import type { Embeddings } from "../lib/timbre/affinity.ts";
import type { Waveform } from "../lib/types.ts";
import type { Mixture } from "../synth/mod.ts";

/** All frames of a recording. */
export async function hearFrames(model: Model, waveform: Waveform): Promise<Heard[]> {
  const ear = await Ear.create(model);
  const before = await Array.fromAsync(ear.push(waveform));
  return [...before, ...await Array.fromAsync(ear.flush())];
}

/** The notes in what was heard, sorted by onset, then pitch. */
export async function writeNotes(
  model: Model,
  heard: readonly Heard[],
  thresholds?: Partial<Thresholds>,
): Promise<HeardNote[]> {
  const scribe = await Scribe.create(model, thresholds);
  const notes: HeardNote[] = [];
  for (const frames of heard) notes.push(...await scribe.push(frames));
  notes.push(...await scribe.flush());
  return notes.sort((a, b) => a.onset - b.onset || a.pitch - b.pitch);
}

/** A note that was heard, and who played it. */
export interface KnownNote extends HeardNote {
  player: number;
}

/** Those of the heard notes that were really played. */
export async function hearMixture(
  model: Model,
  { audio, notes: played }: Pick<Mixture, "audio" | "notes">,
): Promise<KnownNote[]> {
  const heard = await writeNotes(model, await hearFrames(model, audio));
  return matchNotes(played, heard)
    .map(([reference, estimate]) => ({ ...heard[estimate], player: played[reference].player }))
    .sort((a, b) => a.onset - b.onset || a.pitch - b.pitch);
}

/** Vectors of equal length in one array. */
export function stack(vectors: readonly ArrayLike<number>[]): Embeddings {
  const size = vectors[0]?.length ?? 0;
  const values = new Float32Array(vectors.length * size);
  vectors.forEach((vector, i) => values.set(vector, i * size));
  return { values, size, count: vectors.length };
}

/** Rows of vectors, seen from the two directions in which they differ most. */
export function plane({ values, size, count }: Embeddings): { x: number; y: number }[] {
  const rows = Matrix.from1DArray(count, size, values).center("column");
  const { eigenvectorMatrix } = new EigenvalueDecomposition(rows.transpose().mmul(rows), {
    assumeSymmetric: true,
  });
  // Eigenvalues ascend.
  const directions = eigenvectorMatrix.subMatrixColumn([size - 1, size - 2]);
  return rows.mmul(directions).to2DArray().map(([x, y]) => ({ x, y }));
}

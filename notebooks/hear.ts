/**
 * Recordings as models hear them, step by step, for notebooks that look inside.
 *
 * @module
 */
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import type { PitchedInterval } from "../lib/evaluate/mod.ts";
import { matchNotes } from "../lib/evaluate/transcription.ts";
import { BINS, FRAME_RATE, PITCHES } from "../lib/frontend/mod.ts";
import type { Thresholds } from "../lib/inference/card.ts";
import type { Model } from "../lib/inference/model.ts";
import { Ear, type Heard, type HeardNote, Scribe } from "../lib/listen.ts";
import type { Embeddings } from "../lib/timbre/affinity.ts";
import { PORTRAIT_BINS, portray, SLOTS } from "../lib/timbre/portrait.ts";
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

/** Names for players, by the kind of their timbre; timbres are known by numbers of many digits. */
export function playerNames(players: readonly { name: string }[]): string[] {
  return players.map(({ name }, i) => `${i + 1}: ${name.replace(/( [\d/]+)+$/, "")}`);
}

/**
 * The spectrum of a note from its own pitch upwards, as its timbre is judged by: the mean over its
 * time.
 *
 * @param energy Constant-Q energies, frames × 288.
 * @param note Seconds from the first frame, MIDI pitch.
 */
export function portraitOf(
  energy: Float32Array,
  { onset, offset, pitch }: PitchedInterval,
): number[] {
  const span = {
    pitch,
    onset: Math.round(onset * FRAME_RATE),
    offset: Math.round(offset * FRAME_RATE),
  };
  const activity = new Float32Array(energy.length / BINS * PITCHES);
  const { spectrum } = portray({ energy, activity, start: 0 }, span);
  return Array.from({ length: PORTRAIT_BINS }, (_, bin) => {
    let sum = 0;
    for (let slot = 0; slot < SLOTS; slot++) sum += spectrum[slot * PORTRAIT_BINS + bin];
    return sum / SLOTS;
  });
}

/** Each value as the mean of the last `count`. */
export function smoothed(values: readonly number[], count: number): number[] {
  return values.map((_, i) => {
    const near = values.slice(Math.max(0, i - count + 1), i + 1);
    return near.reduce((sum, value) => sum + value, 0) / near.length;
  });
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

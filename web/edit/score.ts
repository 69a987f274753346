/**
 * What the page shows and edits: notes, and the timbres they belong to.
 *
 * @module
 */
import { LOWEST_PITCH, PITCHES } from "../../lib/frontend/constants.ts";
import type { Song, TimbredNote } from "../../lib/types.ts";
import { NO_PINS, type NotePins } from "./pins.ts";

/** A note as it can be edited. */
export interface ScoreNote extends TimbredNote {
  /** Its name as long as the score lives. */
  readonly id: number;
  /** Row of the score's embeddings; −1 for a note written by hand. */
  readonly row: number;
  /** Whether a person wrote or changed it. */
  readonly byHand: boolean;
}

/** A timbre as a person knows it. */
export interface Timbre {
  /** Empty until it is named. */
  readonly name: string;
  /** Place in the palette. */
  readonly colour: number;
}

/** How notes were made from what was heard. */
export interface Extraction {
  /** 0 … 100; 50 is the model's own. */
  readonly sensitivity: number;
  readonly minimumSeconds: number;
}

/** A recording's notes; never changed in place. */
export interface Score {
  /** Sorted by onset, then pitch. */
  readonly notes: readonly ScoreNote[];
  readonly timbres: readonly Timbre[];
  /** How many timbres were asked for. */
  readonly asked: number | "auto";
  /** What a person said of notes' timbres; telling them apart heeds it. */
  readonly pins: NotePins;
  readonly extraction: Extraction;
  /** Heard notes that a person removed or changed; extracting again does not bring them back. */
  readonly removed: readonly TimbredNote[];
  /** One unit vector a heard note, rows × `embeddingSize`. */
  readonly embeddings: Float32Array;
  readonly embeddingSize: number;
  /** Of the recording, seconds. */
  readonly duration: number;
  /** Of the recording, Hz. */
  readonly sampleRate: number;
  readonly model: string;
  /** Next note's name. */
  readonly nextId: number;
}

export const HIGHEST_PITCH = LOWEST_PITCH + PITCHES - 1;

/** Shortest note that editing makes, seconds. */
export const SHORTEST = 0.02;

/** A score as a recording was heard. */
export function scoreOf(song: Song, extraction: Extraction, asked: number | "auto"): Score {
  return {
    notes: song.notes.map((note, row) => ({ ...note, id: row, row, byHand: false })),
    timbres: freshTimbres(song.timbres),
    asked,
    pins: NO_PINS,
    extraction,
    removed: [],
    embeddings: song.embeddings,
    embeddingSize: song.embeddingSize,
    duration: song.duration,
    sampleRate: song.sampleRate,
    model: song.model,
    nextId: song.notes.length,
  };
}

export function freshTimbres(count: number): Timbre[] {
  return Array.from({ length: count }, (_, colour) => ({ name: "", colour }));
}

/** A song to recolour or export, and which of the score's timbres each of its own is. */
export interface Exported {
  song: Song;
  timbres: number[];
}

/** The score as a song: timbres without notes dropped, the others numbered by first appearance. */
export function exported(score: Score): Exported {
  const order = [...new Set(score.notes.map((note) => note.timbre))];
  const size = score.embeddingSize;
  const embeddings = new Float32Array(score.notes.length * size);
  const notes = score.notes.map(({ id: _id, row, byHand: _hand, ...note }, i) => {
    embeddings.set(rowOf(score, row), i * size);
    return { ...note, timbre: order.indexOf(note.timbre) };
  });
  const { duration, sampleRate, model, embeddingSize } = score;
  return {
    song: {
      duration,
      sampleRate,
      notes,
      timbres: order.length,
      model,
      embeddings,
      embeddingSize,
    },
    timbres: order,
  };
}

/** The embedding of a row; empty for a note written by hand. */
export function rowOf({ embeddings, embeddingSize }: Score, row: number): Float32Array {
  return embeddings.subarray(Math.max(row, 0) * embeddingSize, (row + 1) * embeddingSize);
}

export function sortNotes(notes: ScoreNote[]): ScoreNote[] {
  return notes.sort((a, b) => a.onset - b.onset || a.pitch - b.pitch || a.id - b.id);
}

/**
 * Songs as JSON, version 1: the contract other programs score and edit.
 *
 * @module
 */
import type { Song, TimbredNote } from "../types.ts";

/** What the JSON file holds. Times are in seconds, notes sorted by onset, then pitch. */
export interface SongJson {
  schema: 1;
  audio: { file: string; seconds: number; sampleRate: number };
  model: string;
  timbres: number;
  notes: TimbredNote[];
}

/** Decimals kept: 0.1 ms for times, 1e-4 for velocity and confidence. */
const DECIMALS = 4;

function round(x: number): number {
  return Number(x.toFixed(DECIMALS));
}

/** @param file Name of the recording. */
export function toJson(song: Song, file: string): SongJson {
  return {
    schema: 1,
    audio: { file, seconds: round(song.duration), sampleRate: song.sampleRate },
    model: song.model,
    timbres: song.timbres,
    notes: song.notes.map((note) => ({
      onset: round(note.onset),
      offset: round(note.offset),
      pitch: note.pitch,
      velocity: round(note.velocity),
      timbre: note.timbre,
      confidence: round(note.confidence),
    })),
  };
}

/**
 * Notes in the files of any system.
 *
 * @module
 */
import type { ReferenceNote } from "../../evaluate/datasets/mod.ts";
import { readMidiParts } from "../../evaluate/datasets/midi.ts";
import { parseSongParts } from "../../evaluate/datasets/plain.ts";

/** Endings of the files that hold tracks. */
export const TRACK_FORMATS = [".json", ".mid", ".midi"];

/** Whether a file holds tracks, by its name. */
export function hasTracks(file: string): boolean {
  return TRACK_FORMATS.some((ending) => file.toLowerCase().endsWith(ending));
}

/**
 * Reads noteprism's JSON or MIDI.
 *
 * @returns The notes of each track that has any.
 */
export function readTracks(file: string, bytes: Uint8Array): ReferenceNote[][] {
  const parts = file.toLowerCase().endsWith(".json")
    ? parseSongParts(new TextDecoder().decode(bytes))
    : readMidiParts(bytes);
  return parts.map(({ notes }) => notes).filter((notes) => notes.length > 0);
}

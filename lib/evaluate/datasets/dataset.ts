/**
 * Data sets of recordings with their notes: what they have in common.
 *
 * A data set is a reader of a published layout. It finds its pieces among the paths in a folder and
 * reads the notes of one when asked; recordings are left to the caller, who decodes and mixes them.
 *
 * @module
 */
import type { PitchedInterval } from "../check.ts";

/** A folder on whatever keeps files. */
export interface Folder {
  /** Paths of all files below it, relative, parted by `/`. */
  list(): Promise<string[]>;
  /** The bytes of one of them. */
  read(path: string): Promise<Uint8Array>;
}

/** A note of the ground truth. */
export interface ReferenceNote extends PitchedInterval {
  /** 0 … 1, where the data set tells. */
  velocity?: number;
}

/** What one player, or one group in unison, plays. */
export interface Part {
  instrument: string;
  notes: ReferenceNote[];
  /** Recordings of this part alone, to be added up; none if it was recorded with the others. */
  stems: string[];
}

/** A piece of music in a data set. */
export interface Piece {
  name: string;
  /** The recording of all parts; their stems are added up where there is none. */
  mix?: string;
  /** The share of the data set it was published in: `train`, `test` … */
  split?: string;
  /** Reads the notes. */
  parts(): Promise<Part[]>;
}

/** Reads one file of a folder. */
export type Read = Folder["read"];

/** A reader of one data set. */
export interface Dataset {
  /** As published. */
  name: string;
  /** What its files are called, for whoever looks for them. */
  layout: string;
  /** Where it can be got. */
  source: string;
  /** The pieces among some paths, sorted by path. */
  find(paths: readonly string[], read: Read): Piece[];
}

/** Given to notes that end when they start, which some data sets hold; seconds. */
const SHORTEST_NOTE = 0.001;

/**
 * Finds the pieces of a data set in a folder.
 *
 * @throws {Error} If there are none or one lacks a file; says what was expected, and its source.
 */
export async function findPieces(dataset: Dataset, folder: Folder): Promise<Piece[]> {
  const { name, layout, source } = dataset;
  const help = `expected ${layout}. Get it from ${source}`;
  const paths = (await folder.list()).sort();
  let pieces: Piece[];
  try {
    pieces = dataset.find(paths, (path) => folder.read(path));
  } catch (error) {
    throw new Error(`${(error as Error).message} of ${name}: ${help}`);
  }
  if (pieces.length === 0) throw new Error(`Cannot find ${name}: ${help}`);
  return pieces.map((piece) => ({
    ...piece,
    parts: async () => (await piece.parts()).map(tidy).filter(({ notes }) => notes.length > 0),
  }));
}

function tidy(part: Part): Part {
  const notes = part.notes.map((note) => ({
    ...note,
    offset: Math.max(note.offset, note.onset + SHORTEST_NOTE),
  }));
  return { ...part, notes: notes.sort((a, b) => a.onset - b.onset || a.pitch - b.pitch) };
}

/**
 * The first of some paths that exists.
 *
 * @throws {Error} If none does.
 */
export function firstOf(paths: ReadonlySet<string>, candidates: readonly string[]): string {
  const path = candidates.find((candidate) => paths.has(candidate));
  if (path === undefined) throw new Error(`Cannot find ${candidates.join(" or ")}`);
  return path;
}

/** Text of a file. */
export async function readText(read: Read, path: string): Promise<string> {
  return new TextDecoder().decode(await read(path));
}

/**
 * What a JSON file holds.
 *
 * @param what The file, for the error.
 * @throws {Error} If it is not JSON.
 */
export function parseJson<T>(text: string, what: string): T {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`Cannot read ${what}: it is not JSON`);
  }
}

/** A path without its last extension. */
export function stemOf(path: string): string {
  return path.replace(/\.[^./]*$/, "");
}

/** The last name in a path. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

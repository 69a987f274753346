/**
 * Music read from MIDI files.
 *
 * @module
 */
import tonejs from "@tonejs/midi";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Random } from "../../lib/random.ts";
import type { ScoreNote } from "./types.ts";

/** MIDI channel of percussion, counted from 0. */
const PERCUSSION = 9;
/** Tempo of a file that names none, beats a minute. */
const DEFAULT_TEMPO = 120;

/** The music of one MIDI file. */
export interface Piece {
  /** The notes of each track but percussion, none of them empty; sorted by onset. */
  tracks: ScoreNote[][];
  /** Seconds a beat, at the start. */
  beat: number;
}

/** Paths of all MIDI files below some folders, sorted. */
export async function listPieces(folders: readonly string[]): Promise<string[]> {
  const paths: string[] = [];
  for (const folder of folders) {
    let names: string[];
    try {
      names = await readdir(folder, { recursive: true });
    } catch {
      throw new Error(`Cannot read scores: ${folder} is not a folder`);
    }
    const midi = names.filter((name) => /\.midi?$/i.test(name)).sort();
    if (midi.length === 0) throw new Error(`Cannot read scores: ${folder} holds no MIDI files`);
    paths.push(...midi.map((name) => join(folder, name)));
  }
  return paths;
}

/** Reads one MIDI file. */
export async function readPiece(path: string): Promise<Piece> {
  let midi: InstanceType<typeof tonejs.Midi>;
  try {
    midi = new tonejs.Midi(await readFile(path));
  } catch (error) {
    throw new Error(`Cannot read the score ${path}: ${(error as Error).message}`);
  }
  const tracks = midi.tracks
    .filter((track) => track.channel !== PERCUSSION && track.notes.length > 0)
    .map((track) =>
      track.notes
        .map((n) => ({
          onset: n.time,
          seconds: n.duration,
          pitch: n.midi,
          velocity: n.velocity,
        }))
        .sort((a, b) => a.onset - b.onset)
    );
  if (tracks.length === 0) throw new Error(`Cannot read the score ${path}: it holds no pitches`);
  return { tracks, beat: 60 / (midi.header.tempos[0]?.bpm ?? DEFAULT_TEMPO) };
}

/**
 * A collection of MIDI files, read when they are needed and then remembered. One that cannot be
 * read is named on stderr, once, and never drawn again: a draw depends on the files alone.
 */
export class Library {
  readonly #paths: readonly string[];
  readonly #pieces = new Map<string, Promise<Piece | null>>();

  private constructor(paths: readonly string[]) {
    this.#paths = paths;
  }

  /** Lists the MIDI files below some folders. Throws where a folder holds none. */
  static async open(folders: readonly string[]): Promise<Library> {
    return new Library(await listPieces(folders));
  }

  /** Number of files. */
  get size(): number {
    return this.#paths.length;
  }

  /** A piece at random. Throws where no file can be read. */
  async draw(random: Random): Promise<Piece> {
    for (const path of random.shuffle(this.#paths)) {
      const piece = await this.#read(path);
      if (piece !== null) return piece;
    }
    throw new Error(`Cannot read scores: none of ${this.size} MIDI files can be read`);
  }

  #read(path: string): Promise<Piece | null> {
    let piece = this.#pieces.get(path);
    if (piece === undefined) {
      piece = readPiece(path).catch((error) => {
        console.warn(`${error.message}; left out`);
        return null;
      });
      this.#pieces.set(path, piece);
    }
    return piece;
  }
}

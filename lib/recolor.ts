/**
 * The notes of a song told apart anew, without listening again.
 *
 * @module
 */
import { type Embeddings, select } from "./timbre/affinity.ts";
import { heed, type Pair, type Pins } from "./timbre/pins.ts";
import { type PriorName, priorsFor } from "./timbre/priors.ts";
import { byAppearance, separate } from "./timbre/separate.ts";
import type { Song } from "./types.ts";

/** Most timbres a song can be split into: the MIDI channels without the one of the drums. */
export const TIMBRE_LIMIT = 15;

/** Options of {@linkcode recolor}. */
export interface RecolorOptions extends Pins {
  /** How many timbres play; found out unless given. Fewer notes, or notes alike, make fewer. */
  timbres?: number | "auto";
  /** What is expected of players besides their sound; nothing unless named. */
  priors?: readonly PriorName[];
}

/**
 * Tells all notes apart anew.
 *
 * @returns A copy with other labels.
 * @throws {Error} If pinned notes cannot be kept together or apart.
 * @example Two timbres, of which the first two notes have one each
 * ```ts ignore
 * const duo = recolor(song, { timbres: 2, different: [[0, 1]] });
 * ```
 */
export function recolor(
  song: Song,
  { timbres = "auto", priors = [], ...pins }: RecolorOptions,
): Song {
  checkTimbres(timbres);
  checkPins(song, [...pins.same ?? [], ...pins.different ?? []]);
  const embeddings = embeddingsOf(song);
  const factor = priors.length > 0 ? priorsFor(song.notes, priors) : undefined;
  let labels = separate(embeddings, timbres, { factor });
  if (timbres === "auto" && pins.different?.length && countOf(labels) < 2) {
    labels = separate(embeddings, 2, { factor });
  }
  return relabel(song, heed(embeddings, labels, countOf(labels), pins));
}

/** Takes some timbres of a song for one. */
export function mergeTimbres(song: Song, timbres: readonly number[]): Song {
  timbres.forEach((timbre) => checkTimbre(song, timbre));
  return relabel(
    song,
    Int32Array.from(song.notes, ({ timbre }) => timbres.includes(timbre) ? timbres[0] : timbre),
  );
}

/** Splits a timbre of a song into those that it falls into most readily. */
export function splitTimbre(song: Song, timbre: number, parts = 2): Song {
  checkTimbre(song, timbre);
  checkTimbres(song.timbres - 1 + parts);
  const rows = [...song.notes.keys()].filter((row) => song.notes[row].timbre === timbre);
  const found = separate(select(embeddingsOf(song), rows), parts);
  const labels = Int32Array.from(song.notes, (note) => note.timbre);
  rows.forEach((row, i) => labels[row] = found[i] === 0 ? timbre : song.timbres + found[i]);
  return relabel(song, labels);
}

/** @throws {RangeError} If a song cannot be asked for as many timbres. */
export function checkTimbres(timbres: number | "auto"): void {
  if (timbres === "auto") return;
  if (!Number.isInteger(timbres) || timbres < 1 || timbres > TIMBRE_LIMIT) {
    throw new RangeError(
      `Cannot tell ${timbres} timbres apart: name 1 to ${TIMBRE_LIMIT}, or "auto"`,
    );
  }
}

/** Tells a listener who asked for more timbres than there are to be told apart. */
export function warnOfFewer(
  found: number,
  asked: number | "auto",
  onWarning?: (message: string) => void,
): void {
  if (asked === "auto" || found >= asked) return;
  onWarning?.(`asked for ${asked} timbres, found only ${found}`);
}

function checkTimbre({ timbres }: Song, timbre: number): void {
  if (Number.isInteger(timbre) && timbre >= 0 && timbre < timbres) return;
  throw new RangeError(`Cannot change timbre ${timbre}: the song has 0 to ${timbres - 1}`);
}

function checkPins({ notes }: Song, pairs: readonly Pair[]): void {
  const stray = pairs.flat().find((note) => !(note in notes));
  if (stray === undefined) return;
  throw new RangeError(`Cannot pin note ${stray}: the song has 0 to ${notes.length - 1}`);
}

function embeddingsOf({ notes, embeddings, embeddingSize }: Song): Embeddings {
  const sureness = Float32Array.from(notes, ({ confidence }) => confidence);
  return { values: embeddings, size: embeddingSize, count: notes.length, sureness };
}

function relabel(song: Song, labels: Int32Array): Song {
  const named = byAppearance(labels);
  return {
    ...song,
    notes: song.notes.map((note, i) => ({ ...note, timbre: named[i] })),
    timbres: countOf(named),
  };
}

function countOf(labels: Int32Array): number {
  return new Set(labels).size;
}

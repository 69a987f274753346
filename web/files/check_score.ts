/**
 * Scores from files, which anyone may have written.
 *
 * @module
 */
import { LOWEST_PITCH } from "../../lib/frontend/constants.ts";
import { TIMBRE_LIMIT } from "../../lib/recolor.ts";
import { HIGHEST_PITCH, type Score, type ScoreNote, SHORTEST, sortNotes } from "../edit/score.ts";
import { APPEARANCES } from "../roll/appearance.ts";

/** Most notes that are read. */
const MOST_NOTES = 1_000_000;

/** Longest recording, seconds: a day. */
const LONGEST = 86_400;

/** Highest sample rate, Hz. */
const FASTEST = 1e6;

/** Most numbers of an embedding. */
const LARGEST_EMBEDDING = 4096;

/** Longest name, characters. */
const LONGEST_NAME = 200;

/**
 * A score out of parsed JSON.
 *
 * @throws {Error} If something is missing or out of its range.
 */
export function checkScore(value: unknown, embeddings: Float32Array): Score {
  check(isObject(value), "holds no score");
  const { schema, ...score } = value as unknown as Score & { schema: number };
  check(schema === 1, `has schema ${show(schema)}, not 1`);
  check(within(score.duration, SHORTEST, LONGEST), `lasts ${show(score.duration)} s`);
  check(within(score.sampleRate, 0, FASTEST), `has a rate of ${show(score.sampleRate)} Hz`);
  check(isName(score.model), "names no model");
  check(natural(score.asked, TIMBRE_LIMIT) || score.asked === "auto", "has no number of timbres");
  check(within(score.extraction?.sensitivity, 0, 100), "has no sensitivity");
  check(within(score.extraction.minimumSeconds, 0, 1), "has no shortest note");
  check(natural(score.embeddingSize, LARGEST_EMBEDDING), "has no embedding size");
  check(embeddings.every(Number.isFinite), "has embeddings that are not numbers");
  check(natural(score.nextId, Number.MAX_SAFE_INTEGER), "has no next name");
  check(isList(score.timbres, TIMBRE_LIMIT), "has no list of timbres");
  for (const timbre of score.timbres) {
    check(isObject(timbre) && isName(timbre.name), "has a timbre without a name");
    check(natural(timbre.colour, APPEARANCES - 1), "has a timbre without a colour");
  }
  check(isList(score.notes, MOST_NOTES), "has no list of notes");
  for (const note of score.notes) checkNote(note, score, embeddings);
  const names = new Set(score.notes.map((note) => note.id));
  check(names.size === score.notes.length, "has two notes of one name");
  check(isList(score.removed, MOST_NOTES), "has no list of removed notes");
  for (const note of score.removed) checkEvent(note);
  checkPins(score);
  return { ...score, notes: sortNotes([...score.notes]), embeddings };
}

function checkNote(note: ScoreNote, score: Score, embeddings: Float32Array): void {
  checkEvent(note);
  const { timbre, row, id, offset, byHand } = note;
  const rows = score.embeddingSize > 0 ? embeddings.length / score.embeddingSize : 0;
  check(offset <= score.duration + SHORTEST, "has a note after its end");
  check(natural(timbre, score.timbres.length - 1), `has a note of timbre ${show(timbre)}`);
  check(row === -1 || natural(row, rows - 1), "has a note without an embedding");
  check(natural(id, score.nextId - 1), "has a note without a name");
  check(typeof byHand === "boolean", "has a note of nobody");
}

/** What notes that are there and notes that were removed have in common. */
function checkEvent(note: Score["removed"][number]): void {
  check(isObject(note), "has a note that is none");
  const { onset, offset, pitch, velocity, confidence } = note;
  check(within(onset, 0, LONGEST) && within(offset, 0, LONGEST), "has a note at no time");
  check(offset > onset, "has a note that ends before it begins");
  check(Number.isInteger(pitch), "has a note without a pitch");
  check(within(pitch, LOWEST_PITCH, HIGHEST_PITCH), `has a note of pitch ${show(pitch)}`);
  check(within(velocity, 0, 1) && within(confidence, 0, 1), "has a note of no loudness");
}

function checkPins({ pins, nextId }: Score): void {
  check(isObject(pins), "has no pins");
  for (const pairs of [pins.same, pins.different]) {
    check(isList(pairs, MOST_NOTES), "has no list of pins");
    for (const pair of pairs) {
      check(isList(pair, 2) && pair.length === 2, "has a pin that is no pair");
      check(pair.every((id) => natural(id, nextId - 1)), "has a pin of no note");
      check(pair[0] !== pair[1], "pins a note to itself");
    }
  }
}

function check(holds: boolean, problem: string): void {
  if (!holds) throw new Error(`the project ${problem}`);
}

/** A value as a message can hold it. */
function show(value: unknown): string {
  return String(JSON.stringify(value)).slice(0, 40);
}

function isObject(x: unknown): boolean {
  return typeof x === "object" && x !== null;
}

function isList(x: unknown, most: number): boolean {
  return Array.isArray(x) && x.length <= most;
}

function isName(x: unknown): boolean {
  return typeof x === "string" && x.length <= LONGEST_NAME;
}

function within(x: unknown, least: number, most: number): boolean {
  return Number.isFinite(x) && (x as number) >= least && (x as number) <= most;
}

function natural(x: unknown, most: number): boolean {
  return Number.isInteger(x) && within(x, 0, most);
}

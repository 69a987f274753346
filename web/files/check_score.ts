/**
 * Scores from files, which anyone may have written.
 *
 * @module
 */
import { LOWEST_PITCH } from "../../lib/frontend/constants.ts";
import { HIGHEST_PITCH, type Score, sortNotes } from "../edit/score.ts";

/** Most notes that are read. */
const MOST_NOTES = 1_000_000;

/**
 * A score out of parsed JSON.
 *
 * @throws {Error} If something is missing or out of its range.
 */
export function checkScore(value: unknown, embeddings: Float32Array): Score {
  const { schema, ...score } = value as Score & { schema: number };
  check(schema === 1, `has schema ${schema}, not 1`);
  check(Array.isArray(score.timbres) && score.timbres.length <= 100, "has no list of timbres");
  check(Array.isArray(score.notes) && score.notes.length <= MOST_NOTES, "has no list of notes");
  check(Array.isArray(score.removed), "has no list of removed notes");
  check(finite(score.duration) && score.duration > 0, `lasts ${score.duration} s`);
  check(finite(score.sampleRate), "has no sample rate");
  check(typeof score.model === "string", "names no model");
  check(score.asked === "auto" || finite(score.asked), "has no number of timbres");
  check(finite(score.extraction?.sensitivity), "has no sensitivity");
  check(finite(score.extraction.minimumSeconds), "has no shortest note");
  check(Number.isInteger(score.embeddingSize) && score.embeddingSize >= 0, "has no embedding size");
  const rows = score.embeddingSize > 0 ? embeddings.length / score.embeddingSize : 0;
  for (const timbre of score.timbres) {
    check(typeof timbre.name === "string" && natural(timbre.colour), "has a timbre without a name");
  }
  for (const note of score.notes) {
    const { onset, offset, pitch, velocity, confidence, timbre, row, id } = note;
    check(finite(onset) && onset >= 0 && finite(offset) && offset > onset, "has a note at no time");
    check(Number.isInteger(pitch), "has a note without a pitch");
    check(pitch >= LOWEST_PITCH && pitch <= HIGHEST_PITCH, `has a note of pitch ${pitch}`);
    check(unit(velocity) && unit(confidence), "has a note of no loudness");
    check(natural(timbre) && timbre < score.timbres.length, `has a note of timbre ${timbre}`);
    check(Number.isInteger(row) && row >= -1 && row < rows, "has a note without an embedding");
    check(natural(id) && id < score.nextId, "has a note without a name");
  }
  return { ...score, notes: sortNotes([...score.notes]), embeddings };
}

function check(holds: boolean, problem: string): void {
  if (!holds) throw new Error(`the project ${problem}`);
}

function finite(x: unknown): x is number {
  return Number.isFinite(x);
}

function natural(x: unknown): x is number {
  return Number.isInteger(x) && (x as number) >= 0;
}

function unit(x: unknown): boolean {
  return finite(x) && x >= 0 && x <= 1;
}

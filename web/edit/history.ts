/**
 * Undo and redo.
 *
 * @module
 */
import { apply, type Edit } from "./edits.ts";
import type { Score } from "./score.ts";

/** Steps that can be taken back. */
const LIMIT = 200;

/** A score, what it was and what it had been before that was taken back. */
export interface History {
  readonly past: readonly Score[];
  readonly score: Score;
  readonly future: readonly Score[];
}

export function begin(score: Score): History {
  return { past: [], score, future: [] };
}

/** The history after an edit; the same object if the edit changes nothing. */
export function edit(history: History, change: Edit): History {
  const score = apply(history.score, change);
  if (score === history.score) return history;
  return { past: [...history.past, history.score].slice(-LIMIT), score, future: [] };
}

export function undo({ past, score, future }: History): History {
  if (past.length === 0) return { past, score, future };
  return { past: past.slice(0, -1), score: past.at(-1)!, future: [score, ...future] };
}

export function redo({ past, score, future }: History): History {
  if (future.length === 0) return { past, score, future };
  return { past: [...past, score], score: future[0], future: future.slice(1) };
}

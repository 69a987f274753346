/**
 * Keeps the latest work in the browser, so that a closed tab loses nothing.
 *
 * @module
 */
import { get, set } from "idb-keyval";
import { begin } from "../edit/history.ts";
import type { Score } from "../edit/score.ts";
import type { RecordingFile, State, Store } from "../session/state.ts";
import { checkScore } from "./check_score.ts";
import type { Project } from "./project.ts";

const SCORE = "score";
const FILE = "file";

/** Quiet time after which a change is kept, milliseconds. */
const DELAY = 600;

/**
 * Keeps every change of the score from now on; a full disk is no reason to stop working.
 *
 * @returns Keeps the latest change at once.
 */
export function autosave(store: Store): () => Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let kept: Blob | undefined;
  const keep = async ({ phase, file, history }: State) => {
    if (phase !== "ready" || !history) return;
    try {
      if (file?.blob !== kept) await set(FILE, file);
      kept = file?.blob;
      await set(SCORE, history.score);
    } catch (error) {
      console.warn(`Cannot keep the work: ${error}`);
    }
  };
  store.subscribe((state, before) => {
    if (state.history?.score === before.history?.score && state.phase === before.phase) return;
    clearTimeout(timer);
    timer = setTimeout(() => keep(store.state), DELAY);
  });
  return () => keep(store.state);
}

/** The work of the last visit, if there is any that this version of the page can read. */
export async function keptWork(): Promise<Project | undefined> {
  try {
    const score = await get<Score>(SCORE);
    const file = await get<RecordingFile | undefined>(FILE);
    return score && { file, history: begin(checkScore({ schema: 1, ...score }, score.embeddings)) };
  } catch {
    return undefined;
  }
}

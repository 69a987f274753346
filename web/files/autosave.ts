/**
 * Keeps the latest work in the browser, so that a closed tab loses nothing.
 *
 * @module
 */
import { createStore, getMany, promisifyRequest } from "idb-keyval";
import { begin } from "../edit/history.ts";
import type { Score } from "../edit/score.ts";
import type { RecordingFile, State, Store } from "../session/state.ts";
import { checkScore } from "./check_score.ts";
import type { Project } from "./project.ts";

const SCORE = "score";
const FILE = "file";
/** Says which recording is kept, for it is not written again with every change. */
const OWNER = "owner";

/** Quiet time after which a change is kept, milliseconds. */
const DELAY = 600;

/**
 * Keeps every change of the score from now on. Of several tabs the one that changed last is kept,
 * its recording and its notes together.
 *
 * @param onFull Told once for each recording if there is no room.
 * @returns Keeps the latest change at once.
 */
export function autosave(store: Store, onFull: () => void): () => Promise<void> {
  const database = createStore("keyval-store", "keyval");
  let timer: ReturnType<typeof setTimeout> | undefined;
  let own: { blob: Blob | undefined; name: string } | undefined;
  let full = false;

  const keep = async ({ phase, file, history }: State) => {
    clearTimeout(timer);
    timer = undefined;
    if (phase !== "ready" || !history) return;
    if (!own || own.blob !== file?.blob) {
      own = { blob: file?.blob, name: crypto.randomUUID() };
      full = false;
    }
    const { name } = own;
    try {
      await database("readwrite", async (objects) => {
        if (await promisifyRequest(objects.get(OWNER)) !== name) {
          objects.put(file, FILE);
          objects.put(name, OWNER);
        }
        objects.put(history.score, SCORE);
        await promisifyRequest(objects.transaction);
      });
      full = false;
    } catch {
      if (!full) onFull();
      full = true;
    }
  };
  store.subscribe((state, before) => {
    if (state.history?.score === before.history?.score && state.phase === before.phase) return;
    clearTimeout(timer);
    timer = setTimeout(() => keep(store.state), DELAY);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && timer !== undefined) keep(store.state);
  });
  return () => keep(store.state);
}

/** The work of the last visit, if there is any that this version of the page can read. */
export async function keptWork(): Promise<Project | undefined> {
  try {
    const [score, file] = await getMany([SCORE, FILE]) as [Score?, RecordingFile?];
    return score && { file, history: begin(checkScore({ schema: 1, ...score }, score.embeddings)) };
  } catch {
    return undefined;
  }
}

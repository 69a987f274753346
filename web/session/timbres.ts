/**
 * What takes the workers' help: telling timbres apart anew, and hearing with other thresholds.
 *
 * @module
 */
import { exported, type Extraction, type ScoreNote, scoreOf } from "../edit/score.ts";
import * as workers from "../worker/client.ts";
import { nearestTimbres } from "./nearest.ts";
import type { Session } from "./session.ts";
import { thresholdsOf } from "./thresholds.ts";

/** Tells the timbres apart anew; notes written by hand keep theirs where it still exists. */
export async function recolor(session: Session, timbres: number | "auto"): Promise<void> {
  const heard = session.score!.notes.filter((note) => note.row >= 0);
  const labels = await separate(session, heard, timbres);
  if (labels) session.edit({ kind: "relabel", labels, asked: timbres });
}

/** Splits a timbre into the two that it falls into most readily. */
export async function split(session: Session, timbre: number): Promise<void> {
  const heard = session.score!.notes.filter((note) => note.timbre === timbre && note.row >= 0);
  const labels = heard.length > 1 ? await separate(session, heard, 2) : undefined;
  const second = [...labels ?? []].filter(([, label]) => label === 1).map(([id]) => id);
  if (second.length > 0) session.edit({ kind: "split", timbre, ids: new Set(second) });
  else session.store.set({ notice: { kind: "error", text: session.say("error.split") } });
}

/** Labels by the notes' names; undefined if the score has changed meanwhile. */
async function separate(
  session: Session,
  notes: readonly ScoreNote[],
  timbres: number | "auto",
): Promise<Map<number, number> | undefined> {
  const score = session.score!;
  session.store.set({ busy: true });
  try {
    const { song } = exported({ ...score, notes });
    const { notes: labelled } = await workers.recolor(song, timbres);
    if (session.score !== score) return undefined;
    return new Map(labelled.map((note, i) => [notes[i].id, note.timbre]));
  } finally {
    session.store.set({ busy: false });
  }
}

/**
 * Makes the notes again with other thresholds; each takes the timbre that it is most like. A
 * recording that was not heard since the page was opened is heard again.
 */
export async function extract(session: Session, extraction: Extraction): Promise<void> {
  const score = session.score!;
  session.store.set({ busy: true });
  try {
    const thresholds = thresholdsOf(extraction, await workers.defaultThresholds());
    const song = await workers.extract(thresholds) ??
      await workers.listen(session.state.file!.blob, thresholds, 1, ({ fraction }) => {
        const text = `${session.say("listening")} ${Math.round(100 * fraction)} %`;
        session.store.set({ notice: { kind: "done", text } });
      });
    if (session.score !== score) return;
    const heard = scoreOf(song, extraction, score.asked);
    const timbres = nearestTimbres(score, heard);
    const notes = heard.notes.map((note, i) => ({ ...note, timbre: timbres[i] }));
    session.edit({ kind: "extract", notes, embeddings: heard.embeddings, extraction });
    await session.drawMap();
  } finally {
    session.store.set({ busy: false, notice: undefined });
  }
}

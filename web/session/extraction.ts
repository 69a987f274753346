/**
 * Making the notes again with other thresholds.
 *
 * @module
 */
import { type Extraction, type Score, scoreOf } from "../edit/score.ts";
import { reasonOf } from "../i18n/reasons.ts";
import * as workers from "../worker/client.ts";
import { nearestTimbres } from "./nearest.ts";
import type { Session } from "./session.ts";
import type { RecordingFile } from "./state.ts";
import { thresholdsOf } from "./thresholds.ts";

/** What was asked for last; the notes are on their way to it. */
let wanted: { file: RecordingFile | undefined; extraction: Extraction } | undefined;

/**
 * Makes the notes again with other thresholds; each takes the timbre that it is most like. A
 * recording that is long, or was not heard since the page was opened, is heard again. While that
 * goes on, only the latest wish is remembered.
 */
export async function extract(session: Session, change: Partial<Extraction>): Promise<void> {
  const { file } = session.state;
  const under = wanted?.file === file ? wanted : undefined;
  const before = under?.extraction ?? session.score!.extraction;
  wanted = { file, extraction: { ...before, ...change } };
  if (under) return;
  session.store.set({ busy: true });
  const here = () => wanted?.file === file && session.state.file === file;
  try {
    for (let made; here() && made !== wanted!.extraction;) {
      const { extraction } = wanted!;
      if (await make(session, extraction)) made = extraction;
    }
  } catch (error) {
    if (!here()) return;
    const reason = reasonOf(error, session.say);
    const text = session.say("error.open", { name: file!.name, reason });
    session.store.set({ notice: { kind: "error", text } });
  } finally {
    if (wanted?.file === file) wanted = undefined;
    session.store.set({ busy: false });
  }
}

/** @returns Whether the notes were made: not if a person has edited them meanwhile. */
async function make(session: Session, extraction: Extraction): Promise<boolean> {
  const { score, state: { file } } = session;
  const heard = scoreOf(await hear(session, file!, extraction), extraction, score!.asked);
  if (session.score !== score) return false;
  session.edit({ kind: "extract", ...told(score!, heard) });
  session.store.set({ notice: undefined });
  await session.drawMap();
  return true;
}

async function hear(session: Session, file: RecordingFile, extraction: Extraction) {
  const thresholds = thresholdsOf(extraction, await workers.defaultThresholds());
  return await workers.extract(thresholds) ??
    await workers.listen(file.blob, thresholds, 1, ({ fraction }) => {
      const text = `${session.say("listening")} ${Math.round(100 * fraction)} %`;
      session.store.set({ notice: { kind: "done", text } });
    });
}

/** Heard notes with the timbres that the score's are told apart by. */
function told(score: Score, heard: Score) {
  const timbres = nearestTimbres(score, heard);
  const notes = heard.notes.map((note, i) => ({ ...note, timbre: timbres[i] }));
  return { notes, embeddings: heard.embeddings, extraction: heard.extraction };
}

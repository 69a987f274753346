/**
 * Telling timbres apart anew, with the workers' help.
 *
 * @module
 */
import {
  type NotePins,
  pin as pinned,
  placed,
  type Relation,
  unpin as unpinned,
} from "../edit/pins.ts";
import { exported, type ScoreNote } from "../edit/score.ts";
import { reasonOf } from "../i18n/reasons.ts";
import type { Song } from "../../lib/types.ts";
import * as workers from "../worker/client.ts";
import type { Session } from "./session.ts";

/** A timbre's name, or its number. */
export function timbreName({ score, say }: Session, timbre: number): string {
  return score!.timbres[timbre].name || say("timbre", { number: timbre + 1 });
}

/** Tells the timbres apart anew; notes written by hand keep theirs where it still exists. */
export async function recolor(
  session: Session,
  timbres: number | "auto",
  pins: NotePins = session.score!.pins,
): Promise<void> {
  if (session.state.busy) return;
  const heard = session.score!.notes.filter((note) => note.row >= 0);
  const options = { timbres, ...placed(pins, heard) };
  try {
    const labels = await label(session, heard, (song) => workers.recolor(song, options));
    if (labels) session.edit({ kind: "relabel", labels, asked: timbres, pins });
  } catch (error) {
    const text = session.say("error.pins", { reason: reasonOf(error, session.say) });
    session.store.set({ notice: { kind: "error", text } });
  }
}

/** Pins the selected notes together, or each apart from each. */
export async function pin(session: Session, relation: Relation): Promise<void> {
  const { score, state: { selection } } = session;
  const heard = score!.notes.filter(({ id, row }) => row >= 0 && selection.has(id));
  if (heard.length < 2) return;
  const ids = new Set(heard.map((note) => note.id));
  await recolor(session, score!.asked, pinned(score!.pins, relation, ids));
}

/** Takes back what was said about the selected notes. */
export async function unpin(session: Session): Promise<void> {
  const { score, state: { selection } } = session;
  await recolor(session, score!.asked, unpinned(score!.pins, selection));
}

/** Splits a timbre into the two that it falls into most readily. */
export async function split(session: Session, timbre: number): Promise<void> {
  const heard = session.score!.notes.filter((note) => note.timbre === timbre && note.row >= 0);
  const labels = heard.length > 1
    ? await label(session, heard, (song) => workers.split(song, 0))
    : undefined;
  const second = [...labels ?? []].filter(([, label]) => label === 1).map(([id]) => id);
  if (second.length > 0) session.edit({ kind: "split", timbre, ids: new Set(second) });
  else session.store.set({ notice: { kind: "error", text: session.say("error.split") } });
}

/** Labels by the notes' names; undefined if the score has changed meanwhile. */
async function label(
  session: Session,
  notes: readonly ScoreNote[],
  tellApart: (song: Song) => Promise<Song>,
): Promise<Map<number, number> | undefined> {
  const score = session.score!;
  session.store.set({ busy: true });
  try {
    const { song } = exported({ ...score, notes });
    const { notes: labelled } = await tellApart(song);
    if (session.score !== score) return undefined;
    return new Map(labelled.map((note, i) => [notes[i].id, note.timbre]));
  } finally {
    session.store.set({ busy: false });
  }
}

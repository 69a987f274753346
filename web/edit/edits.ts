/**
 * Everything a person can do to a score, as pure functions of it.
 *
 * @module
 */
import { LOWEST_PITCH } from "../../lib/frontend/constants.ts";
import { TIMBRE_LIMIT } from "../../lib/recolor.ts";
import type { Ids, NotePins } from "./pins.ts";
import { freeColour, relabelled } from "./relabel.ts";
import {
  type Extraction,
  freshTimbres,
  HIGHEST_PITCH,
  type Score,
  type ScoreNote,
  SHORTEST,
  sortNotes,
} from "./score.ts";

/** A change of a score. */
export type Edit =
  | { kind: "add"; onset: number; offset: number; pitch: number; timbre: number }
  | { kind: "remove"; ids: Ids }
  | { kind: "move"; ids: Ids; seconds: number; semitones: number }
  | { kind: "stretch"; ids: Ids; onset: number; offset: number }
  | { kind: "assign"; ids: Ids; timbre: number }
  | { kind: "merge"; from: number; into: number }
  | { kind: "split"; timbre: number; ids: Ids }
  | { kind: "rename"; timbre: number; name: string }
  | { kind: "repaint"; timbre: number; colour: number }
  | {
    kind: "relabel";
    /** By the notes' names, 0 … K − 1. */
    labels: ReadonlyMap<number, number>;
    asked: number | "auto";
    pins: NotePins;
  }
  | {
    kind: "extract";
    notes: readonly ScoreNote[];
    embeddings: Float32Array;
    extraction: Extraction;
  };

/** Loudness of a note written by hand. */
const VELOCITY = 0.7;

/** The score after an edit; the same object if the edit changes nothing. */
export function apply(score: Score, edit: Edit): Score {
  switch (edit.kind) {
    case "add":
      return add(score, edit);
    case "remove":
      return {
        ...score,
        notes: score.notes.filter((note) => !edit.ids.has(note.id)),
        removed: [...score.removed, ...score.notes.filter((note) => edit.ids.has(note.id))],
      };
    case "move":
      return move(score, edit.ids, edit.seconds, edit.semitones);
    case "stretch":
      return changeNotes(score, edit.ids, (note) => ({
        onset: clamp(note.onset + edit.onset, 0, note.offset + edit.offset - SHORTEST),
        offset: clamp(
          note.offset + edit.offset,
          Math.max(0, note.onset + Math.min(edit.onset, 0)) + SHORTEST,
          score.duration,
        ),
      }));
    case "assign":
      return assign(score, edit.ids, edit.timbre);
    case "merge":
      return merge(score, edit.from, edit.into);
    case "split":
      return split(score, edit.ids);
    case "rename":
      return changeTimbre(score, edit.timbre, { name: edit.name });
    case "repaint":
      return repaint(score, edit.timbre, edit.colour);
    case "relabel":
      return edit.labels.size === 0
        ? score
        : { ...relabelled(score, edit.labels), asked: edit.asked, pins: edit.pins };
    case "extract":
      return extract(score, edit);
  }
}

function clamp(x: number, low: number, high: number): number {
  return Math.min(Math.max(x, low), high);
}

function add(
  score: Score,
  { onset, offset, pitch, timbre }: Extract<Edit, { kind: "add" }>,
): Score {
  const from = clamp(onset, 0, score.duration - SHORTEST);
  const note: ScoreNote = {
    id: score.nextId,
    row: -1,
    byHand: true,
    onset: from,
    offset: clamp(offset, from + SHORTEST, score.duration),
    pitch: clamp(pitch, LOWEST_PITCH, HIGHEST_PITCH),
    velocity: VELOCITY,
    confidence: 1,
    timbre: clamp(timbre, 0, Math.max(0, score.timbres.length - 1)),
  };
  return {
    ...score,
    notes: sortNotes([...score.notes, note]),
    timbres: score.timbres.length === 0 ? freshTimbres(1) : score.timbres,
    nextId: score.nextId + 1,
  };
}

/** Moves notes together: the first that reaches an edge stops all. */
function move(score: Score, ids: Ids, seconds: number, semitones: number): Score {
  const reach = { earliest: Infinity, latest: 0, lowest: Infinity, highest: 0 };
  for (const note of score.notes) {
    if (!ids.has(note.id)) continue;
    reach.earliest = Math.min(reach.earliest, note.onset);
    reach.latest = Math.max(reach.latest, note.offset);
    reach.lowest = Math.min(reach.lowest, note.pitch);
    reach.highest = Math.max(reach.highest, note.pitch);
  }
  const by = clamp(seconds, -reach.earliest, score.duration - reach.latest);
  const up = clamp(
    Math.round(semitones),
    LOWEST_PITCH - reach.lowest,
    HIGHEST_PITCH - reach.highest,
  );
  return changeNotes(score, ids, (note) => ({
    onset: note.onset + by,
    offset: note.offset + by,
    pitch: note.pitch + up,
  }));
}

function changeNotes(
  score: Score,
  ids: Ids,
  change: (note: ScoreNote) => Partial<ScoreNote>,
): Score {
  const before = score.notes.filter((note) => ids.has(note.id));
  if (before.length === 0) return score;
  const notes = score.notes.map((note) =>
    ids.has(note.id) ? { ...note, ...change(note), byHand: true } : note
  );
  const heard = before.filter((note) => !note.byHand);
  return { ...score, notes: sortNotes(notes), removed: [...score.removed, ...heard] };
}

/** Gives notes a timbre, a new one if it is the next number. */
function assign(score: Score, ids: Ids, timbre: number): Score {
  const fresh = timbre === score.timbres.length;
  if (timbre > score.timbres.length || (fresh && timbre === TIMBRE_LIMIT)) return score;
  const changed = changeNotes(score, ids, () => ({ timbre }));
  if (!fresh || changed === score) return changed;
  return {
    ...changed,
    timbres: [...score.timbres, { name: "", colour: freeColour(score.timbres) }],
  };
}

function split(score: Score, ids: Ids): Score {
  const changed = assign(score, ids, score.timbres.length);
  return changed === score ? score : { ...changed, asked: changed.timbres.length };
}

function merge(score: Score, from: number, into: number): Score {
  if (from === into) return score;
  const rename = (timbre: number) => {
    const target = timbre === from ? into : timbre;
    return target > from ? target - 1 : target;
  };
  return {
    ...score,
    notes: score.notes.map((note) => ({ ...note, timbre: rename(note.timbre) })),
    timbres: score.timbres.filter((_, timbre) => timbre !== from),
    asked: score.timbres.length - 1,
  };
}

function changeTimbre(score: Score, timbre: number, change: Partial<Score["timbres"][0]>): Score {
  return {
    ...score,
    timbres: score.timbres.map((old, i) => i === timbre ? { ...old, ...change } : old),
  };
}

/** Gives a timbre a colour; the one that had it takes the other's. */
function repaint(score: Score, timbre: number, colour: number): Score {
  const owner = score.timbres.findIndex((other) => other.colour === colour);
  const before = score.timbres[timbre]?.colour;
  if (before === undefined) return score;
  return changeTimbre(changeTimbre(score, owner, { colour: before }), timbre, { colour });
}

/**
 * Takes notes heard with other thresholds, except where a person has decided otherwise. A note that
 * sounds where one did before keeps its name.
 */
function extract(
  score: Score,
  { notes, embeddings, extraction }: Extract<Edit, { kind: "extract" }>,
): Score {
  const own = score.notes.filter((note) => note.byHand).map((note) => ({ ...note, row: -1 }));
  const decided = [...own, ...score.removed];
  const before = Map.groupBy(score.notes.filter((note) => !note.byHand), ({ pitch }) => pitch);
  let nextId = score.nextId;
  const heard = notes.filter((note) => !decided.some((other) => overlap(note, other)))
    .map((note) => {
      const there = before.get(note.pitch) ?? [];
      const same = there.findIndex((other) => overlap(note, other));
      return { ...note, id: same < 0 ? nextId++ : there.splice(same, 1)[0].id };
    });
  return { ...score, notes: sortNotes([...own, ...heard]), embeddings, extraction, nextId };
}

/** Whether two notes of one pitch sound at the same time. */
function overlap(
  a: Pick<ScoreNote, "pitch" | "onset" | "offset">,
  b: Pick<ScoreNote, "pitch" | "onset" | "offset">,
): boolean {
  return a.pitch === b.pitch && a.onset < b.offset && b.onset < a.offset;
}

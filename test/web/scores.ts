/**
 * Random scores and edits for properties.
 *
 * @module
 */
import fc from "fast-check";
import type { Edit } from "../../web/edit/edits.ts";
import { pin } from "../../web/edit/pins.ts";
import { type Score, type ScoreNote, scoreOf } from "../../web/edit/score.ts";
import { songs } from "../export/songs.ts";

const SIZE = 3;

/** Scores as recordings are heard, with an embedding for each note. */
export const scores: fc.Arbitrary<Score> = songs.map((song) => {
  const embeddings = Float32Array.from({ length: song.notes.length * SIZE }, (_, i) => Math.sin(i));
  return scoreOf(
    { ...song, embeddings, embeddingSize: SIZE },
    { sensitivity: 50, minimumSeconds: 0.07 },
    "auto",
  );
});

/** The names that notes have. */
const named = (names: Set<number>, notes: readonly ScoreNote[]) =>
  new Set(notes.map(({ id }) => id).filter((id) => names.has(id)));

const ids = fc.uniqueArray(fc.nat(70), { maxLength: 8 }).map((names) => new Set(names));
const seconds = fc.double({ min: -120, max: 120, noNaN: true });
const timbre = fc.nat(16);

/** An edit, made for a score when it is there. */
export type Draft = (score: Score) => Edit;

/** Edits of every kind but extraction; notes and timbres they name need not exist. */
export const drafts: fc.Arbitrary<Draft> = fc.oneof(
  fc.tuple(seconds, seconds, fc.integer({ min: -5, max: 140 }), timbre).map(
    ([onset, offset, pitch, timbre]): Draft => () => ({
      kind: "add",
      onset,
      offset,
      pitch,
      timbre,
    }),
  ),
  ids.map((ids): Draft => () => ({ kind: "remove", ids })),
  fc.tuple(ids, seconds, fc.double({ min: -90, max: 90, noNaN: true })).map(
    ([ids, seconds, semitones]): Draft => () => ({ kind: "move", ids, seconds, semitones }),
  ),
  fc.tuple(ids, seconds, seconds).map(
    ([ids, onset, offset]): Draft => () => ({ kind: "stretch", ids, onset, offset }),
  ),
  fc.tuple(ids, timbre).map(([ids, timbre]): Draft => () => ({ kind: "assign", ids, timbre })),
  fc.tuple(timbre, timbre).map(([a, b]): Draft => ({ timbres }) => {
    const count = Math.max(1, timbres.length);
    return { kind: "merge", from: a % count, into: b % count };
  }),
  fc.tuple(timbre, ids).map(([timbre, ids]): Draft => () => ({ kind: "split", timbre, ids })),
  fc.tuple(timbre, fc.string()).map(
    ([timbre, name]): Draft => () => ({ kind: "rename", timbre, name }),
  ),
  fc.tuple(timbre, fc.nat(15)).map(
    ([timbre, colour]): Draft => () => ({ kind: "repaint", timbre, colour }),
  ),
  fc.tuple(fc.integer({ min: 1, max: 6 }), ids).map(([count, ids]): Draft => ({ notes, pins }) => ({
    kind: "relabel",
    asked: count,
    pins: pin(pins, count % 2 ? "same" : "different", named(ids, notes)),
    labels: new Map(
      notes.filter((note) => note.row >= 0).map((note, i) => [note.id, i % count]),
    ),
  })),
);

/**
 * Scores for notation programs: MusicXML 4.0 (W3C, 2021), partwise, a part for each timbre.
 *
 * Written here because the packages on offer wrap the format element by element: what is left to
 * do, bars, voices and ties, is all that this file does.
 *
 * @module
 */
import type { Song } from "../../lib/types.ts";
import { DIVISIONS, type GridNote, quantise } from "./quantise.ts";

/** Sixteenths of a bar of four quarters. */
const BAR = 4 * DIVISIONS;

/** Lengths that one sign can have, longest first: sixteenths, name, dots. */
const SIGNS: readonly (readonly [length: number, type: string, dots: number])[] = [
  [16, "whole", 0],
  [12, "half", 1],
  [8, "half", 0],
  [6, "quarter", 1],
  [4, "quarter", 0],
  [3, "eighth", 1],
  [2, "eighth", 0],
  [1, "16th", 0],
];

/** Step and alteration of each pitch class. */
const STEPS = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"];

/** Pitch, on average, below which a part is written in the bass clef. */
const BASS_BELOW = 58;

/** Simultaneous notes of one start and one length. */
interface Chord {
  start: number;
  length: number;
  pitches: number[];
}

/** A piece of a chord, or of silence, that one sign can show. */
interface Sign extends Chord {
  type: string;
  dots: number;
  tiedFrom: boolean;
  tiedTo: boolean;
}

/**
 * A song as notation, quantised to sixteenths in bars of four quarters.
 *
 * @param names Of the parts.
 * @param tempo Quarter notes a minute.
 */
export function toMusicXml(
  song: Song,
  names: readonly string[],
  title: string,
  tempo: number,
): string {
  const parts = names.map((_, timbre) =>
    quantise(song.notes.filter((note) => note.timbre === timbre), tempo, song.notes)
  );
  const end = Math.max(1, ...parts.flat().map((note) => note.start + note.length));
  const bars = Math.ceil(end / BAR);
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN" "http://www.musicxml.org/dtds/partwise.dtd">`,
    `<score-partwise version="4.0">`,
    `<work><work-title>${escape(title)}</work-title></work>`,
    `<identification><encoding><software>noteprism</software></encoding></identification>`,
    `<part-list>`,
    ...names.map((name, i) =>
      `<score-part id="P${i + 1}"><part-name>${escape(name)}</part-name></score-part>`
    ),
    `</part-list>`,
    ...parts.map((notes, i) => part(notes, i, bars, tempo)),
    `</score-partwise>`,
    "",
  ].join("\n");
}

function part(notes: GridNote[], index: number, bars: number, tempo: number): string {
  const voices = voicesOf(chords(notes)).map((voice) => signs(voice, bars));
  const measures = Array.from({ length: bars }, (_, bar) => {
    const lines = voices
      .map((voice, v) => ({ v, signs: voice.filter((s) => Math.floor(s.start / BAR) === bar) }))
      .filter(({ v, signs }) => v === 0 || signs.some((sign) => sign.pitches.length > 0))
      .map(({ v, signs }) => signs.map((sign) => signXml(sign, v + 1)).join("\n"));
    const head = bar === 0 ? attributes(notes, index === 0 ? tempo : undefined) : "";
    const body = lines.join(`\n<backup><duration>${BAR}</duration></backup>\n`);
    return `<measure number="${bar + 1}">${head}\n${body}\n</measure>`;
  });
  return `<part id="P${index + 1}">\n${measures.join("\n")}\n</part>`;
}

function attributes(notes: GridNote[], tempo: number | undefined): string {
  const mean = notes.reduce((sum, { pitch }) => sum + pitch / notes.length, 0);
  const [sign, line] = mean < BASS_BELOW ? ["F", 4] : ["G", 2];
  const direction = tempo === undefined ? "" : `
<direction placement="above"><direction-type><metronome><beat-unit>quarter</beat-unit><per-minute>${
    tempo.toFixed(1)
  }</per-minute></metronome></direction-type><sound tempo="${tempo.toFixed(1)}"/></direction>`;
  return `
<attributes><divisions>${DIVISIONS}</divisions><key><fifths>0</fifths></key><time><beats>4</beats><beat-type>4</beat-type></time><clef><sign>${sign}</sign><line>${line}</line></clef></attributes>${direction}`;
}

/** Notes that start and end together. */
function chords(notes: readonly GridNote[]): Chord[] {
  const found = new Map<string, Chord>();
  for (const { start, length, pitch } of notes) {
    const key = `${start} ${length}`;
    const chord = found.get(key);
    if (chord) chord.pitches.push(pitch);
    else found.set(key, { start, length, pitches: [pitch] });
  }
  return [...found.values()].sort((a, b) => a.start - b.start || b.length - a.length);
}

/** Chords in as few voices as it takes for those of one voice not to overlap. */
function voicesOf(all: readonly Chord[]): Chord[][] {
  const voices: Chord[][] = [[]];
  for (const chord of all) {
    const free = voices.find((voice) => {
      const last = voice.at(-1);
      return !last || last.start + last.length <= chord.start;
    });
    if (free) free.push(chord);
    else voices.push([chord]);
  }
  return voices;
}

/** A voice with its rests, cut at bars and into lengths that can be written. */
function signs(voice: readonly Chord[], bars: number): Sign[] {
  const result: Sign[] = [];
  let at = 0;
  const rest = (until: number) => {
    if (until > at) result.push(...cut({ start: at, length: until - at, pitches: [] }));
  };
  for (const chord of voice) {
    rest(chord.start);
    result.push(...cut(chord));
    at = chord.start + chord.length;
  }
  rest(bars * BAR);
  return result;
}

function cut({ start, length, pitches }: Chord): Sign[] {
  const result: Sign[] = [];
  for (let at = start; at < start + length;) {
    const room = Math.min(start + length - at, BAR - at % BAR);
    const [size, type, dots] = SIGNS.find(([size]) => size <= room)!;
    const sounds = pitches.length > 0;
    result.push({
      start: at,
      length: size,
      pitches,
      type,
      dots,
      tiedFrom: sounds && at > start,
      tiedTo: sounds && at + size < start + length,
    });
    at += size;
  }
  return result;
}

function signXml({ length, pitches, type, dots, tiedFrom, tiedTo }: Sign, voice: number): string {
  const tail = `<voice>${voice}</voice><type>${type}</type>${"<dot/>".repeat(dots)}`;
  if (pitches.length === 0) {
    return `<note><rest/><duration>${length}</duration>${tail}</note>`;
  }
  const ties = [...tiedFrom ? ["stop"] : [], ...tiedTo ? ["start"] : []];
  const tie = ties.map((kind) => `<tie type="${kind}"/>`).join("");
  const tied = ties.map((kind) => `<tied type="${kind}"/>`).join("");
  const notations = tied && `<notations>${tied}</notations>`;
  return pitches.map((pitch, i) =>
    `<note>${i > 0 ? "<chord/>" : ""}${
      pitchXml(pitch)
    }<duration>${length}</duration>${tie}${tail}${notations}</note>`
  ).join("\n");
}

function pitchXml(pitch: number): string {
  const [step, sharp] = STEPS[pitch % 12];
  const octave = Math.floor(pitch / 12) - 1;
  return `<pitch><step>${step}</step>${
    sharp ? "<alter>1</alter>" : ""
  }<octave>${octave}</octave></pitch>`;
}

function escape(text: string): string {
  return text.replace(/[&<>]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c]!);
}

/**
 * Chords and keyboard music taken apart into lines.
 *
 * @module
 */
import type { ScoreNote } from "./types.ts";

/** Notes that start closer than this are a chord, seconds. */
const TOGETHER = 0.04;
/** A voice that is as good as over may take the next note, seconds. */
const OVERLAP = 0.05;
/** A voice leaps no farther than this while there are voices left to open, semitones. */
const FARTHEST = 9;

/** The highest or the lowest voice of a part that holds chords. */
export function outerVoice(notes: readonly ScoreNote[], highest: boolean): ScoreNote[] {
  return chordsOf(notes).map((chord) =>
    chord.reduce((a, b) => highest === (b.pitch > a.pitch) ? b : a)
  );
}

/**
 * Up to `most` lines that share out the notes: those of a chord go on with the free lines nearest
 * in pitch, the nearest pair first, or open new ones; where no line is free, they are left out.
 */
export function voicesOf(notes: readonly ScoreNote[], most: number): ScoreNote[][] {
  const voices: ScoreNote[][] = [];
  for (const chord of chordsOf(notes)) {
    const left = new Set(chord);
    const free = new Set(voices.filter((voice) => isFree(voice[voice.length - 1], chord[0].onset)));
    for (const { voice, note, distance } of pairs(free, chord)) {
      if (!left.has(note) || !free.has(voice)) continue;
      if (distance > FARTHEST && voices.length < most) continue;
      voice.push(note);
      free.delete(voice);
      left.delete(note);
    }
    voices.push(...[...left].slice(0, most - voices.length).map((note) => [note]));
  }
  return voices;
}

/** The notes that start together, chord by chord. */
function chordsOf(notes: readonly ScoreNote[]): ScoreNote[][] {
  const chords: ScoreNote[][] = [];
  for (const note of notes.toSorted((a, b) => a.onset - b.onset || b.pitch - a.pitch)) {
    const chord = chords.at(-1);
    if (chord !== undefined && note.onset - chord[0].onset < TOGETHER) chord.push(note);
    else chords.push([note]);
  }
  return chords;
}

/** Every voice with every note of a chord, the nearest first. */
function pairs(voices: Iterable<ScoreNote[]>, chord: readonly ScoreNote[]) {
  return [...voices].flatMap((voice) =>
    chord.map((note) => (
      { voice, note, distance: Math.abs(voice[voice.length - 1].pitch - note.pitch) }
    ))
  ).sort((a, b) => a.distance - b.distance);
}

function isFree({ onset, seconds }: ScoreNote, at: number): boolean {
  return at - onset >= TOGETHER && at >= onset + seconds - OVERLAP;
}

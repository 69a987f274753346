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
  const sorted = notes.toSorted((a, b) => a.onset - b.onset);
  const out: ScoreNote[] = [];
  for (const note of sorted) {
    const last = out.at(-1);
    if (last === undefined || note.onset - last.onset >= TOGETHER) out.push(note);
    else if (highest === (note.pitch > last.pitch)) out[out.length - 1] = note;
  }
  return out;
}

/**
 * Up to `most` lines that share out the notes: each note goes on with the free line nearest in
 * pitch, or opens a new one; where no line is free, it is left out.
 */
export function voicesOf(notes: readonly ScoreNote[], most: number): ScoreNote[][] {
  const voices: ScoreNote[][] = [];
  for (const note of notes.toSorted((a, b) => a.onset - b.onset || b.pitch - a.pitch)) {
    const distance = (voice: ScoreNote[]) => Math.abs(voice[voice.length - 1].pitch - note.pitch);
    const near = voices
      .filter((voice) => isFree(voice[voice.length - 1], note.onset))
      .sort((a, b) => distance(a) - distance(b))
      .at(0);
    const opens = voices.length < most && (near === undefined || distance(near) > FARTHEST);
    if (opens) voices.push([note]);
    else near?.push(note);
  }
  return voices;
}

function isFree({ onset, seconds }: ScoreNote, at: number): boolean {
  return at - onset >= TOGETHER && at >= onset + seconds - OVERLAP;
}

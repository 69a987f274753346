/**
 * Music on paper and music as played.
 *
 * @module
 */

/** Pitches from `low` to `high`, MIDI, both included. */
export interface Band {
  low: number;
  high: number;
}

/** What a score must know of the player it is written for. */
export interface Performer extends Band {
  polyphonic: boolean;
  /** Its notes die away, so that it may let them ring under a pedal. */
  rings: boolean;
}

/** What a part does in the music. */
export type Role = "melody" | "inner voice" | "bass" | "chords" | "ostinato" | "arpeggio";

/** A written note: times in beats from the start of the clip. */
export interface Event {
  beat: number;
  beats: number;
  pitch: number;
  /** Stress by metre and phrase, −1 … 1; lower where a phrase enters softly. */
  accent: number;
  /** How much softer than its player's other notes it is: velocity. */
  softer?: number;
}

/** A pitch that swings around its note. */
export interface Vibrato {
  /** Hertz. */
  rate: number;
  /** From the note to the extremes, semitones. */
  depth: number;
  /** Time until it sets in, seconds. */
  delay: number;
}

/** A pitch that glides into its note. */
export interface Bend {
  /** Where it starts, relative to the note: below where negative. */
  semitones: number;
  /** How long it takes. */
  seconds: number;
}

/** A note as played: times in seconds from the start of the clip. */
export interface ScoreNote {
  onset: number;
  seconds: number;
  pitch: number;
  /** 0 … 1. */
  velocity: number;
  vibrato?: Vibrato;
  bend?: Bend;
}

/** What one player plays. */
export interface Part {
  /** In the order in which the player takes them. */
  roles: Role[];
  /** The bands that the part was written for, each once; its notes lie within the player's range. */
  tessitura: Band[];
  /** Sorted by onset. */
  notes: ScoreNote[];
}

/** A part for each player. */
export type Score = Part[];

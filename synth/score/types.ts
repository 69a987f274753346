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

/** A written note: times in beats from the start of the clip. */
export interface Event {
  beat: number;
  beats: number;
  pitch: number;
  /** Stress by metre and phrase, −1 … 1. */
  accent: number;
}

/** A note as played: times in seconds from the start of the clip. */
export interface ScoreNote {
  onset: number;
  seconds: number;
  pitch: number;
  /** 0 … 1. */
  velocity: number;
}

/** What each player plays. */
export type Score = ScoreNote[][];

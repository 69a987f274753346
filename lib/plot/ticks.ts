/**
 * Pitches and frequencies on axes.
 *
 * @module
 */
import {
  BINS_PER_OCTAVE,
  BINS_PER_PITCH,
  LOWEST_FREQUENCY,
  LOWEST_PITCH,
  OCTAVES,
} from "../frontend/constants.ts";
import { pitchName } from "../notes/pitch.ts";

/** Places on an axis and what is written there, as Plotly takes them. */
export interface Ticks {
  tickvals: number[];
  ticktext: string[];
}

const OCTAVE = 12;

/** Pitch classes that are marked where C alone is too little: the triad over it. */
const TRIAD = [0, 4, 7];

/** Semitones up to which every pitch is marked, and up to which the triads are. */
const NARROW = 9, MIDDLING = 30;

/** Names of pitches between two MIDI numbers: every C, and more where the range is narrow. */
export function pitchTicks(low: number, high: number): Ticks {
  const lowest = Math.ceil(low);
  const all = Array.from({ length: Math.floor(high) - lowest + 1 }, (_, i) => lowest + i);
  const classes = high - low <= MIDDLING ? TRIAD : [0];
  const tickvals = high - low <= NARROW
    ? all
    : all.filter((pitch) => classes.includes(pitch % OCTAVE));
  return { tickvals, ticktext: tickvals.map(pitchName) };
}

/** Centre of a constant-Q bin, Hz. */
export function binFrequency(bin: number): number {
  return LOWEST_FREQUENCY * 2 ** (bin / BINS_PER_OCTAVE);
}

/** Every C among the constant-Q bins, with its frequency. */
export function binTicks(): Ticks {
  const octaves = Array.from({ length: OCTAVES }, (_, i) => i * OCTAVE);
  const tickvals = octaves.map((pitch) => pitch * BINS_PER_PITCH + 1);
  const hertz = tickvals.map((bin) => `${binFrequency(bin).toFixed(0)} Hz`);
  return {
    tickvals,
    ticktext: octaves.map((p, i) => `${pitchName(LOWEST_PITCH + p)} ${hertz[i]}`),
  };
}

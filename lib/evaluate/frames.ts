/**
 * Notes as frames of sounding frequencies.
 *
 * @module
 */
import type { PitchedInterval } from "./check.ts";
import type { PitchFrames } from "./multipitch.ts";
import { midiToHertz } from "./pitch.ts";

/** Frames a second, as in the MIREX task of multiple-pitch estimation. */
const FRAMES_PER_SECOND = 100;

/**
 * The frequencies of the notes that sound at each hundredth of a second, from 0 to the last offset.
 * A note sounds from its onset to just before its offset; two notes of one pitch sound as one.
 */
export function framesOf(notes: readonly PitchedInterval[]): PitchFrames {
  const frameFrom = (seconds: number) => Math.ceil(seconds * FRAMES_PER_SECOND);
  const end = notes.reduce((latest, { offset }) => Math.max(latest, offset), 0);
  const sounding = Array.from({ length: frameFrom(end) }, () => new Set<number>());
  for (const { onset, offset, pitch } of notes) {
    for (let t = frameFrom(onset); t < frameFrom(offset); t++) sounding[t].add(pitch);
  }
  return {
    times: sounding.map((_, t) => t / FRAMES_PER_SECOND),
    frequencies: sounding.map((pitches) => [...pitches].map(midiToHertz)),
  };
}

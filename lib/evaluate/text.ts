/**
 * The text formats of mir_eval: numbers between white space, a note or a frame a line, `#` before
 * a comment line.
 *
 * @module
 */
import type { PitchedInterval } from "./check.ts";
import type { PitchFrames } from "./multipitch.ts";
import { hertzToMidi } from "./pitch.ts";
import { parseRows } from "./rows.ts";
import type { PlayedNote } from "./velocity.ts";

/** Highest MIDI velocity. */
const LOUDEST = 127;

/**
 * Reads lines of `onset offset hertz`.
 *
 * @throws {Error} If a line holds anything but three numbers.
 */
export function parseNotes(text: string): PitchedInterval[] {
  return parseRows(text, 3).map(([onset, offset, hertz]) => ({
    onset,
    offset,
    pitch: hertzToMidi(hertz),
  }));
}

/**
 * Reads lines of `onset offset hertz velocity`, the velocity 0 … 127.
 *
 * @throws {Error} If a line holds anything but four numbers.
 */
export function parsePlayedNotes(text: string): PlayedNote[] {
  return parseRows(text, 4).map(([onset, offset, hertz, velocity]) => ({
    onset,
    offset,
    pitch: hertzToMidi(hertz),
    velocity: velocity / LOUDEST,
  }));
}

/**
 * Reads lines of `time hertz hertz …`, only the time for silence.
 *
 * @throws {Error} If a line holds anything but numbers.
 */
export function parsePitchFrames(text: string): PitchFrames {
  const rows = parseRows(text);
  return { times: rows.map(([time]) => time), frequencies: rows.map(([, ...rest]) => rest) };
}

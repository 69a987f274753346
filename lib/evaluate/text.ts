/**
 * The text formats of mir_eval: numbers between white space, a note or a frame a line, `#` before
 * a comment line.
 *
 * @module
 */
import type { PitchedInterval } from "./check.ts";
import type { PitchFrames } from "./multipitch.ts";
import { hertzToMidi } from "./pitch.ts";
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

/** @param columns Numbers a line must hold; any, but at least one, unless given. */
function parseRows(text: string, columns?: number): number[][] {
  return text.split(/\r?\n/).flatMap((line, i) => {
    const words = line.trim().split(/\s+/).filter((word) => word !== "");
    if (words.length === 0 || words[0].startsWith("#")) return [];
    const row = words.map(Number);
    if (row.some(Number.isNaN) || (columns !== undefined && row.length !== columns)) {
      const wanted = columns === undefined ? "numbers" : `${columns} numbers`;
      throw new Error(`Cannot read line ${i + 1}: it is "${line.trim()}" and not ${wanted}`);
    }
    return [row];
  });
}

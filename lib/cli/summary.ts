/**
 * A song on one screen.
 *
 * @module
 */
import { pitchName } from "../notes/pitch.ts";
import type { Song } from "../types.ts";

/**
 * @param name Of the recording.
 * @param seconds The work took.
 * @param written Names of the files written.
 */
export function summary(song: Song, name: string, seconds: number, written: string[]): string {
  const lines = [
    `${name}: ${song.duration.toFixed(1)} s, ${plural(song.notes.length, "note")} in ` +
    `${plural(song.timbres, "timbre")} (${song.model})`,
  ];
  for (let timbre = 0; timbre < song.timbres; timbre++) {
    const pitches = song.notes.filter((n) => n.timbre === timbre).map((n) => n.pitch);
    const [low, high] = [Math.min(...pitches), Math.max(...pitches)];
    lines.push(
      `  timbre ${timbre + 1}: ${plural(pitches.length, "note")}, ` +
        `${pitchName(low)} to ${pitchName(high)}`,
    );
  }
  lines.push(`${seconds.toFixed(1)} s, ${(song.duration / seconds).toFixed(1)} × real time`);
  for (const file of written) lines.push(`wrote ${file}`);
  return lines.join("\n");
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

/**
 * Standard MIDI files: a track a timbre.
 *
 * @module
 */
import toneMidi from "@tonejs/midi";
import type { Song } from "../types.ts";

/** General MIDI keeps this channel (10, counted from one) for drums. */
const DRUM_CHANNEL = 9;

/** The MIDI channel (0 … 15) of a timbre. */
function channelOf(timbre: number): number {
  return timbre < DRUM_CHANNEL ? timbre : timbre + 1;
}

/**
 * A song as the bytes of a MIDI file; each timbre has a track and a channel of its own.
 *
 * @param names Of the tracks; "Timbre 1" and so on where there is none. Written as UTF-8.
 */
export function toMidi(
  song: Pick<Song, "timbres" | "notes">,
  names: readonly string[] = [],
): Uint8Array {
  const midi = new toneMidi.Midi();
  for (let timbre = 0; timbre < song.timbres; timbre++) {
    const track = midi.addTrack();
    track.name = bytesAsText(names[timbre] || `Timbre ${timbre + 1}`);
    track.channel = channelOf(timbre);
    for (const note of song.notes.filter((n) => n.timbre === timbre)) {
      track.addNote({
        midi: note.pitch,
        time: note.onset,
        duration: note.offset - note.onset,
        velocity: Math.max(note.velocity, 1 / 127),
      });
    }
  }
  return midi.toArray();
}

/** A character for each byte of the text's UTF-8, for a writer that knows bytes alone. */
function bytesAsText(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

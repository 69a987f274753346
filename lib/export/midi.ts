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

/** A song as the bytes of a MIDI file; each timbre has a track and a channel of its own. */
export function toMidi(song: Song): Uint8Array {
  const midi = new toneMidi.Midi();
  for (let timbre = 0; timbre < song.timbres; timbre++) {
    const track = midi.addTrack();
    track.name = `Timbre ${timbre + 1}`;
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

/**
 * MIDI files as ground truth.
 *
 * @module
 */
import toneMidi from "@tonejs/midi";
import type { Part } from "./dataset.ts";

/**
 * Reads the tracks of a MIDI file, percussion left out.
 *
 * @returns A part a track, named by its General MIDI instrument, without stems.
 * @throws {Error} If it is not a MIDI file.
 */
export function readMidiParts(bytes: Uint8Array): Part[] {
  let midi: InstanceType<typeof toneMidi.Midi>;
  try {
    midi = new toneMidi.Midi(bytes);
  } catch (error) {
    throw new Error(`Cannot read the MIDI file: ${(error as Error).message}`);
  }
  return midi.tracks.filter((track) => !track.instrument.percussion).map((track) => ({
    instrument: track.instrument.name,
    notes: track.notes.map(({ time, duration, midi, velocity }) => ({
      onset: time,
      offset: time + duration,
      pitch: midi,
      velocity,
    })),
    stems: [],
  }));
}

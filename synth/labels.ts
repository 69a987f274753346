/**
 * The labels of a mixture as they are written.
 *
 * @module
 */
import { toMidi } from "../lib/export/midi.ts";
import type { Mixture } from "./mixture.ts";

/** Labels as JSON; times to a tenth of a millisecond. */
export function labelsOf({ seed, room, seconds, players, notes }: Mixture) {
  const rounded = (x: number) => Math.round(x * 1e4) / 1e4;
  return {
    schema: 1,
    seed,
    room,
    seconds,
    players,
    notes: notes.map((n) => ({
      onset: rounded(n.onset),
      offset: rounded(n.offset),
      pitch: n.pitch,
      velocity: rounded(n.velocity),
      player: n.player,
    })),
  };
}

/** Labels as what a perfect transcription would say: a timbre a player. */
export function songOf({ seconds, players, notes }: Mixture) {
  return {
    duration: seconds,
    timbres: players.length,
    notes: notes.map(({ player, ...note }) => ({ ...note, timbre: player, confidence: 1 })),
  };
}

/** Labels as a MIDI file, a track a player. */
export function midiOf(mixture: Mixture): Uint8Array {
  return toMidi(songOf(mixture), mixture.players.map(({ name }) => name));
}

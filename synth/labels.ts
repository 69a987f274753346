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

/** Labels as a MIDI file, a track a player. */
export function midiOf({ players, notes }: Mixture): Uint8Array {
  const timbred = notes.map(({ player, ...note }) => ({ ...note, timbre: player, confidence: 1 }));
  return toMidi({ timbres: players.length, notes: timbred }, players.map(({ name }) => name));
}

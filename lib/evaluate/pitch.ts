/**
 * Pitch as frequency and as MIDI number, A4 = 69 = 440 Hz.
 *
 * @module
 */

/** @returns A MIDI number with its fraction; NaN for a frequency below 0. */
export function hertzToMidi(hertz: number): number {
  return 69 + 12 * Math.log2(hertz / 440);
}

export function midiToHertz(pitch: number): number {
  return 440 * 2 ** ((pitch - 69) / 12);
}

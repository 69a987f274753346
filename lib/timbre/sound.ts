/**
 * What a network makes of the portraits of notes.
 *
 * @module
 */
import { concatenate } from "../concatenate.ts";
import type { Session } from "../inference/runtime.ts";
import type { Outline } from "./outline.ts";
import { type Portrait, PORTRAIT_BINS, SLOTS } from "./portrait.ts";

/** What is known of a note's timbre. */
export interface Sound {
  /** Unit vector of the timbre, heard alone. */
  embedding: Float32Array;
  /** Of a model that compares notes: what it goes by; otherwise empty. */
  features: Float32Array;
  /** Natural logarithm of the energy of the note's partials at their strongest. */
  loudness: number;
  /** Of such a model too: what of the note's sound is held against that of others. */
  outline?: Outline;
}

/**
 * What is known of each note's timbre, seen alone.
 *
 * @param network of a model that compares notes, for their portraits
 * @param pitches of the notes, MIDI
 */
export async function soundsOf(
  network: Session,
  pitches: readonly number[],
  portraits: readonly Portrait[],
): Promise<Sound[]> {
  const count = portraits.length;
  if (count === 0) return [];
  const { alone, features } = await network.run({
    spectrum: {
      data: concatenate(portraits.map(({ spectrum }) => spectrum)),
      shape: [count, SLOTS, PORTRAIT_BINS],
    },
    heard: {
      data: concatenate(portraits.map(({ heard }) => heard)),
      shape: [count, SLOTS],
    },
    pitch: { data: Float32Array.from(pitches), shape: [count] },
  });
  const row = (values: Float32Array, i: number) => {
    const size = values.length / count;
    return values.slice(i * size, (i + 1) * size);
  };
  return portraits.map(({ loudness, outline }, i) => (
    { embedding: row(alone, i), features: row(features, i), loudness, outline }
  ));
}

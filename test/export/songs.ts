/**
 * Random songs for properties.
 *
 * @module
 */
import fc from "fast-check";
import type { Song } from "../../lib/types.ts";

const note = fc.record({
  onset: fc.double({ min: 0, max: 100, noNaN: true }),
  length: fc.double({ min: 0.05, max: 5, noNaN: true }),
  pitch: fc.integer({ min: 24, max: 107 }),
  velocity: fc.double({ min: 0, max: 1, noNaN: true }),
  confidence: fc.double({ min: 0, max: 1, noNaN: true }),
  voice: fc.integer({ min: 0, max: 14 }),
});

/** Songs of up to 15 timbres, sorted as transcribe() sorts them, no pitch overlapping itself. */
export const songs: fc.Arbitrary<Song> = fc.array(note, { maxLength: 60 }).map((drawn) => {
  const ends = new Map<number, number>();
  const names = new Map<number, number>();
  const notes = drawn
    .sort((a, b) => a.onset - b.onset || a.pitch - b.pitch)
    .filter(({ pitch, onset, length }) => {
      const free = onset >= (ends.get(pitch) ?? 0) + 0.01;
      if (free) ends.set(pitch, onset + length);
      return free;
    })
    .map(({ length, voice, ...rest }) => {
      if (!names.has(voice)) names.set(voice, names.size);
      return { ...rest, offset: rest.onset + length, timbre: names.get(voice)! };
    });
  return {
    duration: 106,
    sampleRate: 44_100,
    notes,
    timbres: names.size,
    model: "made up",
    embeddings: new Float32Array(0),
    embeddingSize: 0,
  };
});

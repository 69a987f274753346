/**
 * The values that travel through noteprism.
 *
 * Two-dimensional arrays are flat typed arrays, time first: frame `t`, channel `c` lies at
 * `t * channels + c`, so that a stream grows by appending.
 *
 * @module
 */

/** Mono audio at {@linkcode SAMPLE_RATE}, nominal range −1 … 1. */
export type Waveform = Float32Array;

/** A note event. */
export interface Note {
  /** Seconds from the start of the recording. */
  onset: number;
  /** Seconds from the start of the recording, later than the onset. */
  offset: number;
  /** MIDI note number, 24 (C1) … 107 (B7). */
  pitch: number;
  /** Loudness, 0 … 1. */
  velocity: number;
  /** How sure the model is that this note sounds, 0 … 1. */
  confidence: number;
}

/** A note and the tone colour it was heard in: 0 … K−1, numbered by first appearance. */
export interface TimbredNote extends Note {
  timbre: number;
}

/** What {@linkcode transcribe} returns. */
export interface Song {
  /** Length of the recording in seconds. */
  duration: number;
  /** Sample rate of the recording itself, Hz. */
  sampleRate: number;
  /** Sorted by onset, then pitch. */
  notes: TimbredNote[];
  /** Number of timbres; 0 for a song without notes. */
  timbres: number;
  /** Name of the model that heard it. */
  model: string;
  /** One unit vector a note, notes × `embeddingSize`; what {@linkcode recolor} works on. */
  embeddings: Float32Array;
  embeddingSize: number;
}

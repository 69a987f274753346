/**
 * A model card: everything a program or a person must know to use a model, as JSON beside its
 * ONNX file.
 *
 * @module
 */

/** When a posterior makes a note. */
export interface Thresholds {
  /** Least onset posterior at which a note starts. */
  onset: number;
  /** Least frame posterior at which it goes on. */
  frame: number;
  /** Shorter notes are dropped. */
  minimumSeconds: number;
}

/** Version 1 of the card. */
export interface Card {
  schema: 1;
  name: string;
  description: string;
  /** ONNX file, relative to the card. */
  file: string;
  inputs: {
    /** Constant-Q energies, batch × frames × 288. */
    energy: string;
    /** Natural logarithm of the local level of each frame, batch × frames. */
    level: string;
  };
  outputs: {
    /** Posterior that a note starts, batch × frames × 84. */
    onset: string;
    /** Posterior that a note sounds, batch × frames × 84. */
    frame: string;
    /** Unit vectors, batch × frames × 84 × embeddingSize; absent from timbre-agnostic models. */
    embedding?: string;
  };
  embeddingSize?: number;
  /** Frames on either side that can change a frame's posteriors. */
  context: number;
  /** Frames of one inference window, context included. */
  window: number;
  /** Tuned on validation data only. */
  thresholds: Thresholds;
  parameters: number;
  training: {
    recipe: Record<string, unknown>;
    seed: number;
    audioSeconds: number;
    data: { name: string; kind: string; licence: string }[];
  };
  scores: Record<string, number>;
  licence: string;
}

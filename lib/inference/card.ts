/**
 * A model card: everything a program or a person must know to use a model, as JSON beside its
 * ONNX file.
 *
 * @module
 */
import type { FeatureName } from "../frontend/features.ts";

/** When a posterior makes a note. */
export interface Thresholds {
  /** Least onset posterior at which a note starts. */
  onset: number;
  /** Least frame posterior at which it goes on. */
  frame: number;
  /** Shorter notes are dropped. */
  minimumSeconds: number;
}

/** A network that hears each frame once, as frames come; what it says is late by the context. */
export interface LiveCard {
  /** ONNX file, relative to the card. */
  file: string;
  /** Shapes of what it keeps from run to run, by input; {@linkcode leftIn} names the outputs. */
  kept: Record<string, readonly number[]>;
}

/** Input of a live network: 1 for frames of the recording, 0 for those before and behind it. */
export const SOUNDING = "sounding";

/** Output of a live network that holds what its input `kept` takes in the next run. */
export function leftIn(kept: string): string {
  return `next.${kept}`;
}

/** Version 1 of the card. */
export interface Card {
  schema: 1;
  name: string;
  description: string;
  /** ONNX file, relative to the card. */
  file: string;
  /** The same network for frames as they come; without it, short windows of `file` are heard. */
  live?: LiveCard;
  /** Further ONNX files by what they are for, relative to the card. */
  further?: Record<string, string>;
  /** The network's input for each feature it hears, batch × frames × the feature's shape. */
  inputs: Partial<Record<FeatureName, string>>;
  outputs: {
    /** Posterior that a note starts, batch × frames × 84. */
    onset: string;
    /** Posterior that a note sounds, batch × frames × 84. */
    frame: string;
    /** Unit vectors, batch × frames × 84 × embeddingSize; absent from timbre-agnostic models. */
    embedding?: string;
  };
  embeddingSize?: number;
  /** Frames on either side of a frame that must be heard with it. */
  context: number;
  /** Whether frames beyond the context count too, through recurrence or norms over the window. */
  wholeWindow?: boolean;
  /** Frames of one inference window, context included. */
  window: number;
  /** Tuned on validation data only. */
  thresholds: Thresholds;
  parameters: number;
  /** Multiplications with additions for each second of audio. */
  macsPerSecond?: number;
  training: {
    recipe: Record<string, unknown>;
    seed: number;
    /** Audio heard in all steps. */
    audioSeconds: number;
    /** Time that the steps took. */
    seconds?: number;
    data: { name: string; kind: string; licence: string }[];
  };
  scores: Record<string, number>;
  licence: string;
}

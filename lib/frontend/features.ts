/**
 * What a model may ask to hear.
 *
 * @module
 */
import { BINS, MAGNITUDE_WINDOW, MEL_BANDS } from "./constants.ts";

/** Shape of one frame of each feature. */
export const FEATURES = {
  /** Constant-Q energies. */
  energy: [BINS],
  /** Natural logarithm of the local level. */
  level: [],
  /** Mel energies. */
  mel: [MEL_BANDS],
  /** Magnitudes of a Fourier transform with a window of 1024. */
  magnitude: [MAGNITUDE_WINDOW / 2 + 1],
} as const satisfies Record<string, readonly number[]>;

export type FeatureName = keyof typeof FEATURES;

/** A spectrogram beside the constant-Q transform, computed only where it is asked for. */
export type SpectrogramName = Exclude<FeatureName, "energy" | "level">;

/** Whether a feature is a spectrogram beside the constant-Q transform. */
export function isSpectrogram(feature: FeatureName): feature is SpectrogramName {
  return feature !== "energy" && feature !== "level";
}

/** Some features of the same consecutive frames, time first. */
export type Features = Readonly<Partial<Record<FeatureName, Float32Array>>>;

/** Values of one frame of a feature. */
export function widthOf(feature: FeatureName): number {
  return FEATURES[feature].reduce<number>((product, size) => product * size, 1);
}

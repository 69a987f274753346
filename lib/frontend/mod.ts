/**
 * From samples to what a model sees: constant-Q energies, the local level, and other spectrograms.
 *
 * @module
 */
import type { Waveform } from "../types.ts";
import { concatenate } from "../concatenate.ts";
import { ConstantQ } from "./cqt.ts";

export * from "./constants.ts";
export { ConstantQ } from "./cqt.ts";
export { Analyser, createSpectrogram } from "./analyser.ts";
export {
  type FeatureName,
  FEATURES,
  type Features,
  isSpectrogram,
  type SpectrogramName,
  widthOf,
} from "./features.ts";
export { Fft, type Spectrum } from "./fft.ts";
export { Level, level } from "./level.ts";
export { MelSpectrogram } from "./mel.ts";
export { Stft } from "./stft.ts";

/** Constant-Q energies of a whole recording of N samples, ceil(N / 256) frames × 288. */
export async function constantQ(waveform: Waveform): Promise<Float32Array> {
  const cqt = await ConstantQ.create();
  return concatenate([cqt.push(waveform), cqt.flush()]);
}

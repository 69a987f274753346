/**
 * Variations of a crop that leave its notes and its sources alone.
 *
 * @module
 */
import {
  BINS,
  BINS_PER_OCTAVE,
  LOWEST_FREQUENCY,
  MAGNITUDE_WINDOW,
  MEL_RANGE,
  OCTAVES,
  Q,
  SAMPLE_RATE,
} from "../../lib/frontend/constants.ts";
import { MEL_CENTRES } from "../../lib/frontend/mel.ts";
import type { SpectrogramName } from "../../lib/frontend/features.ts";
import type { Random } from "../../lib/random.ts";
import type { Augmentation } from "./recipe.ts";

/** Nepers of energy in a decibel. */
export const ENERGY_PER_DB = Math.LN10 / 10;

/** A positive factor or energy of each frequency, in octaves above the lowest bin. */
type Curve = (octaves: number) => number;

/** Octaves of each constant-Q bin. */
const CONSTANT_Q = Float64Array.from({ length: BINS }, (_, bin) => bin / BINS_PER_OCTAVE);

/**
 * A smooth random frequency response, as a factor of energies: another microphone, room or
 * loudspeaker. Normal gains in decibel at the octaves, joined by cosines.
 */
export function randomResponse(deviationDb: number, random: Random): Curve {
  const gains = Array.from({ length: OCTAVES + 1 }, () => random.normal(0, deviationDb));
  return (octaves) => {
    const inside = Math.min(Math.max(octaves, 0), OCTAVES);
    const octave = Math.min(Math.floor(inside), OCTAVES - 1);
    const blend = (1 - Math.cos(Math.PI * (inside - octave))) / 2;
    const gain = gains[octave] * (1 - blend) + gains[octave + 1] * blend;
    return Math.exp(gain * ENERGY_PER_DB);
  };
}

/**
 * Mean constant-Q energies of steady noise, `mean` over all bins. The transform's bandwidth grows
 * with frequency, so white noise rises by a factor of two each octave and pink noise is flat.
 */
function randomNoise(mean: number, random: Random): Curve {
  const tilt = random.next();
  const scale = mean * BINS / CONSTANT_Q.reduce((sum, octaves) => sum + 2 ** (tilt * octaves), 0);
  return (octaves) => scale * 2 ** (tilt * octaves);
}

/** Energy of noise, exponentially distributed as that of Gaussian noise is. */
function drawNoise(mean: number, random: Random): number {
  return -mean * Math.log(1 - random.next());
}

/** Square root of the sum over frames of the squared total energy. */
function loudness(energy: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < energy.length; at += BINS) {
    let total = 0;
    for (let i = at; i < at + BINS; i++) total += energy[i];
    sum += total * total;
  }
  return Math.sqrt(sum);
}

/**
 * Gives a crop another frequency response, a noise floor and a level slightly off, in place.
 *
 * Bins get noise of their own; that they overlap is neglected. The level follows the loudness of the
 * crop.
 *
 * @param energy frames × 288
 * @param level frames
 * @param spectra the crop's other spectrograms, varied alike
 */
export function augment(
  energy: Float32Array,
  level: Float32Array,
  { equalisationDb, noiseDb, levelError }: Augmentation,
  random: Random,
  spectra: Partial<Record<SpectrogramName, Float32Array>> = {},
): void {
  const before = loudness(energy);
  const response = randomResponse(equalisationDb, random);
  const mean = energy.reduce((sum, e) => sum + e, 0) / energy.length;
  const decibel = random.uniform(noiseDb[0], noiseDb[1]);
  const noise = randomNoise(mean * Math.exp(decibel * ENERGY_PER_DB), random);
  const factors = CONSTANT_Q.map(response);
  const floor = CONSTANT_Q.map(noise);
  for (let i = 0; i < energy.length; i++) {
    const bin = i % BINS;
    energy[i] = energy[i] * factors[bin] + drawNoise(floor[bin], random);
  }
  const change = before > 0 ? Math.log(loudness(energy) / before) : 0;
  const error = random.normal(0, levelError);
  for (let t = 0; t < level.length; t++) level[t] += change + error;
  for (const [name, values] of Object.entries(spectra)) {
    vary(values, AXES[name as SpectrogramName], { response, noise }, random);
  }
}

/** How a spectrogram's bins lie beside those of the constant-Q transform. */
interface Axis {
  /** Above the lowest constant-Q bin. */
  octaves: Float64Array;
  /** Energy of noise relative to that of a constant-Q bin there. */
  bandwidths: Float64Array;
  /** Whether values are magnitudes and not energies. */
  magnitudes: boolean;
}

/** Noise bandwidth of a Hann window, and of the constant-Q transform's, times their length. */
const HANN_BANDWIDTH = 1.5;
const BLACKMAN_HARRIS_BANDWIDTH = 2.004;

function axisOf(
  frequencies: readonly number[],
  hertz: readonly number[],
  magnitudes: boolean,
): Axis {
  return {
    octaves: Float64Array.from(frequencies, (f) => Math.log2(f / LOWEST_FREQUENCY)),
    bandwidths: Float64Array.from(
      frequencies,
      (f, i) => hertz[i] * Q / (BLACKMAN_HARRIS_BANDWIDTH * f),
    ),
    magnitudes,
  };
}

function magnitudeAxis(): Axis {
  const spacing = SAMPLE_RATE / MAGNITUDE_WINDOW;
  // The constant component counts as the lowest bin above it.
  const frequencies = Array.from(
    { length: MAGNITUDE_WINDOW / 2 + 1 },
    (_, k) => Math.max(k, 1) * spacing,
  );
  return axisOf(frequencies, frequencies.map(() => HANN_BANDWIDTH * spacing), true);
}

function melAxis(): Axis {
  // A triangle has half the area of its base, which reaches from centre to centre.
  const widths = MEL_CENTRES.map((_, i) =>
    ((MEL_CENTRES[i + 1] ?? MEL_RANGE[1]) - (MEL_CENTRES[i - 1] ?? MEL_RANGE[0])) / 2
  );
  return axisOf(MEL_CENTRES, widths.map((width) => HANN_BANDWIDTH * width), false);
}

const AXES: Readonly<Record<SpectrogramName, Axis>> = {
  magnitude: magnitudeAxis(),
  mel: melAxis(),
};

/** Gives a spectrogram a response and noise, in place. */
function vary(
  values: Float32Array,
  { octaves, bandwidths, magnitudes }: Axis,
  { response, noise }: { response: Curve; noise: Curve },
  random: Random,
): void {
  const factors = octaves.map(response);
  const floor = octaves.map((octave, i) => noise(octave) * bandwidths[i]);
  for (let i = 0; i < values.length; i++) {
    const bin = i % octaves.length;
    const energy = magnitudes ? values[i] ** 2 : values[i];
    const varied = energy * factors[bin] + drawNoise(floor[bin], random);
    values[i] = magnitudes ? Math.sqrt(varied) : varied;
  }
}

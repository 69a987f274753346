/** What a note sounds like, measured independently of how it was made. */
import { SAMPLE_RATE } from "../../../lib/frontend/constants.ts";
import { Radix2Fft } from "../../core/radix2_fft.ts";
import { hertz } from "../../../synth/timbre/timbre.ts";

const SIZE = 65_536;
const fft = new Radix2Fft(SIZE);

/** Powers up to the Nyquist frequency, through a Hann window. */
export function powers(samples: Float32Array): Float64Array {
  const length = Math.min(SIZE, samples.length);
  const re = new Float64Array(SIZE);
  const im = new Float64Array(SIZE);
  for (let i = 0; i < length; i++) {
    re[i] = samples[i] * (0.5 - 0.5 * Math.cos(2 * Math.PI * i / length));
  }
  fft.transform(re, im);
  return re.subarray(0, SIZE / 2).map((x, k) => x * x + im[k] * im[k]);
}

/** How far the first `harmonics` harmonics lie from those of `pitch` on average, cents. */
export function detuning(samples: Float32Array, pitch: number, harmonics = 4): number {
  const spectrum = powers(samples);
  let weight = 0;
  let moment = 0;
  for (let k = 1; k <= harmonics; k++) {
    const centre = k * hertz(pitch) * SIZE / SAMPLE_RATE;
    const last = Math.min(spectrum.length - 1, Math.floor(centre * 2 ** (0.6 / 12)));
    for (let bin = Math.ceil(centre * 2 ** (-0.6 / 12)); bin <= last; bin++) {
      weight += spectrum[bin];
      moment += spectrum[bin] * 1200 * Math.log2(bin / centre);
    }
  }
  return moment / weight;
}

/** Levels in third-octave bands from 50 Hz to 9 kHz, dB. */
export function bands(samples: Float32Array): number[] {
  const spectrum = powers(samples);
  const out: number[] = [];
  for (let low = 50; low < 9000; low *= 2 ** (1 / 3)) {
    const from = Math.round(low * SIZE / SAMPLE_RATE);
    const to = Math.round(low * 2 ** (1 / 3) * SIZE / SAMPLE_RATE);
    const sum = spectrum.subarray(from, to).reduce((total, p) => total + p, 0);
    out.push(10 * Math.log10(sum + 1e-9));
  }
  return out;
}

export function rootMeanSquare(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length);
}

export function peak(samples: Float32Array): number {
  return samples.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
}

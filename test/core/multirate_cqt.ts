/**
 * The multirate constant-Q transform in plain TypeScript, float64, on whole arrays: the same
 * method as the WebAssembly kernel, to compare results and speed with.
 *
 * @module
 */
import {
  BINS,
  BINS_PER_OCTAVE,
  HOP,
  LOWEST_FREQUENCY,
  OCTAVES,
  Q,
  SAMPLE_RATE,
} from "../../lib/frontend/constants.ts";

/** Samples an octave keeps before time zero and after the end. */
const MARGIN = 160;

/** Half length of the half-band filter, and where a decimated signal begins before time zero. */
const RING = 32;

/** Samples of one octave; time zero is at {@linkcode MARGIN}. */
type OctaveSignal = Float64Array;

interface Kernel {
  re: Float64Array;
  im: Float64Array;
}

/** Energies re² + im², ceil(N / 256) frames × 288. */
export function multirateCqt(samples: Float32Array): Float64Array {
  const frames = Math.ceil(samples.length / HOP);
  const energies = new Float64Array(frames * BINS);
  const kernels = Array.from({ length: BINS_PER_OCTAVE }, (_, k) => kernel(k));
  let signal: OctaveSignal = new Float64Array(frames * HOP + 2 * MARGIN);
  signal.set(samples, MARGIN);
  for (let octave = OCTAVES - 1; octave >= 0; octave--) {
    const hop = HOP >> (OCTAVES - 1 - octave);
    transformOctave(signal, hop, kernels, energies, octave * BINS_PER_OCTAVE);
    signal = decimate(signal);
  }
  return energies;
}

function transformOctave(
  signal: OctaveSignal,
  hop: number,
  kernels: Kernel[],
  energies: Float64Array,
  firstBin: number,
) {
  const even = new Float64Array(MARGIN), odd = new Float64Array(MARGIN);
  for (let t = 0; t < energies.length / BINS; t++) {
    const centre = MARGIN + t * hop;
    for (let n = 0; n < kernels[0].re.length; n++) {
      even[n] = signal[centre + n] + signal[centre - n];
      odd[n] = signal[centre + n] - signal[centre - n];
    }
    for (let k = 0; k < kernels.length; k++) {
      const { re, im } = kernels[k];
      let a = 0, b = 0;
      for (let n = 0; n < re.length; n++) {
        a += even[n] * re[n];
        b += odd[n] * im[n];
      }
      energies[t * BINS + firstBin + k] = a * a + b * b;
    }
  }
}

/** The right half of kernel k of the top octave, its centre halved for the folded signal. */
function kernel(k: number): Kernel {
  const top = LOWEST_FREQUENCY * 2 ** (OCTAVES - 1);
  const frequency = top * 2 ** (k / BINS_PER_OCTAVE) / SAMPLE_RATE;
  const length = Q / frequency;
  const window = Float64Array.from({ length: Math.floor(length / 2) + 1 }, (_, n) => {
    const x = 2 * Math.PI * n / length;
    return 0.35875 + 0.48829 * Math.cos(x) + 0.14128 * Math.cos(2 * x) + 0.01168 * Math.cos(3 * x);
  });
  const sum = window.reduce((total, w) => total + 2 * w, -window[0]);
  const weight = (w: number, n: number) => w / sum * (n === 0 ? 0.5 : 1);
  const phase = (n: number) => 2 * Math.PI * frequency * n;
  return {
    re: window.map((w, n) => weight(w, n) * Math.cos(phase(n))),
    im: window.map((w, n) => weight(w, n) * Math.sin(phase(n))),
  };
}

const TAPS = halfBandTaps();

/** Taps of the half-band low-pass at distances 1, 3, … 31; the one at 0 is ½. */
function halfBandTaps(): Float64Array {
  const taps = Float64Array.from({ length: RING / 2 }, (_, i) => {
    const distance = 2 * i + 1;
    const window = bessel0(10.6 * Math.sqrt(1 - (distance / RING) ** 2));
    return (i % 2 === 0 ? 1 : -1) / distance * window;
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => tap / (4 * sum));
}

/** Low-passed and at half the rate, zeros taken for what lies outside. */
function decimate(signal: OctaveSignal): OctaveSignal {
  const half = new Float64Array(MARGIN + (signal.length - MARGIN >> 1) + MARGIN);
  const padded = new Float64Array(signal.length + 4 * MARGIN);
  padded.set(signal, MARGIN);
  for (let m = -RING; m < half.length - MARGIN; m++) {
    const centre = 2 * MARGIN + 2 * m;
    let sum = padded[centre] / 2;
    for (let i = 0; i < TAPS.length; i++) {
      const distance = 2 * i + 1;
      sum += TAPS[i] * (padded[centre - distance] + padded[centre + distance]);
    }
    half[MARGIN + m] = sum;
  }
  return half;
}

function bessel0(x: number): number {
  let sum = 1, term = 1;
  for (let k = 1; k < 60; k++) sum += term *= (x / (2 * k)) ** 2;
  return sum;
}

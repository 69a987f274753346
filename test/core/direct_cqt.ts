/**
 * The constant-Q transform by its definition: every kernel at the full rate, float64, O(N · K).
 *
 * @module
 */
import {
  BINS,
  BINS_PER_OCTAVE,
  HOP,
  LOWEST_FREQUENCY,
  Q,
  SAMPLE_RATE,
} from "../../lib/frontend/constants.ts";

/** Energies re² + im², ceil(N / 256) frames × 288. */
export function directCqt(samples: ArrayLike<number>): Float64Array {
  const frames = Math.ceil(samples.length / HOP);
  const energies = new Float64Array(frames * BINS);
  for (let k = 0; k < BINS; k++) {
    const { re, im, half } = kernel(k);
    for (let t = 0; t < frames; t++) {
      const first = Math.max(0, t * HOP - half);
      const last = Math.min(samples.length - 1, t * HOP + half);
      const shift = half - t * HOP;
      let a = 0, b = 0;
      for (let i = first; i <= last; i++) {
        a += samples[i] * re[i + shift];
        b += samples[i] * im[i + shift];
      }
      energies[t * BINS + k] = a * a + b * b;
    }
  }
  return energies;
}

/** Window times complex exponential at −half … half. */
function kernel(k: number): { re: Float64Array; im: Float64Array; half: number } {
  const frequency = LOWEST_FREQUENCY * 2 ** (k / BINS_PER_OCTAVE) / SAMPLE_RATE;
  const length = Q / frequency;
  const half = Math.floor(length / 2);
  const window = Float64Array.from({ length: 2 * half + 1 }, (_, i) => {
    const x = 2 * Math.PI * (i - half) / length;
    return 0.35875 + 0.48829 * Math.cos(x) + 0.14128 * Math.cos(2 * x) + 0.01168 * Math.cos(3 * x);
  });
  const sum = window.reduce((total, w) => total + w, 0);
  const phase = (i: number) => -2 * Math.PI * frequency * (i - half);
  return {
    re: window.map((w, i) => w / sum * Math.cos(phase(i))),
    im: window.map((w, i) => w / sum * Math.sin(phase(i))),
    half,
  };
}

/**
 * The constant-Q kernels of one octave.
 *
 * Kernel k is a Blackman-Harris window of the real-valued length Q / f_k around a complex
 * exponential whose phase is zero at the window's centre, divided by the sum of the window.
 * Its real part is even and its imaginary part odd, so the signal is folded around the frame's
 * centre first and each product serves two samples. Two frames and two kernels go through the
 * loop together: sixteen products of four lanes for eight loads.
 *
 * Window: F. J. Harris, "On the use of windows for harmonic analysis with the discrete Fourier
 * transform", Proc. IEEE 66 (1978), the four-term window of −92 dB.
 */
import { floats } from "./memory";
import { laneSum, reverse } from "./simd";

/** Bytes of one step: four taps of two frames (or kernels), even and odd. */
const STEP: usize = 64;

export class Bank {
  /** Samples to either side of a centre that a frame reads, a multiple of four. */
  reach: i32;
  /** Steps of four taps, for each pair of kernels. */
  private steps: StaticArray<i32>;
  private weights: usize;
  private folded: usize;

  /** `kernels` of them (an even number), the lowest at `lowest` cycles per sample. */
  constructor(private kernels: i32, lowest: f64, quality: f64) {
    const pairs = kernels / 2;
    this.steps = new StaticArray<i32>(pairs);
    let total = 0;
    for (let pair = 0; pair < pairs; pair++) {
      const half = quality / this.frequency(2 * pair, lowest) / 2;
      this.steps[pair] = <i32>Math.floor(half / 4) + 1;
      total += this.steps[pair];
    }
    this.reach = 4 * this.steps[0];
    this.folded = floats(16 * this.steps[0]);
    this.weights = floats(16 * total);
    let at = this.weights;
    for (let pair = 0; pair < pairs; pair++) {
      for (let side = 0; side < 2; side++) {
        const f = this.frequency(2 * pair + side, lowest);
        fill(at + 32 * side, this.steps[pair], f, quality / f);
      }
      at += STEP * this.steps[pair];
    }
  }

  private frequency(kernel: i32, lowest: f64): f64 {
    return lowest * Math.pow(2, <f64>kernel / this.kernels);
  }

  /** Energies of the frames centred at `a` and `b`, one float a kernel, to `outA` and `outB`. */
  transform(a: usize, b: usize, outA: usize, outB: usize): void {
    const steps = this.steps;
    fold(a, this.folded, steps[0]);
    fold(b, this.folded + 32, steps[0]);
    let weights = this.weights;
    for (let pair = 0; pair < steps.length; pair++) {
      const count = unchecked(steps[pair]);
      product(this.folded, weights, count, outA + (pair << 3), outB + (pair << 3));
      weights += STEP * count;
    }
  }
}

/** Writes a kernel's four real and four imaginary parts into each step. */
function fill(at: usize, steps: i32, frequency: f64, length: f64): void {
  const taps = 4 * steps;
  let sum: f64 = 1;
  for (let n = 1; n < taps; n++) sum += 2 * blackmanHarris(<f64>n / length);
  for (let n = 0; n < taps; n++) {
    const phase = 2 * Math.PI * frequency * n;
    const weight = blackmanHarris(<f64>n / length) / (n == 0 ? 2 * sum : sum);
    const tap = at + STEP * (n >> 2) + (<usize>(n & 3) << 2);
    store<f32>(tap, <f32>(weight * Math.cos(phase)));
    store<f32>(tap, <f32>(weight * Math.sin(phase)), 16);
  }
}

/** The window at x = −½ … ½; one at its centre, zero outside. */
function blackmanHarris(x: f64): f64 {
  if (Math.abs(x) > 0.5) return 0;
  const a = 2 * Math.PI * x;
  return 0.35875 + 0.48829 * Math.cos(a) + 0.14128 * Math.cos(2 * a) + 0.01168 * Math.cos(3 * a);
}

/** Sums and differences of the samples n after and n before `centre`. */
function fold(centre: usize, to: usize, steps: i32): void {
  let after = centre, before = centre - 12;
  for (let i = 0; i < steps; i++) {
    const late = v128.load(after);
    const early = reverse(v128.load(before));
    v128.store(to, f32x4.add(late, early));
    v128.store(to, f32x4.sub(late, early), 16);
    after += 16;
    before -= 16;
    to += STEP;
  }
}

/** Two folded frames through two kernels. */
@inline
function product(folded: usize, weights: usize, steps: i32, outA: usize, outB: usize): void {
  let reA0 = f32x4.splat(0), imA0 = reA0, reA1 = reA0, imA1 = reA0;
  let reB0 = reA0, imB0 = reA0, reB1 = reA0, imB1 = reA0;
  for (const end = folded + STEP * steps; folded < end; folded += STEP, weights += STEP) {
    const evenA = v128.load(folded), oddA = v128.load(folded, 16);
    const evenB = v128.load(folded, 32), oddB = v128.load(folded, 48);
    const cos0 = v128.load(weights), sin0 = v128.load(weights, 16);
    const cos1 = v128.load(weights, 32), sin1 = v128.load(weights, 48);
    reA0 = f32x4.add(reA0, f32x4.mul(evenA, cos0));
    imA0 = f32x4.add(imA0, f32x4.mul(oddA, sin0));
    reB0 = f32x4.add(reB0, f32x4.mul(evenB, cos0));
    imB0 = f32x4.add(imB0, f32x4.mul(oddB, sin0));
    reA1 = f32x4.add(reA1, f32x4.mul(evenA, cos1));
    imA1 = f32x4.add(imA1, f32x4.mul(oddA, sin1));
    reB1 = f32x4.add(reB1, f32x4.mul(evenB, cos1));
    imB1 = f32x4.add(imB1, f32x4.mul(oddB, sin1));
  }
  store<f32>(outA, energy(reA0, imA0));
  store<f32>(outA, energy(reA1, imA1), 4);
  store<f32>(outB, energy(reB0, imB0));
  store<f32>(outB, energy(reB1, imB1), 4);
}

@inline
function energy(re: v128, im: v128): f32 {
  const r = laneSum(re), i = laneSum(im);
  return r * r + i * i;
}

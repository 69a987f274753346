/**
 * Fast Fourier transform of real signals, for sizes that are powers of two from 32 on.
 *
 * A signal of 2N samples is transformed as N complex values, even samples real and odd ones
 * imaginary, by the self-sorting radix-4 algorithm of Stockham on split real and imaginary
 * arrays; a last pass of radix 2 where N is no power of four. Inverse: the same with real and
 * imaginary parts exchanged.
 *
 * C. Van Loan, "Computational Frameworks for the Fast Fourier Transform", SIAM 1992, §1.7, §4.3.
 */
import { floats } from "./memory";
import { interleaveHigh, interleaveLow, reverse } from "./simd";

/** Complex values. */
let points: i32 = 0;
let signal: usize = 0;
/** Spectrum, N + 1 bins. */
let spectrumRe: usize = 0;
let spectrumIm: usize = 0;
/** Complex values on their way, in two copies that take turns. */
let aRe: usize = 0;
let aIm: usize = 0;
let bRe: usize = 0;
let bIm: usize = 0;
/** Twiddle factors of each stage in the order of use, w, w² and w³. */
let twiddles: usize = 0;
/** exp(−πik / N), which tells the spectra of even and odd samples apart. */
let splitRe: usize = 0;
let splitIm: usize = 0;

/** Plans transforms of `size` real samples. */
export function fftPlan(size: i32): void {
  const n = size / 2;
  points = n;
  signal = floats(size);
  spectrumRe = floats(n + 1);
  spectrumIm = floats(n + 1);
  aRe = floats(n + 1);
  aIm = floats(n + 1);
  bRe = floats(n + 1);
  bIm = floats(n + 1);
  splitRe = floats(n);
  splitIm = floats(n);
  for (let k = 0; k < n; k++) {
    const angle = -Math.PI * k / n;
    store<f32>(splitRe + (<usize>k << 2), <f32>Math.cos(angle));
    store<f32>(splitIm + (<usize>k << 2), <f32>Math.sin(angle));
  }
  planTwiddles();
}

export function fftSignal(): usize {
  return signal;
}

export function fftRe(): usize {
  return spectrumRe;
}

export function fftIm(): usize {
  return spectrumIm;
}

/** The signal's spectrum, bins 0 … N. */
export function fftForward(): void {
  for (let i: usize = 0, end = <usize>points << 2; i < end; i += 16) {
    const early = v128.load(signal + 2 * i), late = v128.load(signal + 2 * i, 16);
    v128.store(aRe + i, v128.shuffle<f32>(early, late, 0, 2, 4, 6));
    v128.store(aIm + i, v128.shuffle<f32>(early, late, 1, 3, 5, 7));
  }
  const inB = transform(aRe, aIm, bRe, bIm);
  splitSpectrum(inB ? bRe : aRe, inB ? bIm : aIm);
}

/** The signal of a spectrum; the imaginary parts of its first and last bin count as zero. */
export function fftInverse(): void {
  store<f32>(spectrumIm, 0);
  store<f32>(spectrumIm + (<usize>points << 2), 0);
  joinSpectrum();
  const inB = transform(aIm, aRe, bIm, bRe);
  const re = inB ? bRe : aRe, im = inB ? bIm : aIm;
  const scale = f32x4.splat(1 / <f32>points);
  for (let i: usize = 0, end = <usize>points << 2; i < end; i += 16) {
    const even = f32x4.mul(scale, v128.load(re + i)), odd = f32x4.mul(scale, v128.load(im + i));
    v128.store(signal + 2 * i, interleaveLow(even, odd));
    v128.store(signal + 2 * i, interleaveHigh(even, odd), 16);
  }
}

/** Spectrum of the real signal from that of its even samples + i · its odd ones. */
function splitSpectrum(re: usize, im: usize): void {
  const end = <usize>points << 2;
  store<f32>(re + end, load<f32>(re));
  store<f32>(im + end, load<f32>(im));
  const half = f32x4.splat(0.5);
  for (let k: usize = 0; k < end; k += 16) {
    const zr = v128.load(re + k), zi = v128.load(im + k);
    const mr = reverse(v128.load(re + end - k - 12)), mi = reverse(v128.load(im + end - k - 12));
    const evenR = f32x4.mul(half, f32x4.add(zr, mr)), evenI = f32x4.mul(half, f32x4.sub(zi, mi));
    const oddR = f32x4.mul(half, f32x4.add(zi, mi)), oddI = f32x4.mul(half, f32x4.sub(mr, zr));
    const wr = v128.load(splitRe + k), wi = v128.load(splitIm + k);
    v128.store(spectrumRe + k, f32x4.add(evenR, productRe(oddR, oddI, wr, wi)));
    v128.store(spectrumIm + k, f32x4.add(evenI, productIm(oddR, oddI, wr, wi)));
  }
  store<f32>(spectrumRe + end, load<f32>(re) - load<f32>(im));
  store<f32>(spectrumIm + end, 0);
}

/** What {@link splitSpectrum} undoes, into `aRe` and `aIm`. */
function joinSpectrum(): void {
  const end = <usize>points << 2;
  const half = f32x4.splat(0.5);
  for (let k: usize = 0; k < end; k += 16) {
    const xr = v128.load(spectrumRe + k), xi = v128.load(spectrumIm + k);
    const mr = reverse(v128.load(spectrumRe + end - k - 12));
    const mi = reverse(v128.load(spectrumIm + end - k - 12));
    const evenR = f32x4.mul(half, f32x4.add(xr, mr)), evenI = f32x4.mul(half, f32x4.sub(xi, mi));
    const dr = f32x4.mul(half, f32x4.sub(xr, mr)), di = f32x4.mul(half, f32x4.add(xi, mi));
    const wr = v128.load(splitRe + k), wi = f32x4.neg(v128.load(splitIm + k));
    v128.store(aRe + k, f32x4.sub(evenR, productIm(dr, di, wr, wi)));
    v128.store(aIm + k, f32x4.add(evenI, productRe(dr, di, wr, wi)));
  }
}

/** Complex transform of (xRe, xIm) with (yRe, yIm) as room; true if the result is in y. */
function transform(xRe: usize, xIm: usize, yRe: usize, yIm: usize): bool {
  let w = firstStage(xRe, xIm, yRe, yIm);
  let inY = false;
  let stride: usize = 16;
  let left = points >> 2;
  for (; left >= 4; left >>= 2, stride <<= 2, inY = !inY) {
    w = inY
      ? stage(yRe, yIm, xRe, xIm, w, left, stride)
      : stage(xRe, xIm, yRe, yIm, w, left, stride);
  }
  if (left == 1) return inY;
  if (inY) lastStage(yRe, yIm, xRe, xIm, stride);
  else lastStage(xRe, xIm, yRe, yIm, stride);
  return !inY;
}

/** Twiddles of the first stage four at a time, of later stages one at a time. */
function planTwiddles(): void {
  twiddles = floats(2 * points + 8);
  let at = twiddles;
  for (let k = 0; k < points / 4; k += 4, at += 96) {
    for (let lane = 0; lane < 4; lane++) twiddle(at + (<usize>lane << 2), k + lane, points, 16);
  }
  for (let length = points >> 2; length >= 4; length >>= 2) {
    for (let k = 0; k < length / 4; k++, at += 24) twiddle(at, k, length, 4);
  }
}

/** exp(−2πik / length), its square and cube; real and imaginary parts `stride` bytes apart. */
function twiddle(at: usize, k: i32, length: i32, stride: usize): void {
  for (let power: usize = 1; power <= 3; power++) {
    const angle = -2 * Math.PI * <f64>power * k / length;
    store<f32>(at + (2 * power - 2) * stride, <f32>Math.cos(angle));
    store<f32>(at + (2 * power - 1) * stride, <f32>Math.sin(angle));
  }
}

/** Radix 4 with neighbours in the lanes; y is room, the result in x. Returns the next twiddle. */
function firstStage(xRe: usize, xIm: usize, yRe: usize, yIm: usize): usize {
  const quarter = <usize>points;
  let w = twiddles;
  for (let k: usize = 0; k < quarter; k += 16, w += 96) {
    butterfly(
      xRe + k, xIm + k, quarter, yRe + k, yIm + k, quarter,
      v128.load(w), v128.load(w, 16), v128.load(w, 32),
      v128.load(w, 48), v128.load(w, 64), v128.load(w, 80),
    );
  }
  transpose(yRe, xRe, quarter);
  transpose(yIm, xIm, quarter);
  return w;
}

/** Radix 4 with `stride` bytes of independent transforms in the lanes. Returns the next twiddle. */
function stage(
  re: usize, im: usize, toRe: usize, toIm: usize, w: usize, length: i32, stride: usize,
): usize {
  const count = <usize>(length >> 2);
  const quarter = count * stride;
  for (let k: usize = 0; k < count; k++, w += 24) {
    const w1r = v128.load32_splat(w), w1i = v128.load32_splat(w, 4);
    const w2r = v128.load32_splat(w, 8), w2i = v128.load32_splat(w, 12);
    const w3r = v128.load32_splat(w, 16), w3i = v128.load32_splat(w, 20);
    for (let j: usize = 0; j < stride; j += 16) {
      const from = k * stride + j, to = 4 * k * stride + j;
      butterfly(
        re + from, im + from, quarter, toRe + to, toIm + to, stride,
        w1r, w1i, w2r, w2i, w3r, w3i,
      );
    }
  }
  return w;
}

/** Radix 2, without twiddles. */
function lastStage(re: usize, im: usize, toRe: usize, toIm: usize, stride: usize): void {
  for (let j: usize = 0; j < stride; j += 16) {
    const r0 = v128.load(re + j), r1 = v128.load(re + stride + j);
    const i0 = v128.load(im + j), i1 = v128.load(im + stride + j);
    v128.store(toRe + j, f32x4.add(r0, r1));
    v128.store(toIm + j, f32x4.add(i0, i1));
    v128.store(toRe + stride + j, f32x4.sub(r0, r1));
    v128.store(toIm + stride + j, f32x4.sub(i0, i1));
  }
}

/** Four points of four transforms, `from` bytes apart, to places `to` bytes apart. */
@inline
function butterfly(
  re: usize, im: usize, from: usize, toRe: usize, toIm: usize, to: usize,
  w1r: v128, w1i: v128, w2r: v128, w2i: v128, w3r: v128, w3i: v128,
): void {
  const r0 = v128.load(re), r1 = v128.load(re + from);
  const r2 = v128.load(re + 2 * from), r3 = v128.load(re + 3 * from);
  const i0 = v128.load(im), i1 = v128.load(im + from);
  const i2 = v128.load(im + 2 * from), i3 = v128.load(im + 3 * from);
  const evenR = f32x4.add(r0, r2), evenI = f32x4.add(i0, i2);
  const oddR = f32x4.add(r1, r3), oddI = f32x4.add(i1, i3);
  const acrossR = f32x4.sub(r0, r2), acrossI = f32x4.sub(i0, i2);
  const turnedR = f32x4.sub(i1, i3), turnedI = f32x4.sub(r3, r1);
  v128.store(toRe, f32x4.add(evenR, oddR));
  v128.store(toIm, f32x4.add(evenI, oddI));
  const y1r = f32x4.add(acrossR, turnedR), y1i = f32x4.add(acrossI, turnedI);
  v128.store(toRe + to, productRe(y1r, y1i, w1r, w1i));
  v128.store(toIm + to, productIm(y1r, y1i, w1r, w1i));
  const y2r = f32x4.sub(evenR, oddR), y2i = f32x4.sub(evenI, oddI);
  v128.store(toRe + 2 * to, productRe(y2r, y2i, w2r, w2i));
  v128.store(toIm + 2 * to, productIm(y2r, y2i, w2r, w2i));
  const y3r = f32x4.sub(acrossR, turnedR), y3i = f32x4.sub(acrossI, turnedI);
  v128.store(toRe + 3 * to, productRe(y3r, y3i, w3r, w3i));
  v128.store(toIm + 3 * to, productIm(y3r, y3i, w3r, w3i));
}

/** Four rows of `width` bytes to columns. */
function transpose(rows: usize, columns: usize, width: usize): void {
  for (let k: usize = 0; k < width; k += 16, columns += 64) {
    const a = v128.load(rows + k), b = v128.load(rows + width + k);
    const c = v128.load(rows + 2 * width + k), d = v128.load(rows + 3 * width + k);
    const ab = interleaveLow(a, b), cd = interleaveLow(c, d);
    v128.store(columns, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
    v128.store(columns, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7), 16);
    const abHigh = interleaveHigh(a, b), cdHigh = interleaveHigh(c, d);
    v128.store(columns, v128.shuffle<f32>(abHigh, cdHigh, 0, 1, 4, 5), 32);
    v128.store(columns, v128.shuffle<f32>(abHigh, cdHigh, 2, 3, 6, 7), 48);
  }
}

@inline
function productRe(ar: v128, ai: v128, br: v128, bi: v128): v128 {
  return f32x4.sub(f32x4.mul(ar, br), f32x4.mul(ai, bi));
}

@inline
function productIm(ar: v128, ai: v128, br: v128, bi: v128): v128 {
  return f32x4.add(f32x4.mul(ar, bi), f32x4.mul(ai, br));
}

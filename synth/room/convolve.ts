/**
 * Convolution by overlap and add.
 *
 * @module
 */
import FFT from "fft.js";

/** Smallest transform, samples. */
const SMALLEST = 4096;

/** Plans by size: they only hold tables. */
const plans = new Map<number, FFT>();

function plan(size: number): FFT {
  let found = plans.get(size);
  if (found === undefined) plans.set(size, found = new FFT(size));
  return found;
}

/**
 * `signal` through `response`, cut to the length of `signal`.
 *
 * Two blocks of the signal travel in one complex transform, one as its real and one as its
 * imaginary part: a real response keeps them apart.
 */
export function convolve(signal: Float32Array, response: Float32Array): Float32Array {
  let size = SMALLEST;
  while (size < 2 * response.length) size *= 2;
  const fft = plan(size);
  const hop = size - response.length + 1;
  const transfer = new Float64Array(2 * size);
  const packed = new Float64Array(2 * size);
  const spectrum = new Float64Array(2 * size);
  for (let i = 0; i < response.length; i++) packed[2 * i] = response[i];
  fft.transform(transfer, packed);
  const out = new Float64Array(signal.length);
  for (let start = 0; start < signal.length; start += 2 * hop) {
    packed.fill(0);
    pack(packed, 0, signal, start, hop);
    pack(packed, 1, signal, start + hop, hop);
    fft.transform(spectrum, packed);
    multiply(spectrum, transfer);
    fft.inverseTransform(packed, spectrum);
    overlap(out, start, packed, 0, size);
    overlap(out, start + hop, packed, 1, size);
  }
  return Float32Array.from(out);
}

/** Lays one block into the real (0) or imaginary (1) parts of `packed`. */
function pack(
  packed: Float64Array,
  part: number,
  signal: Float32Array,
  start: number,
  length: number,
): void {
  const count = Math.min(length, signal.length - start);
  for (let i = 0; i < count; i++) packed[2 * i + part] = signal[start + i];
}

/** Complex product, in place. */
function multiply(a: Float64Array, b: Float64Array): void {
  for (let i = 0; i < a.length; i += 2) {
    const re = a[i] * b[i] - a[i + 1] * b[i + 1];
    a[i + 1] = a[i] * b[i + 1] + a[i + 1] * b[i];
    a[i] = re;
  }
}

/** Adds the real (0) or imaginary (1) parts of `packed` to `out` from `start` on. */
function overlap(
  out: Float64Array,
  start: number,
  packed: Float64Array,
  part: number,
  size: number,
): void {
  const count = Math.min(size, out.length - start);
  for (let i = 0; i < count; i++) out[start + i] += packed[2 * i + part];
}

/**
 * Convolution by overlap and add.
 *
 * @module
 */
import { Fft } from "../../lib/frontend/fft.ts";

/** Smallest transform, samples. */
const SMALLEST = 4096;

/** Plans by size, kept because each has tables in a wasm memory of its own. */
const plans = new Map<number, Promise<Fft>>();

function plan(size: number): Promise<Fft> {
  let found = plans.get(size);
  if (found === undefined) plans.set(size, found = Fft.create(size));
  return found;
}

/** `signal` through `response`, cut to the length of `signal`. */
export async function convolve(
  signal: Float32Array,
  response: Float32Array,
): Promise<Float32Array> {
  let size = SMALLEST;
  while (size < 2 * response.length) size *= 2;
  const fft = await plan(size);
  const hop = size - response.length + 1;
  const transfer = fft.forward(response);
  const out = new Float32Array(signal.length);
  for (let start = 0; start < signal.length; start += hop) {
    const { re, im } = fft.forward(signal.subarray(start, start + hop));
    for (let k = 0; k < re.length; k++) {
      const real = re[k] * transfer.re[k] - im[k] * transfer.im[k];
      im[k] = re[k] * transfer.im[k] + im[k] * transfer.re[k];
      re[k] = real;
    }
    const block = fft.inverse({ re, im });
    const count = Math.min(size, out.length - start);
    for (let i = 0; i < count; i++) out[start + i] += block[i];
  }
  return out;
}

/**
 * A textbook FFT in plain TypeScript, float64: iterative, radix 2, in place.
 *
 * @module
 */

/** Transforms of split complex data of one size, a power of two, in place. */
export class Radix2Fft {
  readonly #size: number;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;

  constructor(size: number) {
    const angle = (_: unknown, k: number) => -2 * Math.PI * k / size;
    const angles = Float64Array.from({ length: size / 2 }, angle);
    this.#size = size;
    this.#cos = angles.map(Math.cos);
    this.#sin = angles.map(Math.sin);
  }

  transform(re: Float64Array, im: Float64Array) {
    reverseBits(re);
    reverseBits(im);
    for (let half = 1; half < this.#size; half *= 2) {
      const stride = this.#size / (2 * half);
      for (let block = 0; block < this.#size; block += 2 * half) {
        for (let k = 0; k < half; k++) {
          const cos = this.#cos[k * stride], sin = this.#sin[k * stride];
          const i = block + k, j = i + half;
          const r = re[j] * cos - im[j] * sin, s = re[j] * sin + im[j] * cos;
          re[j] = re[i] - r;
          im[j] = im[i] - s;
          re[i] += r;
          im[i] += s;
        }
      }
    }
  }
}

function reverseBits(values: Float64Array) {
  for (let i = 0, j = 0; i < values.length; i++) {
    if (i < j) [values[i], values[j]] = [values[j], values[i]];
    let bit = values.length >> 1;
    while (j & bit) {
      j ^= bit;
      bit >>= 1;
    }
    j |= bit;
  }
}

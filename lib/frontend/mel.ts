/**
 * Mel spectrograms of a stream of samples.
 *
 * @module
 */
import { MEL_BANDS, MEL_RANGE, MEL_WINDOW, SAMPLE_RATE } from "./constants.ts";
import { Stft } from "./stft.ts";

/** A triangular band: weights of bins from `first` on. */
interface Band {
  first: number;
  weights: Float32Array;
}

/**
 * A streaming mel spectrogram: samples in, frames × 229 energies out, time first.
 *
 * A band's energy is the weighted sum of the squared magnitudes of an {@linkcode Stft} with a window
 * of 2048, so its frames lie as that one's do. Bands are triangles of height one whose corners are
 * evenly spaced from 30 Hz to 11,025 Hz on the mel scale of O'Shaughnessy (1987),
 * 2595 · log10(1 + f / 700).
 */
export class MelSpectrogram {
  readonly #stft: Stft;
  readonly #bands: readonly Band[] = melBands();

  private constructor(stft: Stft) {
    this.#stft = stft;
  }

  static async create(): Promise<MelSpectrogram> {
    return new MelSpectrogram(await Stft.create(MEL_WINDOW));
  }

  /** Takes any number of samples and returns the frames they complete. */
  push(samples: Float32Array): Float32Array {
    return this.#gather(this.#stft.push(samples));
  }

  /** Ends the stream: returns the frames still open and starts afresh. */
  flush(): Float32Array {
    return this.#gather(this.#stft.flush());
  }

  #gather(magnitudes: Float32Array): Float32Array {
    const { bins } = this.#stft;
    const energies = new Float32Array(magnitudes.length / bins * MEL_BANDS);
    for (let i = 0; i < energies.length; i++) {
      const { first, weights } = this.#bands[i % MEL_BANDS];
      const start = Math.floor(i / MEL_BANDS) * bins + first;
      let sum = 0;
      for (let k = 0; k < weights.length; k++) sum += weights[k] * magnitudes[start + k] ** 2;
      energies[i] = sum;
    }
    return energies;
  }
}

/** Mels of a frequency in hertz. */
function mel(frequency: number): number {
  return 2595 * Math.log10(1 + frequency / 700);
}

/** Hertz of a number of mels. */
function hertz(mels: number): number {
  return 700 * (10 ** (mels / 2595) - 1);
}

/** Centre of each mel band, Hz. */
export const MEL_CENTRES: readonly number[] = corners().slice(1, -1);

/** Lower edge, centres and upper edge, Hz. */
function corners(): number[] {
  const [low, high] = MEL_RANGE.map(mel);
  const step = (high - low) / (MEL_BANDS + 1);
  return Array.from({ length: MEL_BANDS + 2 }, (_, i) => hertz(low + i * step));
}

function melBands(): Band[] {
  const hertzPerBin = SAMPLE_RATE / MEL_WINDOW;
  const edges = corners().map((frequency) => frequency / hertzPerBin);
  return MEL_CENTRES.map((_, band) => {
    const [left, centre, right] = edges.slice(band, band + 3);
    const first = Math.ceil(left);
    const last = Math.min(Math.floor(right), MEL_WINDOW / 2);
    const weights = Float32Array.from({ length: last - first + 1 }, (_, i) => {
      const bin = first + i;
      return Math.min((bin - left) / (centre - left), (right - bin) / (right - centre));
    });
    return { first, weights };
  });
}

/**
 * The local loudness that log-energies are measured against.
 *
 * @module
 */
import { concatenate } from "../concatenate.ts";
import { BINS } from "./constants.ts";

/** Frames before a frame that its level looks back on: 3 s. */
const LEVEL_PAST = 258;

/** Frames after a frame that its level waits for: 0.14 s. */
const LEVEL_FUTURE = 12;

/** Added to the root mean square before the logarithm: the level of silence is ln 1e-6. */
const FLOOR = 1e-6;

const SPAN = LEVEL_PAST + 1 + LEVEL_FUTURE;

/**
 * A streaming level: frames × 288 energies in, one value a frame out,
 *
 *     level[t] = ln(√(mean over frames t − 258 … t + 12 of (Σ bins E)²) + 1e-6),
 *
 * the mean over those frames that lie in the recording. Each window is summed afresh in double
 * precision, so nothing drifts and cutting the input changes no bit.
 */
export class Level {
  /** Squared totals of the last frames; frame t at t modulo the span. */
  readonly #squares = new Float64Array(SPAN);
  #heard = 0;
  #decided = 0;

  /** Takes whole frames and returns the levels of the frames that are decided. */
  push(energies: Float32Array): Float32Array {
    const frames = energies.length / BINS;
    const levels = new Float32Array(
      Math.max(0, this.#heard + frames - LEVEL_FUTURE - this.#decided),
    );
    let at = 0;
    for (let t = 0; t < frames; t++) {
      let total = 0;
      for (let i = t * BINS; i < (t + 1) * BINS; i++) total += energies[i];
      this.#squares[this.#heard++ % SPAN] = total * total;
      if (this.#heard - this.#decided > LEVEL_FUTURE) levels[at++] = this.#decide();
    }
    return levels;
  }

  /** Ends the stream: returns the levels still open and starts afresh. */
  flush(): Float32Array {
    const levels = new Float32Array(this.#heard - this.#decided);
    for (let i = 0; i < levels.length; i++) levels[i] = this.#decide();
    this.#heard = this.#decided = 0;
    return levels;
  }

  #decide(): number {
    const first = Math.max(0, this.#decided - LEVEL_PAST);
    let sum = 0;
    for (let t = first; t < this.#heard; t++) sum += this.#squares[t % SPAN];
    this.#decided++;
    return Math.log(Math.sqrt(sum / (this.#heard - first)) + FLOOR);
  }
}

/** The level of a whole recording's energies, frames × 288. */
export function level(energies: Float32Array): Float32Array {
  const meter = new Level();
  return concatenate([meter.push(energies), meter.flush()]);
}

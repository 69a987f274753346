/**
 * Music without end, for whatever takes long.
 *
 * @module
 */
import { Random } from "../../lib/random.ts";

/** Rate of a compact disc, Hz. */
export const SOURCE_RATE = 44_100;

/** Strengths of the partials of each player. */
const PLAYERS = [[1, 0.5], [1, 0, 0.6, 0, 0.4], [0.4, 1, 0.2, 0.6]];

/** A note lasts a second, and another begins every quarter. */
const STEP = SOURCE_RATE / 4;

/** Plucked tones of three players, three octaves up from 110 Hz, a quarter of a second at a time. */
export function* arpeggios(seconds: number): Generator<Float32Array> {
  const random = new Random(1);
  const ringing = new Float32Array(SOURCE_RATE);
  for (let step = 0; step < 4 * seconds; step++) {
    const frequency = 110 * 2 ** (random.integer(0, 36) / 12);
    pluck(ringing, frequency, random.pick(PLAYERS));
    yield ringing.slice(0, STEP);
    ringing.copyWithin(0, STEP);
    ringing.fill(0, SOURCE_RATE - STEP);
  }
}

function pluck(onto: Float32Array, frequency: number, partials: readonly number[]): void {
  for (let i = 0; i < onto.length; i++) {
    const phase = 2 * Math.PI * frequency * i / SOURCE_RATE;
    const wave = partials.reduce(
      (sum, strength, h) => sum + strength * Math.sin((h + 1) * phase),
      0,
    );
    onto[i] += 0.1 * Math.exp(-4 * i / SOURCE_RATE) * wave;
  }
}

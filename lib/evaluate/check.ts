/**
 * What the metrics accept: malformed input is refused, empty input warned of.
 *
 * @module
 */

/** Which side of a comparison is looked at. */
export type Side = "reference" | "estimate";

/** A span of time in seconds, onset before offset. */
export interface Interval {
  onset: number;
  offset: number;
}

/** An interval with a pitch, a MIDI number with or without a fraction. */
export interface PitchedInterval extends Interval {
  pitch: number;
}

/** Latest time accepted, seconds: later ones are samples or frames taken for seconds. */
const LATEST_TIME = 30000;

/** Frequencies accepted, hertz. */
const FREQUENCY_RANGE = [20, 5000] as const;

/** Says that a metric was asked about nothing and therefore is 0. */
export function warn(message: string): void {
  console.warn(`Warning: ${message}`);
}

/**
 * Warns if there are no notes.
 *
 * @throws {RangeError} If a note is not finite, starts before 0 or does not end after its onset.
 */
export function checkNotes(side: Side, notes: readonly PitchedInterval[]): void {
  if (notes.length === 0) warn(`the ${side} holds no notes`);
  notes.forEach(({ onset, offset, pitch }, i) => {
    const fault = !Number.isFinite(pitch)
      ? `has the pitch ${pitch}`
      : !(onset >= 0)
      ? `starts at ${onset} s`
      : !(offset > onset && offset < Infinity)
      ? `lasts from ${onset} to ${offset} s`
      : undefined;
    if (fault) throw new RangeError(`Cannot score the ${side}: note ${i + 1} ${fault}`);
  });
}

/** @throws {RangeError} If a velocity is not a number from 0 to 1. */
export function checkVelocities(side: Side, notes: readonly { velocity: number }[]): void {
  notes.forEach(({ velocity }, i) => {
    if (!(velocity >= 0 && velocity <= 1)) {
      throw new RangeError(`Cannot score the ${side}: note ${i + 1} has the velocity ${velocity}`);
    }
  });
}

/** @throws {RangeError} If times are no numbers, decrease, or pass {@linkcode LATEST_TIME}. */
export function checkTimes(side: Side, times: ArrayLike<number>): void {
  if (times.length === 0) warn(`the ${side} holds no frames`);
  for (let i = 0; i < times.length; i++) {
    if (!(Math.abs(times[i]) <= LATEST_TIME)) {
      throw new RangeError(`Cannot score the ${side}: frame ${i + 1} is at ${times[i]} s`);
    }
    if (i > 0 && times[i] < times[i - 1]) {
      throw new RangeError(
        `Cannot score the ${side}: frame ${i + 1} is at ${times[i]} s, before the one it follows`,
      );
    }
  }
}

/** @throws {RangeError} If a frequency lies outside {@linkcode FREQUENCY_RANGE}. */
export function checkFrequencies(side: Side, frames: readonly ArrayLike<number>[]): void {
  const [lowest, highest] = FREQUENCY_RANGE;
  frames.forEach((frame, i) => {
    for (let j = 0; j < frame.length; j++) {
      if (frame[j] >= lowest && frame[j] <= highest) continue;
      throw new RangeError(
        `Cannot score the ${side}: frame ${i + 1} holds ${frame[j]} Hz, ` +
          `not ${lowest} to ${highest} Hz`,
      );
    }
  });
}

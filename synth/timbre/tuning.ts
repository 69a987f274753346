/**
 * Measures whether an instrument sounds the pitch that it is asked for.
 *
 * The pitch is that of the normalised square difference function of P. McLeod and G. Wyvill,
 * "A Smarter Way to Find Pitch", ICMC 2005: the first of its peaks that is nearly the highest.
 *
 * @module
 */
import { SAMPLE_RATE } from "../../lib/frontend/constants.ts";
import { hertz } from "./timbre.ts";

/** Samples that are compared with their like a period later. */
const WINDOW = 3072;
/** Share of the highest peak that a peak needs. */
const NEARLY = 0.9;
/** Peaks below this are no pitch. */
const CLEAR = 0.6;
/** Periods from a third to three times the expected one are searched. */
const REACH = 3;

/**
 * How far a note is off, cents; null where it has no pitch.
 *
 * @param samples at least 0.3 s of the note
 * @param pitch what it should be, MIDI
 */
export function deviation(samples: Float32Array, pitch: number): number | null {
  const expected = SAMPLE_RATE / hertz(pitch);
  const longest = Math.ceil(REACH * expected);
  const window = Math.min(WINDOW, samples.length - longest - 2);
  const likeness = Float64Array.from(
    { length: longest + 2 },
    (_, lag) => lag < expected / REACH - 1 ? 0 : similarity(samples, lag, window),
  );
  const peaks: number[] = [];
  for (let lag = Math.max(2, Math.ceil(expected / REACH)); lag <= longest; lag++) {
    const [left, now, right] = likeness.subarray(lag - 1, lag + 2);
    if (now > left && now >= right) peaks.push(lag);
  }
  const highest = Math.max(0, ...peaks.map((lag) => likeness[lag]));
  if (highest < CLEAR) return null;
  const lag = peaks.find((lag) => likeness[lag] >= NEARLY * highest)!;
  return 1200 * Math.log2(expected / refine(samples, likeness, lag, window));
}

/** 1 where a signal repeats after `lag` samples, −1 where it turns over. */
function similarity(samples: Float32Array, lag: number, window: number): number {
  let product = 0;
  let power = 0;
  for (let i = 0; i < window; i++) {
    product += samples[i] * samples[i + lag];
    power += samples[i] ** 2 + samples[i + lag] ** 2;
  }
  return power === 0 ? 0 : 2 * product / power;
}

/** The period near a whole lag, measured over as many periods as the window has room for. */
function refine(samples: Float32Array, likeness: Float64Array, lag: number, window: number) {
  let period = lag + vertex(likeness.subarray(lag - 1, lag + 2));
  for (let periods = 2; periods * period < window / 4; periods *= 2) {
    const many = Math.round(periods * period);
    const near = [-1, 0, 1].map((step) => similarity(samples, many + step, window / 2));
    if (near[1] < CLEAR) break;
    period = (many + vertex(near)) / periods;
  }
  return period;
}

/** Where the parabola through three points is highest, relative to the middle one. */
function vertex([left, middle, right]: ArrayLike<number> & Iterable<number>): number {
  const bend = left - 2 * middle + right;
  return bend < 0 ? Math.max(-1, Math.min(1, 0.5 * (left - right) / bend)) : 0;
}

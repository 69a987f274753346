/**
 * A recording of one note made ready for a bank: where it begins, what it sounds, how much is kept.
 *
 * @module
 */
import { SAMPLE_RATE } from "../../lib/frontend/constants.ts";
import { LEAD_SECONDS } from "../timbre/bank.ts";
import { hertz } from "../timbre/timbre.ts";

/** A note begins where it first comes this near its peak, dB. */
const ONSET_DB = -40;
/** Window of the level, seconds. */
const LEVEL_SECONDS = 0.003;
const LONGEST_SECONDS = 4;
const FADE_SECONDS = 0.02;
/** Peaks lie between these. */
const PEAKS = [0.05, 0.89];

/** Pitches are measured from here after the onset, over this long, seconds. */
const SUSTAIN_SECONDS = { start: 0.15, length: 0.25 };
/** How far a pitch may be from its name, cents. */
const FARTHEST_CENTS = 60;
/** The least correlation of a sound with itself a period later. */
const LEAST_PERIODIC = 0.8;
/** The least correlation of it a single period later, to the nearest sample. */
const LEAST_ONCE = 0.5;
/** With half its period a sound agrees less than this part of how it agrees with its period. */
const OCTAVE_ABOVE = 0.97;

/**
 * Cuts a recording so that its onset lies {@linkcode LEAD_SECONDS} after its start.
 *
 * @param samples −1 … 1 at 22,050 Hz
 * @returns null where there is only silence
 */
export function trim(samples: Float32Array): Float32Array | null {
  const size = Math.round(LEVEL_SECONDS * SAMPLE_RATE);
  const levels = new Float32Array(Math.floor(samples.length / size));
  for (let i = 0; i < levels.length; i++) {
    for (const x of samples.subarray(i * size, (i + 1) * size)) levels[i] += x * x / size;
  }
  const loudest = levels.reduce((most, level) => Math.max(most, level), 0);
  if (loudest === 0) return null;
  const first = levels.findIndex((level) => level >= loudest * 10 ** (ONSET_DB / 10));
  const start = first * size - Math.round(LEAD_SECONDS * SAMPLE_RATE);
  const end = Math.min(samples.length, start + LONGEST_SECONDS * SAMPLE_RATE);
  const kept = new Float32Array(end - start);
  kept.set(samples.subarray(Math.max(0, start), end), Math.max(0, -start));
  const fade = Math.min(kept.length, Math.round(FADE_SECONDS * SAMPLE_RATE));
  for (let i = 0; i < fade; i++) kept[kept.length - 1 - i] *= i / fade;
  return atLevel(kept);
}

function atLevel(samples: Float32Array): Float32Array {
  const peak = samples.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const wanted = Math.max(PEAKS[0], Math.min(PEAKS[1], peak));
  return samples.map((x) => x * wanted / peak);
}

/**
 * How far a note sounds from its name, by the correlation of its sustained part with itself.
 *
 * @param samples trimmed
 * @param pitch its name, MIDI
 * @returns cents; null where the note is another one, or none
 */
export function deviation(samples: Float32Array, pitch: number): number | null {
  const from = Math.round((LEAD_SECONDS + SUSTAIN_SECONDS.start) * SAMPLE_RATE);
  const period = SAMPLE_RATE / hertz(pitch);
  const reach = 2 ** (FARTHEST_CENTS / 1200);
  const agreement = (lag: number) => correlation(samples, from, lag);
  // Of high notes several periods are measured at once, for a sample is much of a single one.
  const periods = Math.max(1, Math.round(100 / period));
  const first = Math.floor(periods * period / reach);
  const last = Math.ceil(periods * period * reach);
  if (from + last + 2 >= samples.length) return null;
  const agreements = Array.from({ length: last - first + 1 }, (_, i) => agreement(first + i));
  const best = first + agreements.indexOf(Math.max(...agreements));
  const [before, at, after] = [best - 1, best, best + 1].map(agreement);
  const bend = before - 2 * at + after;
  const exact = best + (bend < 0 ? (before - after) / (2 * bend) : 0);
  const [half, whole] = [period / 2, period].map((lag) => agreement(Math.round(lag)));
  if (at < LEAST_PERIODIC || whole < LEAST_ONCE) return null;
  if (periods === 1 && half > OCTAVE_ABOVE * at) return null;
  const cents = 1200 * Math.log2(periods * period / exact);
  return Math.abs(cents) <= FARTHEST_CENTS ? cents : null;
}

/** Normalised correlation of a stretch of sound with what sounds `lag` samples later. */
function correlation(samples: Float32Array, from: number, lag: number): number {
  const length = Math.min(
    Math.round(SUSTAIN_SECONDS.length * SAMPLE_RATE),
    samples.length - from - lag,
  );
  let [product, here, there] = [0, 0, 0];
  for (let i = from; i < from + length; i++) {
    product += samples[i] * samples[i + lag];
    here += samples[i] ** 2;
    there += samples[i + lag] ** 2;
  }
  return product / (Math.sqrt(here * there) || 1);
}

/**
 * Polyphase resampler, streaming, for any ratio of rates.
 *
 * Output n lies at input position n · from / to and is a Kaiser-windowed sinc around it: flat to
 * 0.9 of the lower rate's Nyquist frequency, more than 80 dB down from that frequency on, no
 * delay. The filter is tabled at a fixed number of phases and interpolated in between, so the
 * table is as small for 37,799 Hz as for 44,100 Hz; 256 phases a zero crossing keep the error of
 * interpolation under −100 dB. Positions are computed afresh for every output and do not drift.
 *
 * J. O. Smith, "Digital audio resampling home page", CCRMA, 2002.
 */
import { kaiser } from "./kaiser";
import { floats } from "./memory";
import { laneSum } from "./simd";

/** Most samples of one push. */
const BLOCK: i32 = 8192;

/** Half length of the filter in samples of the lower rate. */
const HALF_LENGTH: f64 = 58;

/** For 90 dB. */
const KAISER_BETA: f64 = 8.96;

/** Cut-off (−6 dB) as a part of the lower rate's Nyquist frequency. */
const CUTOFF: f64 = 0.95;

/** Tabled phases a sample of the lower rate. */
const PHASES: f64 = 256;

let step: f64 = 0;
let phases: i32 = 0;
let taps: i32 = 0;
let table: usize = 0;
let input: usize = 0;
let output: usize = 0;
let history: usize = 0;
let capacity: i32 = 0;
/** Samples of history held. */
let length: i32 = 0;
/** Position in the stream of the first one held. */
let first: f64 = 0;
/** Samples given out. */
let given: f64 = 0;

/** Plans a stream from one rate to another, Hz. */
export function resamplePlan(from: f64, to: f64): void {
  step = from / to;
  const scale = min(1, to / from);
  const half = 2 * <i32>Math.ceil(HALF_LENGTH / scale / 2);
  taps = 2 * half;
  phases = <i32>Math.ceil(PHASES * scale);
  table = floats((phases + 1) * taps);
  for (let p = 0; p <= phases; p++) fill(row(p), <f64>p / phases, scale);
  capacity = 2 * (taps + BLOCK);
  history = floats(capacity);
  input = floats(BLOCK);
  output = floats(<i32>(BLOCK / step) + 2);
  resampleReset();
}

/** Forgets everything heard. */
export function resampleReset(): void {
  length = taps / 2;
  first = -length;
  given = 0;
  memory.fill(history, 0, <usize>length << 2);
}

export function resampleBlock(): i32 {
  return BLOCK;
}

/** Where to write the samples of the next push. */
export function resampleInput(): usize {
  return input;
}

/** Where a push leaves its samples. */
export function resampleOutput(): usize {
  return output;
}

/** Takes `count` samples from the input; returns the number of samples in the output. */
export function resamplePush(count: i32): i32 {
  append(count);
  let made = 0;
  while (true) {
    const position = given * step;
    const before = Math.floor(position);
    const start = <i32>(before - first) - taps / 2 + 1;
    if (start + taps > length) return made;
    const sample = interpolate(history + (<usize>start << 2), position - before);
    store<f32>(output + (<usize>made << 2), sample);
    made++;
    given++;
  }
}

/** Adds the input to the history, and forgets what no output needs when room runs out. */
function append(count: i32): void {
  if (length + count > capacity) {
    const past = <i32>(Math.floor(given * step) - first) - taps / 2 + 1;
    length -= past;
    first += past;
    memory.copy(history, history + (<usize>past << 2), <usize>length << 2);
  }
  memory.copy(history + (<usize>length << 2), input, <usize>count << 2);
  length += count;
}

/** The filter over the samples from `samples` on, its centre `phase` (0 … 1) past the middle. */
function interpolate(samples: usize, phase: f64): f32 {
  const place = phase * phases;
  const p = <i32>place;
  let lower = f32x4.splat(0), upper = lower;
  let weights = row(p);
  const width = <usize>taps << 2;
  for (const end = weights + width; weights < end; weights += 16, samples += 16) {
    const x = v128.load(samples);
    lower = f32x4.add(lower, f32x4.mul(x, v128.load(weights)));
    upper = f32x4.add(upper, f32x4.mul(x, v128.load(weights + width)));
  }
  const a = laneSum(lower), b = laneSum(upper);
  return a + <f32>(place - p) * (b - a);
}

/** One phase of the filter; its taps sum to one. */
function fill(at: usize, phase: f64, scale: f64): void {
  let sum: f64 = 0;
  for (let i = 0; i < taps; i++) sum += weight(i, phase, scale);
  for (let i = 0; i < taps; i++, at += 4) store<f32>(at, <f32>(weight(i, phase, scale) / sum));
}

function weight(i: i32, phase: f64, scale: f64): f64 {
  const x = (<f64>(i - taps / 2 + 1) - phase) * scale;
  if (Math.abs(x) > HALF_LENGTH) return 0;
  const angle = Math.PI * CUTOFF * x;
  return (angle == 0 ? 1 : Math.sin(angle) / angle) * kaiser(x / HALF_LENGTH, KAISER_BETA);
}

@inline
function row(phase: i32): usize {
  return table + (<usize>(phase * taps) << 2);
}

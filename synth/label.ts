/**
 * When a note is heard, measured on its own signal.
 *
 * The onset is where the root-mean-square envelope first reaches a sixth or so of the attack's
 * peak: later marks (40%, half) fall 20 to 190 ms after what a listener calls the start of a bowed
 * note. The offset is where the note has fallen far below its peak.
 *
 * @module
 */
import { SAMPLE_RATE } from "../lib/frontend/constants.ts";
import { gain } from "./timbre/timbre.ts";

/** Share of the attack's peak level at which a note is heard to start. */
const ONSET_SHARE = 0.18;
/** The attack's peak lies within this long after the start, seconds. */
const ATTACK = 0.25;
/** A note is over this far below its peak, dB. */
const INAUDIBLE = 27;
/** Samples between points of the envelope, and in each of its windows (10 ms). */
const STEP = 32;
const WINDOW = 220;

/** What is heard of a note, in samples of its signal, and how loud it gets. */
export interface Heard {
  onset: number;
  offset: number;
  /** Largest root mean square over 10 ms. */
  peak: number;
}

/** Root mean square over windows centred at multiples of {@linkcode STEP}. */
function envelope(samples: Float32Array): Float32Array {
  const sums = new Float64Array(samples.length + 1);
  for (let i = 0; i < samples.length; i++) sums[i + 1] = sums[i] + samples[i] * samples[i];
  const out = new Float32Array(Math.floor(samples.length / STEP) + 1);
  for (let i = 0; i < out.length; i++) {
    const from = Math.max(0, i * STEP - WINDOW / 2);
    const to = Math.min(samples.length, i * STEP + WINDOW / 2);
    out[i] = Math.sqrt((sums[to] - sums[from]) / WINDOW);
  }
  return out;
}

/** Measures a note whose instrument is set in motion at sample `lead`. */
export function listen(samples: Float32Array, lead: number): Heard {
  const levels = envelope(samples);
  const start = Math.floor(Math.max(0, lead - WINDOW / 2) / STEP);
  const attackEnd = Math.min(levels.length, Math.ceil((lead + ATTACK * SAMPLE_RATE) / STEP));
  let attack = 0;
  for (let i = start; i < attackEnd; i++) attack = Math.max(attack, levels[i]);
  let peak = attack;
  for (let i = attackEnd; i < levels.length; i++) peak = Math.max(peak, levels[i]);
  let onset = start;
  while (onset < attackEnd - 1 && levels[onset] < ONSET_SHARE * attack) onset++;
  let offset = levels.length - 1;
  const floor = peak * gain(-INAUDIBLE);
  while (offset > onset && levels[offset] < floor) offset--;
  return { onset: onset * STEP, offset: (offset + 1) * STEP, peak };
}

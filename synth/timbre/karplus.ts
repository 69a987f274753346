/**
 * Plucked strings: the extended Karplus–Strong algorithm.
 *
 * A burst of noise, combed by the point where the string is plucked, circulates in a delay line
 * whose low-pass filter is the string's damping; a few resonances are its body. See D. Jaffe and
 * J. Smith, "Extensions of the Karplus–Strong Plucked-String Algorithm", CMJ 7(2), 1983.
 *
 * @module
 */
import { SAMPLE_RATE } from "../../lib/frontend/constants.ts";
import type { Random } from "../../lib/random.ts";
import { drawsOf, identity, type Place } from "./neighbour.ts";
import { fadeOut, hertz, type Sound, type Timbre } from "./timbre.ts";

/** A string is silent after this many seconds. */
const LONGEST = 4.5;
/** Above this MIDI pitch the delay line is too short to be in tune. */
const HIGHEST_STRING = 90;

interface Resonance {
  a1: number;
  a2: number;
  gain: number;
}

/** Two-pole resonances, at frequencies fixed in hertz. */
function drawBody(random: Random): Resonance[] {
  const body: Resonance[] = [];
  for (let i = random.integer(0, 4); i > 0; i--) {
    const w = 2 * Math.PI * random.logUniform(90, 3500) / SAMPLE_RATE;
    const r = random.uniform(0.9, 0.99);
    body.push({
      a1: 2 * r * Math.cos(w),
      a2: -r * r,
      gain: (1 - r) * random.uniform(0.5, 4),
    });
  }
  return body;
}

/** Adds to a string the sound of its body, in place. */
function resonate(samples: Float32Array, body: readonly Resonance[]): void {
  const dry = samples.slice();
  for (const { a1, a2, gain } of body) {
    let y1 = 0;
    let y2 = 0;
    for (let i = 0; i < dry.length; i++) {
      const y = dry[i] + a1 * y1 + a2 * y2;
      y2 = y1;
      y1 = y;
      samples[i] += gain * y;
    }
  }
}

/** The noise of the plectrum: one period, low-passed to `brightness`, combed at `position`. */
function excitation(period: number, brightness: number, position: number, random: Random) {
  const burst = new Float64Array(period);
  let smooth = 0;
  for (let i = 0; i < period; i++) {
    smooth += brightness * (random.uniform(-1, 1) - smooth);
    burst[i] = smooth;
  }
  const shift = Math.max(1, Math.round(position * period));
  return burst.map((x, i) => x - burst[(i + period - shift) % period]);
}

/**
 * A string of `f0` Hz left to ring for `length` samples.
 *
 * @param decay seconds until the fundamental has fallen by 60 dB
 * @param damping 0 (bright for long) … 0.5 (dull at once): share of the sample before
 */
function string(
  f0: number,
  length: number,
  decay: number,
  damping: number,
  burst: Float64Array,
  out: Float32Array,
): void {
  const w = 2 * Math.PI * f0 / SAMPLE_RATE;
  const magnitude = Math.sqrt(1 - 2 * damping * (1 - damping) * (1 - Math.cos(w)));
  const loss = Math.min(0.9999, 10 ** (-3 / (f0 * decay)) / magnitude);
  const filterDelay = Math.atan2(damping * Math.sin(w), 1 - damping + damping * Math.cos(w)) / w;
  const whole = SAMPLE_RATE / f0 - filterDelay;
  const delay = Math.floor(whole - 0.3);
  const fraction = whole - delay;
  const allpass = (1 - fraction) / (1 + fraction);
  const line = new Float64Array(delay);
  for (let i = 0; i < delay; i++) line[i] = burst[i % burst.length];
  let read = 0;
  let before = 0;
  let x1 = 0;
  let y1 = 0;
  for (let i = 0; i < length; i++) {
    const x = line[read];
    out[i] = x;
    const damped = loss * ((1 - damping) * x + damping * before);
    before = x;
    const y = allpass * (damped - y1) + x1;
    x1 = damped;
    y1 = y;
    line[read] = y;
    if (++read === delay) read = 0;
  }
}

/** The plucked string of a place. */
export function karplus(place: Place): Timbre {
  const random = drawsOf("karplus", place);
  const brightness = random.logUniform(0.1, 1);
  const touch = random.uniform(0.3, 2.5);
  const position = random.uniform(0.08, 0.5);
  const damping = random.logUniform(0.01, 0.5);
  const decay = random.logUniform(0.8, 8);
  const release = random.logUniform(0.03, 0.3);
  const body = drawBody(random);
  const low = random.integer(28, 60);
  const high = Math.min(HIGHEST_STRING, low + random.integer(19, 48));

  function note(pitch: number, seconds: number, velocity: number, random: Random): Sound {
    const f0 = hertz(pitch);
    const held = Math.min(LONGEST, Math.max(seconds, 0.03));
    const samples = new Float32Array(Math.ceil((held + release) * SAMPLE_RATE));
    const colour = Math.min(1, brightness * 2 ** (touch * (velocity - 0.6)));
    const pluck = Math.min(0.5, Math.max(0.05, position + random.normal(0, 0.02)));
    const burst = excitation(Math.ceil(SAMPLE_RATE / f0), colour, pluck, random);
    const register = 2 ** ((60 - pitch) / 24);
    string(f0, samples.length, decay * register, damping, burst, samples);
    resonate(samples, body);
    fadeOut(samples, Math.round(held * SAMPLE_RATE), Math.round(release * SAMPLE_RATE));
    return { samples, lead: 0 };
  }

  return {
    ...identity("karplus", place),
    family: "plucked strings",
    low,
    high,
    sustained: false,
    polyphonic: random.chance(0.8),
    note,
  };
}

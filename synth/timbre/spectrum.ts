/**
 * How loud each partial is, at any pitch and velocity.
 *
 * @module
 */
import type { Random } from "../../lib/random.ts";

/** Partials beyond this number are left out. */
export const MOST_PARTIALS = 40;
/** Velocity at which a spectrum is as it was drawn. */
const USUAL_VELOCITY = 0.6;
/** Partials that {@linkcode slopeOf} weighs. */
const WEIGHED = 20;

export interface Formant {
  hertz: number;
  /** Octaves. */
  width: number;
  decibels: number;
}

/** A part of the range, from its lowest pitch on, and how it differs from the spectrum, dB. */
export interface Register {
  from: number;
  /** An octave of partial number. */
  slope: number;
  even: number;
  fundamental: number;
}

export interface Spectrum {
  /** Deviation of each partial, dB. */
  ripple: Float32Array;
  /** Decibels an octave of partial number. */
  slope: number;
  /** Level of the even partials against the odd ones, dB … */
  even: number;
  /** … which halves at this frequency, Hz: closed pipes are odd only where the bell is small. */
  evenCorner: number;
  /** Level of the fundamental against what the slope says, dB. */
  fundamental: number;
  formants: Formant[];
  /** Above this the spectrum falls, Hz … */
  cutoff: number;
  /** … by this much, dB an octave. */
  rolloff: number;
  /** Octaves that the cutoff rises between velocity 0 and 1. */
  opening: number;
  /** Partial k sounds at k·√(1 + inharmonicity·k²) times the fundamental. */
  inharmonicity: number;
  /** What velocity adds to the slope, dB an octave between velocity 0 and 1. */
  brightening: number;
  /** What an octave up adds to the slope, dB an octave. */
  darkening: number;
  /** By rising pitch. */
  registers: Register[];
}

/** The slope, dB an octave, whose amplitudes have their centroid at partial number `centroid`. */
export function slopeOf(centroid: number): number {
  let low = -40;
  let high = 6;
  while (high - low > 0.01) {
    const slope = (low + high) / 2;
    let sum = 0;
    let moment = 0;
    for (let k = 1; k <= WEIGHED; k++) {
      const amplitude = k ** (slope / 6.02);
      sum += amplitude;
      moment += k * amplitude;
    }
    if (moment / sum < centroid) low = slope;
    else high = slope;
  }
  return low;
}

/** Deviations of the partials, dB. */
export function drawRipple(random: Random, deviation: number): Float32Array {
  return Float32Array.from({ length: MOST_PARTIALS + 1 }, () => random.normal(0, deviation));
}

/** From `fewest` to `most` resonances of a body, fixed in hertz. */
export function drawFormants(random: Random, fewest: number, most: number): Formant[] {
  return Array.from({ length: random.integer(fewest, most) }, () => ({
    hertz: random.logUniform(250, 5000),
    width: random.uniform(0.2, 0.9),
    decibels: random.uniform(-12, 18),
  }));
}

/** Level of each partial of a fundamental of `f0` Hz at `pitch` and `velocity`, dB. */
export function levels(
  s: Spectrum,
  count: number,
  f0: number,
  pitch: number,
  velocity: number,
): Float64Array {
  const register = s.registers.findLast(({ from }) => pitch >= from);
  const louder = velocity - USUAL_VELOCITY;
  const slope = s.slope + (register?.slope ?? 0) + s.brightening * louder +
    s.darkening * Math.log2(f0 / 262);
  const even = s.even + (register?.even ?? 0);
  const cutoff = s.cutoff * 2 ** (s.opening * louder);
  const out = new Float64Array(count + 1).fill(-Infinity);
  for (let k = 1; k <= count; k++) {
    const f = k * f0;
    let level = s.ripple[k] + slope * Math.log2(k) -
      0.5 * s.rolloff * Math.log2(1 + (f / cutoff) ** 2);
    if (k % 2 === 0) level += even / (1 + (f / s.evenCorner) ** 2);
    for (const formant of s.formants) {
      const distance = Math.log2(f / formant.hertz) / formant.width;
      level += formant.decibels * Math.exp(-distance * distance);
    }
    out[k] = level;
  }
  out[1] += s.fundamental + (register?.fundamental ?? 0);
  return out;
}

/**
 * Plays a spectrum: a sum of partials, each with an envelope of its own, and a player's noises.
 *
 * @module
 */
import { SAMPLE_RATE } from "../../lib/frontend/constants.ts";
import type { Random } from "../../lib/random.ts";
import { BLOCK, multiply, timeOf } from "./control.ts";
import { allocate, type Envelope, letGo, trace } from "./envelope.ts";
import { move, type Movement } from "./movement.ts";
import { addNoise, type Noise } from "./noise.ts";
import { levels, MOST_PARTIALS, type Spectrum } from "./spectrum.ts";
import { gain, hertz, type Sound } from "./timbre.ts";

/** No partial lies above this, Hz. */
const HIGHEST_PARTIAL = 10_000;
/** Partials this far below the loudest are left out, dB. */
const INAUDIBLE = 66;
/** Standard deviation of a partial's level from note to note, dB. */
const UNEVENNESS = 0.7;

/** How the envelopes of partials differ. */
export interface Spread {
  /** Factor of the attack for each octave of partial number. */
  attack: number;
  /** Divisor of the decay for each octave of partial number. */
  decay: number;
  /** Standard deviation of each partial's own factor of both, octaves. */
  ragged: number;
  /** Depth of the beating of doubled strings, reeds or voices, 0 … 1 … */
  beating: number;
  /** … and its rate at the fundamental, Hz. */
  beatRate: number;
}

/** An instrument that is a sum of partials. */
export interface Partials {
  spectrum: Spectrum;
  envelope: Envelope;
  spread: Spread;
  movement: Movement;
  noise: Noise;
}

/** Adds one partial: a sine recurrence within each block, restarted from its phase. */
function addPartial(
  out: Float32Array,
  frequency: number,
  curve: Float64Array,
  envelope: Float64Array,
  amplitude: number,
  phase: number,
): void {
  const step = 2 * Math.PI * frequency / SAMPLE_RATE;
  for (let b = 0; b < curve.length; b++) {
    const w = step * curve[b];
    const turn = 2 * Math.cos(w);
    let before = Math.sin(phase - w);
    let now = Math.sin(phase);
    let level = amplitude * envelope[b];
    const slope = (amplitude * envelope[b + 1] - level) / BLOCK;
    const end = (b + 1) * BLOCK;
    for (let i = b * BLOCK; i < end; i++) {
      out[i] += level * now;
      level += slope;
      const next = turn * now - before;
      before = now;
      now = next;
    }
    phase = (phase + w * BLOCK) % (2 * Math.PI);
  }
}

/** Lets a partial beat with its double, in place. */
function beat(curve: Float64Array, depth: number, rate: number, phase: number): void {
  for (let b = 0; b < curve.length; b++) {
    const swing = 0.5 - 0.5 * Math.cos(phase + 2 * Math.PI * rate * timeOf(b));
    curve[b] *= 1 - depth * swing;
  }
}

/** Sounds a note of an instrument. */
export function playPartials(
  { spectrum, envelope, spread, movement, noise }: Partials,
  pitch: number,
  seconds: number,
  velocity: number,
  random: Random,
): Sound {
  const f0 = hertz(pitch);
  const { samples, blocks, held } = allocate(envelope, seconds);
  const moved = move(movement, blocks, random);
  const curve = new Float64Array(blocks + 1);
  const count = Math.min(MOST_PARTIALS, Math.floor(HIGHEST_PARTIAL / f0));
  const level = levels(spectrum, count, f0, pitch, velocity);
  const audible = Math.max(...level) - INAUDIBLE;
  let power = 0;
  for (let k = 1; k <= count; k++) {
    const frequency = f0 * k * Math.sqrt(1 + spectrum.inharmonicity * k * k);
    const own = 2 ** random.normal(0, spread.ragged);
    const phase = random.uniform(0, 2 * Math.PI);
    const amplitude = gain(level[k] + random.normal(0, UNEVENNESS));
    if (level[k] < audible || frequency > HIGHEST_PARTIAL) continue;
    power += amplitude * amplitude / 2;
    const octaves = Math.log2(k);
    trace(envelope, pitch, curve, spread.attack ** octaves / own, spread.decay ** octaves * own);
    if (spread.beating > 0) beat(curve, spread.beating, spread.beatRate * k, phase);
    addPartial(samples, frequency, moved.pitch, curve, amplitude, phase);
  }
  trace(envelope, pitch, curve);
  addNoise(samples, noise, f0, Math.sqrt(power), curve, random);
  multiply(samples, moved.level);
  letGo(samples, envelope, held);
  return { samples, lead: 0 };
}

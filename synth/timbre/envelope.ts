/**
 * How loud a note is over time: attack, decay, sustain and release.
 *
 * @module
 */
import { SAMPLE_RATE } from "../../lib/frontend/constants.ts";
import type { Random } from "../../lib/random.ts";
import { BLOCK, timeOf } from "./control.ts";
import { fadeOut, gain } from "./timbre.ts";

/** A note that dies away is cut after this many seconds. */
const LONGEST_DECAY = 5;
/** Shortest time that a key is held, seconds. */
const SHORTEST = 0.02;
/** Notes that die away do so twice as fast this many semitones higher. */
const DECAY_REGISTER = 18;

export interface Envelope {
  sustained: boolean;
  /** Seconds. */
  attack: number;
  /** Time constant of the decay at middle C, seconds; of the settling to `sustain` when held. */
  decay: number;
  /** Level after the attack has settled, 0 … 1. */
  sustain: number;
  /** Seconds. */
  release: number;
  /** Swell or fade over a held note, dB a second. */
  swell: number;
}

/** Draws the envelope of an instrument that is blown or bowed, or struck or plucked. */
export function drawEnvelope(random: Random, sustained: boolean): Envelope {
  return {
    sustained,
    attack: sustained ? random.logUniform(0.006, 0.25) : random.logUniform(0.0008, 0.01),
    decay: sustained ? random.logUniform(0.03, 0.5) : random.logUniform(0.12, 2.5),
    sustain: sustained ? random.uniform(0.45, 1) : 0,
    release: sustained ? random.logUniform(0.02, 0.15) : random.logUniform(0.03, 0.4),
    swell: sustained ? random.normal(0, 2) : 0,
  };
}

/** The signal of a note that is held for `seconds`: empty, whole blocks, release included. */
export function allocate({ sustained, release }: Envelope, seconds: number) {
  const held = Math.min(sustained ? Infinity : LONGEST_DECAY, Math.max(seconds, SHORTEST));
  const blocks = Math.ceil((held + release) * SAMPLE_RATE / BLOCK);
  return { samples: new Float32Array(blocks * BLOCK), blocks, held };
}

/** Lets go of a note that was held for `held` seconds, in place. */
export function letGo(samples: Float32Array, { release }: Envelope, held: number): void {
  fadeOut(samples, Math.round(held * SAMPLE_RATE), Math.round(release * SAMPLE_RATE));
}

/**
 * Writes the level while a note is held to a control curve.
 *
 * @param pitch MIDI number: high notes die away sooner
 * @param slower factor of the attack
 * @param faster divisor of the decay
 */
export function trace(e: Envelope, pitch: number, out: Float64Array, slower = 1, faster = 1): void {
  const attack = e.attack * slower;
  const register = e.sustained ? 1 : 2 ** ((60 - pitch) / DECAY_REGISTER);
  const decay = e.decay * register / faster;
  for (let b = 0; b < out.length; b++) {
    const t = timeOf(b);
    const rise = t < attack ? Math.sin(0.5 * Math.PI * t / attack) ** 2 : 1;
    const settle = e.sustain + (1 - e.sustain) * Math.exp(-Math.max(0, t - attack) / decay);
    out[b] = rise * settle * gain(e.swell * t);
  }
}

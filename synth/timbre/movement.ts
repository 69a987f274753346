/**
 * What a player's hands and breath do to a held note: vibrato, tremolo, scoops, unsteadiness.
 *
 * @module
 */
import type { Random } from "../../lib/random.ts";
import { timeOf } from "./control.ts";

/** Share of held timbres that are played with vibrato, and that scoop. */
const VIBRATO = 0.3;
const SCOOP = 0.2;
/** Vibrato reaches its depth within this time, seconds. */
const VIBRATO_ONSET = 0.3;

export interface Movement {
  /** Hz. */
  rate: number;
  /** Semitones at full depth. */
  depth: number;
  /** Seconds until vibrato sets in. */
  delay: number;
  /** Amplitude modulation a quarter period after vibrato, 0 … 1. */
  tremolo: number;
  /** The pitch starts this many semitones away … */
  scoop: number;
  /** … and arrives with this time constant, seconds. */
  scoopTime: number;
  /** Depth of slow wandering, semitones. */
  wander: number;
}

export function drawMovement(random: Random, sustained: boolean): Movement {
  const moving = random.chance(VIBRATO) && sustained;
  const scooping = random.chance(SCOOP) && sustained;
  const drawn = {
    rate: random.uniform(4, 7),
    depth: random.uniform(0.05, 0.45),
    delay: random.uniform(0, 0.35),
    tremolo: random.uniform(0, 0.3),
    scoop: random.uniform(-0.6, 0.3),
    scoopTime: random.uniform(0.01, 0.04),
    wander: random.uniform(0, 0.02),
  };
  return {
    ...drawn,
    depth: moving ? drawn.depth : 0,
    tremolo: moving ? drawn.tremolo : 0,
    scoop: scooping ? drawn.scoop : 0,
    wander: sustained ? drawn.wander : 0,
  };
}

/** Control curves of one note. */
export interface Moved {
  /** Factor of the frequency within each block. */
  pitch: Float64Array;
  /** Factor of the amplitude, one point more. */
  level: Float64Array;
}

/** Plays a movement over `blocks` blocks; each note differs a little. */
export function move(m: Movement, blocks: number, random: Random): Moved {
  const pitch = new Float64Array(blocks);
  const level = new Float64Array(blocks + 1);
  const phase = random.uniform(0, 2 * Math.PI);
  const rate = 2 * Math.PI * m.rate * random.uniform(0.92, 1.08);
  const drift = 2 * Math.PI * random.uniform(0.4, 1.5);
  const lag = random.uniform(0, 2 * Math.PI);
  for (let b = 0; b <= blocks; b++) {
    const t = timeOf(b);
    const share = Math.min(1, Math.max(0, (t - m.delay) / VIBRATO_ONSET));
    const turn = phase + rate * t;
    const wander = m.wander * Math.sin(lag + drift * t);
    const scoop = m.scoop * Math.exp(-t / m.scoopTime);
    if (b < blocks) pitch[b] = 2 ** ((m.depth * share * Math.sin(turn) + wander + scoop) / 12);
    level[b] = 1 + m.tremolo * share * Math.cos(turn);
  }
  return { pitch, level };
}

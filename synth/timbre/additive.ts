/**
 * Additive synthesis: tone colours without end, drawn from priors over what instruments do.
 *
 * Each timbre is a set of partials with a slope, an odd–even balance, formants fixed in hertz, a
 * stretch, envelopes that differ between partials, vibrato and a noise of breath or bow. The
 * spectrum drifts with pitch and velocity, as that of real instruments does.
 *
 * @module
 */
import { SAMPLE_RATE } from "../../lib/frontend/constants.ts";
import { Random } from "../../lib/random.ts";
import { fadeOut, gain, hertz, type Sound, type Timbre } from "./timbre.ts";

/** No partial lies above this, Hz. */
const HIGHEST_PARTIAL = 10_000;
const MOST_PARTIALS = 40;
/** Samples over which a partial's frequency is constant and its amplitude linear. */
const BLOCK = 64;
/** A struck or plucked note is cut after this many seconds. */
const LONGEST_DECAY = 5;

interface Formant {
  hertz: number;
  /** Octaves. */
  width: number;
  decibels: number;
}

interface Spectrum {
  /** Random deviation of each partial, dB. */
  ripple: Float32Array;
  /** Decibels an octave of partial number. */
  slope: number;
  /** Level of the even partials against the odd ones, dB. */
  even: number;
  /** Level of the fundamental against what the slope says, dB. */
  fundamental: number;
  formants: Formant[];
  /** Partial k sounds at k·√(1 + inharmonicity·k²) times the fundamental. */
  inharmonicity: number;
  /** What velocity adds to the slope, dB an octave between velocity 0 and 1. */
  brightening: number;
  /** What an octave up adds to the slope, dB an octave. */
  darkening: number;
}

interface Envelope {
  sustained: boolean;
  /** Seconds. */
  attack: number;
  /** Further attack of high partials, as a factor for each octave of partial number. */
  attackSpread: number;
  /** Time constant of the decay at middle C, seconds; of the settling to `sustain` when held. */
  decay: number;
  /** Decay is faster by this factor for each octave of partial number. */
  decaySpread: number;
  /** Level after the attack has settled, 0 … 1. */
  sustain: number;
  /** Seconds. */
  release: number;
  /** Swell or fade over a held note, dB a second. */
  swell: number;
}

interface Movement {
  /** Hz. */
  vibratoRate: number;
  /** Semitones at full depth. */
  vibratoDepth: number;
  /** Seconds until vibrato sets in. */
  vibratoDelay: number;
  /** Amplitude modulation along with vibrato, 0 … 1. */
  tremolo: number;
  /** The pitch starts this many semitones away … */
  scoop: number;
  /** … and arrives with this time constant, seconds. */
  scoopTime: number;
}

interface Noise {
  /** Level against the tone, dB. */
  decibels: number;
  /** Centre over fundamental, and the pole radius of the resonance there. */
  centre: number;
  radius: number;
  /** Part of the noise that only sounds in the attack, 0 … 1. */
  chiff: number;
}

function drawSpectrum(random: Random): Spectrum {
  const ripple = new Float32Array(MOST_PARTIALS + 1);
  const roughness = random.uniform(1, 9);
  for (let k = 1; k <= MOST_PARTIALS; k++) ripple[k] = random.normal(0, roughness);
  const formants: Formant[] = [];
  for (let i = random.integer(0, 4); i > 0; i--) {
    formants.push({
      hertz: random.logUniform(250, 5000),
      width: random.uniform(0.2, 0.9),
      decibels: random.uniform(-12, 18),
    });
  }
  return {
    ripple,
    slope: random.uniform(-15, -2),
    even: random.chance(0.3) ? random.uniform(-30, -8) : random.uniform(-6, 4),
    fundamental: random.chance(0.25) ? random.uniform(-18, -3) : 0,
    formants,
    inharmonicity: random.chance(0.5) ? 0 : random.logUniform(1e-5, 1e-3),
    brightening: random.uniform(0, 7),
    darkening: random.uniform(-3, 0.5),
  };
}

function drawEnvelope(random: Random): Envelope {
  const sustained = random.chance(0.6);
  return {
    sustained,
    attack: sustained ? random.logUniform(0.008, 0.16) : random.logUniform(0.001, 0.012),
    attackSpread: random.uniform(0.9, 1.3),
    decay: sustained ? random.logUniform(0.03, 0.5) : random.logUniform(0.15, 2.5),
    decaySpread: random.uniform(1, 1.7),
    sustain: sustained ? random.uniform(0.45, 1) : 0,
    release: sustained ? random.logUniform(0.02, 0.12) : random.logUniform(0.03, 0.25),
    swell: sustained ? random.normal(0, 2) : 0,
  };
}

function drawMovement(random: Random, sustained: boolean): Movement {
  const moving = sustained && random.chance(0.55);
  return {
    vibratoRate: random.uniform(4, 7),
    vibratoDepth: moving ? random.uniform(0.05, 0.45) : 0,
    vibratoDelay: random.uniform(0, 0.35),
    tremolo: moving ? random.uniform(0, 0.25) : 0,
    scoop: sustained && random.chance(0.3) ? random.uniform(-0.6, 0.3) : 0,
    scoopTime: random.uniform(0.01, 0.04),
  };
}

function drawNoise(random: Random, sustained: boolean): Noise {
  return {
    decibels: random.chance(0.7) ? random.uniform(-45, -16) : -Infinity,
    centre: random.logUniform(1, 6),
    radius: random.uniform(0.5, 0.97),
    chiff: sustained ? random.uniform(0.2, 0.9) : 1,
  };
}

/** Level of partial `k` of fundamental `f0` at `velocity`, dB. */
function partialLevel(s: Spectrum, k: number, f0: number, velocity: number): number {
  const slope = s.slope + s.brightening * (velocity - 0.6) + s.darkening * Math.log2(f0 / 262);
  let level = s.ripple[k] + slope * Math.log2(k);
  if (k === 1) level += s.fundamental;
  if (k % 2 === 0) level += s.even;
  for (const formant of s.formants) {
    const distance = Math.log2(k * f0 / formant.hertz) / formant.width;
    level += formant.decibels * Math.exp(-distance * distance);
  }
  return level;
}

/** Relative frequency at each block of a note: scoop, drift and vibrato. */
function pitchCurve(m: Movement, blocks: number, random: Random): Float64Array {
  const curve = new Float64Array(blocks);
  const phase = random.uniform(0, 2 * Math.PI);
  const rate = m.vibratoRate * random.uniform(0.92, 1.08);
  for (let b = 0; b < blocks; b++) {
    const t = b * BLOCK / SAMPLE_RATE;
    const depth = m.vibratoDepth * Math.min(1, Math.max(0, (t - m.vibratoDelay) / 0.3));
    const semitones = depth * Math.sin(phase + 2 * Math.PI * rate * t) +
      m.scoop * Math.exp(-t / m.scoopTime);
    curve[b] = 2 ** (semitones / 12);
  }
  return curve;
}

/** Amplitude of one partial at the start of each block, and at the end of the last. */
function envelopeCurve(
  e: Envelope,
  m: Movement,
  octaves: number,
  pitch: number,
  blocks: number,
  out: Float64Array,
): void {
  const attack = e.attack * e.attackSpread ** octaves;
  const register = e.sustained ? 1 : 2 ** ((60 - pitch) / 18);
  const decay = e.decay * register / e.decaySpread ** octaves;
  for (let b = 0; b <= blocks; b++) {
    const t = b * BLOCK / SAMPLE_RATE;
    const rise = t < attack ? Math.sin(0.5 * Math.PI * t / attack) ** 2 : 1;
    const settle = e.sustain + (1 - e.sustain) * Math.exp(-Math.max(0, t - attack) / decay);
    const tremble = 1 + m.tremolo * Math.sin(2 * Math.PI * m.vibratoRate * t);
    out[b] = rise * settle * tremble * gain(e.swell * t);
  }
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

/** Adds resonant noise that follows the envelope of the first partial. */
function addNoise(
  out: Float32Array,
  noise: Noise,
  f0: number,
  attack: number,
  envelope: Float64Array,
  level: number,
  random: Random,
): void {
  const w = 2 * Math.PI * Math.min(0.4, f0 * noise.centre / SAMPLE_RATE);
  const r = noise.radius;
  const a1 = 2 * r * Math.cos(w);
  const a2 = -r * r;
  const scale = level * (1 - r * r) * 1.7;
  const chiffTime = Math.max(0.015, attack) * SAMPLE_RATE;
  let y1 = 0;
  let y2 = 0;
  for (let i = 0; i < out.length; i++) {
    const y = random.next() - 0.5 + a1 * y1 + a2 * y2;
    y2 = y1;
    y1 = y;
    const share = 1 - noise.chiff + noise.chiff * Math.exp(-i / chiffTime);
    out[i] += scale * share * envelope[(i / BLOCK) | 0] * y;
  }
}

/** Where a timbre without a body of wood or brass ends: any band of 1½ to 5 octaves. */
function drawRange(random: Random): { low: number; high: number } {
  const span = random.integer(19, 58);
  const low = random.integer(24, 107 - span);
  return { low, high: low + span };
}

/** The additive timbre of a seed. */
export function additive(seed: number): Timbre {
  const random = new Random(seed).fork("additive");
  const spectrum = drawSpectrum(random);
  const envelope = drawEnvelope(random);
  const movement = drawMovement(random, envelope.sustained);
  const noise = drawNoise(random, envelope.sustained);
  const range = drawRange(random);
  const polyphonic = random.chance(envelope.sustained ? 0.3 : 0.8);

  function note(pitch: number, seconds: number, velocity: number, random: Random): Sound {
    const f0 = hertz(pitch);
    const longest = envelope.sustained ? Infinity : LONGEST_DECAY;
    const held = Math.min(longest, Math.max(seconds, 0.02));
    const blocks = Math.ceil((held + envelope.release) * SAMPLE_RATE / BLOCK);
    const samples = new Float32Array(blocks * BLOCK);
    const curve = pitchCurve(movement, blocks, random);
    const shape = new Float64Array(blocks + 1);
    let energy = 0;
    for (let k = 1; k <= MOST_PARTIALS; k++) {
      const frequency = f0 * k * Math.sqrt(1 + spectrum.inharmonicity * k * k);
      if (frequency > HIGHEST_PARTIAL) break;
      const level = partialLevel(spectrum, k, f0, velocity) + random.normal(0, 0.7);
      if (level < -60) continue;
      envelopeCurve(envelope, movement, Math.log2(k), pitch, blocks, shape);
      const amplitude = gain(level);
      energy += amplitude * amplitude;
      addPartial(samples, frequency, curve, shape, amplitude, random.uniform(0, 2 * Math.PI));
    }
    if (noise.decibels > -Infinity) {
      envelopeCurve(envelope, movement, 0, pitch, blocks, shape);
      const level = Math.sqrt(energy) * gain(noise.decibels);
      addNoise(samples, noise, f0, envelope.attack, shape, level, random);
    }
    fadeOut(samples, Math.round(held * SAMPLE_RATE), Math.round(envelope.release * SAMPLE_RATE));
    return { samples, lead: 0 };
  }

  return {
    key: `additive/${seed}`,
    name: `additive ${seed}`,
    family: envelope.sustained ? "additive, held" : "additive, struck",
    ...range,
    sustained: envelope.sustained,
    polyphonic,
    licence: "Apache-2.0",
    note,
  };
}

/**
 * Subtractive synthesis: detuned sawtooth and pulse waves through a resonant low-pass filter.
 *
 * The filter is the state-variable one of V. Zavalishin, "The Art of VA Filter Design", 2012.
 *
 * @module
 */
import { SAMPLE_RATE } from "../../lib/frontend/constants.ts";
import type { Random } from "../../lib/random.ts";
import { BLOCK, multiply, timeOf } from "./control.ts";
import { allocate, drawEnvelope, type Envelope, letGo, trace } from "./envelope.ts";
import { drawMovement, move } from "./movement.ts";
import { drawsOf, identity, type Place } from "./neighbour.ts";
import { addNoise, drawNoise } from "./noise.ts";
import { read, sawtooth } from "./oscillator.ts";
import { drawRange, hertz, type Sound, type Timbre } from "./timbre.ts";

/** Share of timbres that sound as long as they are held. */
const SUSTAINED = 0.6;
/** Cutoffs stay between these, Hz. */
const LOWEST_CUTOFF = 60;
const HIGHEST_CUTOFF = 9500;

interface Waves {
  /** Detuned copies. */
  voices: number;
  /** From the lowest to the highest copy, cents. */
  detuning: number;
  /** Level of the pulse wave that is subtracted from the sawtooth: 1 makes a pure pulse. */
  pulse: number;
  /** Pulse width, its modulation, and the rate of that, Hz. */
  width: number;
  swing: number;
  swingRate: number;
}

interface Filter {
  /** Over middle C's fundamental at rest. */
  cutoff: number;
  /** How far the cutoff follows the pitch, 0 … 1. */
  tracking: number;
  /** Octaves that the envelope opens it. */
  opening: number;
  /** Octaves that velocity opens it. */
  touch: number;
  resonance: number;
  /** One or two filters of 12 dB an octave, in a row. */
  stages: number;
  envelope: Envelope;
}

function drawWaves(random: Random): Waves {
  const pulsing = random.chance(0.6);
  return {
    voices: random.integer(1, 3),
    detuning: random.uniform(2, 24),
    pulse: pulsing ? 1 : 0,
    width: random.uniform(0.08, 0.5),
    swing: random.chance(0.4) ? random.uniform(0.02, 0.2) : 0,
    swingRate: random.logUniform(0.2, 3),
  };
}

function drawFilter(random: Random, sustained: boolean): Filter {
  return {
    cutoff: random.logUniform(1, 24),
    tracking: random.uniform(0.2, 1),
    opening: random.uniform(0, 3.5),
    touch: random.uniform(0, 2.5),
    resonance: random.logUniform(0.55, 7),
    stages: random.integer(1, 2),
    envelope: drawEnvelope(random, sustained),
  };
}

/** Adds one voice of the oscillators. */
function addVoice(
  out: Float32Array,
  f0: number,
  pitch: Float64Array,
  waves: Waves,
  random: Random,
): void {
  const period = sawtooth(f0);
  const step = f0 / SAMPLE_RATE;
  let phase = random.next();
  const lag = random.uniform(0, 2 * Math.PI);
  for (let b = 0; b < pitch.length; b++) {
    const advance = step * pitch[b];
    const swing = waves.swing * Math.sin(lag + 2 * Math.PI * waves.swingRate * timeOf(b));
    const width = Math.min(0.95, Math.max(0.05, waves.width + swing));
    for (let i = b * BLOCK; i < (b + 1) * BLOCK; i++) {
      out[i] += read(period, phase);
      if (waves.pulse > 0) out[i] -= waves.pulse * read(period, phase + width);
      phase += advance;
    }
  }
}

/** Low-passes in place; `cutoff` has a point at the start of each block, Hz. */
function lowPass(samples: Float32Array, cutoff: Float64Array, resonance: number): void {
  const damping = 1 / resonance;
  let s1 = 0;
  let s2 = 0;
  for (let b = 0; b * BLOCK < samples.length; b++) {
    const g = Math.tan(Math.PI * cutoff[b] / SAMPLE_RATE);
    const scale = 1 / (1 + g * (g + damping));
    for (let i = b * BLOCK; i < (b + 1) * BLOCK; i++) {
      const v1 = scale * (s1 + g * (samples[i] - s2));
      const v2 = s2 + g * v1;
      s1 = 2 * v1 - s1;
      s2 = 2 * v2 - s2;
      samples[i] = v2;
    }
  }
}

/** The cutoff over a note, Hz; never so low that the fundamental is lost. */
function cutoffs(filter: Filter, pitch: number, velocity: number, points: number): Float64Array {
  const curve = new Float64Array(points);
  trace(filter.envelope, pitch, curve);
  const f0 = hertz(pitch);
  const rest = hertz(60 + filter.tracking * (pitch - 60)) * filter.cutoff *
    2 ** (filter.touch * (velocity - 0.6));
  return curve.map((open) => {
    const cutoff = rest * 2 ** (filter.opening * (open - 0.5));
    return Math.min(HIGHEST_CUTOFF, Math.max(LOWEST_CUTOFF, 0.8 * f0, cutoff));
  });
}

/** The subtractive timbre of a place. */
export function subtractive(place: Place): Timbre {
  const random = drawsOf("subtractive", place);
  const sustained = random.chance(SUSTAINED);
  const waves = drawWaves(random);
  const filter = drawFilter(random, sustained);
  const envelope = drawEnvelope(random, sustained);
  const movement = drawMovement(random, sustained);
  const noise = drawNoise(random, sustained);

  function note(pitch: number, seconds: number, velocity: number, random: Random): Sound {
    const { samples, blocks, held } = allocate(envelope, seconds);
    const moved = move(movement, blocks, random);
    for (let v = 0; v < waves.voices; v++) {
      const place = waves.voices === 1 ? 0 : v / (waves.voices - 1) - 0.5;
      addVoice(samples, hertz(pitch + place * waves.detuning / 100), moved.pitch, waves, random);
    }
    const curve = new Float64Array(blocks + 1);
    trace(envelope, pitch, curve);
    multiply(samples, curve);
    addNoise(samples, noise, hertz(pitch), Math.sqrt(waves.voices), curve, random);
    const cutoff = cutoffs(filter, pitch, velocity, blocks);
    for (let stage = 0; stage < filter.stages; stage++) {
      lowPass(samples, cutoff, stage === 0 ? filter.resonance : Math.SQRT1_2);
    }
    multiply(samples, moved.level);
    letGo(samples, envelope, held);
    return { samples, lead: 0 };
  }

  return {
    ...identity("subtractive", place),
    family: sustained ? "subtractive, held" : "subtractive, struck",
    ...drawRange(random),
    sustained,
    polyphonic: random.chance(sustained ? 0.4 : 0.8),
    note,
  };
}

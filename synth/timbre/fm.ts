/**
 * Frequency modulation: electric pianos, bells, brass and much that has no name.
 *
 * Two pairs of operators in parallel; in each a modulator with feedback bends the phase of a
 * carrier, by an index that has an envelope of its own. See J. Chowning, "The Synthesis of Complex
 * Audio Spectra by Means of Frequency Modulation", JAES 21(7), 1973.
 *
 * @module
 */
import { SAMPLE_RATE } from "../../lib/frontend/constants.ts";
import type { Random } from "../../lib/random.ts";
import { BLOCK, multiply } from "./control.ts";
import { allocate, drawEnvelope, type Envelope, letGo, trace } from "./envelope.ts";
import { drawMovement, move } from "./movement.ts";
import { drawsOf, identity, type Place } from "./neighbour.ts";
import { addNoise, drawNoise } from "./noise.ts";
import { read, SINE } from "./oscillator.ts";
import { drawRange, gain, hertz, type Sound, type Timbre } from "./timbre.ts";

/** Share of timbres that are blown or bowed. */
const SUSTAINED = 0.5;
/** Side bands stay below this, Hz. */
const HIGHEST_BAND = 9500;
/** Periods of a radian. */
const PERIODS = 1 / (2 * Math.PI);
/** Frequencies of modulators over the fundamental: harmonic ones, and those of bells and tines. */
const HARMONIC = [1, 1, 1, 2, 2, 3, 4, 5, 7] as const;
const INHARMONIC = [1.414, 2.756, 3.5, 5.19, 7.07, 9.4, 14] as const;

interface Pair {
  /** Frequencies over the fundamental. */
  carrier: number;
  modulator: number;
  /** Radians at the peak of the envelope, middle C and velocity 0.6. */
  index: number;
  /** Radians of the modulator's own phase. */
  feedback: number;
  level: number;
  /** Of the index. */
  envelope: Envelope;
}

interface Touch {
  /** Octaves of index between velocity 0 and 1. */
  velocity: number;
  /** Octaves of index lost an octave up. */
  pitch: number;
}

function drawPair(random: Random, sustained: boolean, second: boolean): Pair {
  const bell = random.chance(sustained ? 0 : second ? 0.55 : 0.2);
  const unison = !second || random.chance(0.6);
  const overtone = random.integer(2, 4);
  const detuning = random.uniform(-6, 6);
  const ringing = random.chance(0.4);
  const swelling = drawEnvelope(random, sustained);
  return {
    carrier: (unison ? 1 : overtone) * (second ? 2 ** (detuning / 1200) : 1),
    modulator: random.pick(bell ? INHARMONIC : HARMONIC),
    index: bell ? random.logUniform(0.5, 3.5) : random.logUniform(0.5, 8),
    feedback: random.uniform(0, 1.1),
    level: second ? gain(random.uniform(-22, 0)) : 1,
    envelope: bell && !ringing ? { ...swelling, decay: 0.3 * swelling.decay } : swelling,
  };
}

/** The index of a pair over a note, such that its side bands stay in the band. */
function indices(pair: Pair, touch: Touch, pitch: number, velocity: number, points: number) {
  const curve = new Float64Array(points);
  trace(pair.envelope, pitch, curve);
  const wanted = pair.index * 2 ** (touch.velocity * (velocity - 0.6)) *
    2 ** (-touch.pitch * (pitch - 60) / 12);
  const room = (HIGHEST_BAND / hertz(pitch) - pair.carrier) / pair.modulator - 1;
  const scale = Math.min(wanted, Math.max(0, room));
  return curve.map((x) => scale * x);
}

/** Adds one pair of operators, from `phase` of the carrier on, in periods. */
function addPair(
  out: Float32Array,
  pair: Pair,
  f0: number,
  pitch: Float64Array,
  index: Float64Array,
  phase: number,
): void {
  const step = f0 / SAMPLE_RATE;
  const feedback = pair.feedback * PERIODS;
  let carrier = phase;
  let modulator = 0;
  let last = 0;
  let bend = 0;
  for (let b = 0; b < pitch.length; b++) {
    const carrierStep = step * pair.carrier * pitch[b];
    const modulatorStep = step * pair.modulator * pitch[b];
    const slope = PERIODS * (index[b + 1] - index[b]) / BLOCK;
    let depth = PERIODS * index[b];
    for (let i = b * BLOCK; i < (b + 1) * BLOCK; i++) {
      const now = read(SINE, modulator + feedback * bend);
      // The mean of two samples keeps feedback from hunting.
      bend = 0.5 * (now + last);
      last = now;
      out[i] += pair.level * read(SINE, carrier + depth * now);
      depth += slope;
      carrier += carrierStep;
      modulator += modulatorStep;
    }
    carrier %= 1;
    modulator %= 1;
  }
}

/** The FM timbre of a place. */
export function fm(place: Place): Timbre {
  const random = drawsOf("fm", place);
  const sustained = random.chance(SUSTAINED);
  const pairs = [drawPair(random, sustained, false), drawPair(random, sustained, true)];
  const touch = { velocity: random.uniform(0, 3), pitch: random.uniform(0, 0.8) };
  const envelope = drawEnvelope(random, sustained);
  const movement = drawMovement(random, sustained);
  const noise = drawNoise(random, sustained);
  const tone = Math.hypot(...pairs.map(({ level }) => level)) * Math.SQRT1_2;

  function note(pitch: number, seconds: number, velocity: number, random: Random): Sound {
    const f0 = hertz(pitch);
    const { samples, blocks, held } = allocate(envelope, seconds);
    const moved = move(movement, blocks, random);
    for (const pair of pairs) {
      if (pair.carrier * f0 > HIGHEST_BAND) continue;
      const index = indices(pair, touch, pitch, velocity, blocks + 1);
      addPair(samples, pair, f0, moved.pitch, index, random.next());
    }
    const curve = new Float64Array(blocks + 1);
    trace(envelope, pitch, curve);
    multiply(samples, curve);
    addNoise(samples, noise, f0, tone, curve, random);
    multiply(samples, moved.level);
    letGo(samples, envelope, held);
    return { samples, lead: 0 };
  }

  return {
    ...identity("fm", place),
    family: sustained ? "fm, held" : "fm, struck",
    ...drawRange(random),
    sustained,
    polyphonic: random.chance(sustained ? 0.3 : 0.8),
    note,
  };
}

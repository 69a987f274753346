/**
 * Modal synthesis: bars, tongues, bowls, bells, tines and strings that are struck and ring.
 *
 * The body gives the frequencies of the modes, the place of the stroke and the hardness of the
 * mallet their levels, the material their decays.
 *
 * @module
 */
import { SAMPLE_RATE } from "../../lib/frontend/constants.ts";
import type { Random } from "../../lib/random.ts";
import { multiply } from "./control.ts";
import { allocate, drawEnvelope, type Envelope, letGo } from "./envelope.ts";
import { BODIES, type Body, type BodyName, drawBody } from "./modes.ts";
import { drawMovement, move } from "./movement.ts";
import { drawsOf, identity, type Place } from "./neighbour.ts";
import { addNoise, drawNoise } from "./noise.ts";
import { drawRange, gain, hertz, type Sound, type Timbre } from "./timbre.ts";

/** No mode lies above this, Hz. */
const HIGHEST_MODE = 10_000;
/** Modes are silent after this much decay, as a power of ten. */
const SILENCE = -3;
/** Decay at middle C doubles this many semitones lower. */
const REGISTER = 20;
/** Level of the second of two modes that beat; their mean frequency is that of one. */
const DOUBLE = 0.4;
/** Pole of the filter that takes out what a pickup adds below hearing. */
const DC_POLE = 0.995;

interface Mode {
  /** Over the pitch. */
  ratio: number;
  /** Before the mallet, linear. */
  level: number;
  /** How much higher than itself its double is, relative. */
  split: number;
}

interface Stroke {
  /** Corner of the mallet's spectrum, Hz. */
  hardness: number;
  /** Octaves that velocity adds to it. */
  touch: number;
  /** Seconds until the body is in motion. */
  contact: number;
}

interface Material {
  /** Seconds until the lowest mode has fallen by 60 dB at middle C. */
  decay: number;
  /** Higher modes decay sooner by this power of their ratio. */
  loss: number;
  /** Share of a string that decays at once, before the rest sings on. */
  prompt: number;
}

/** A magnetic or electrostatic pickup. */
interface Pickup {
  drive: number;
  /** Off the middle, which makes even harmonics. */
  offset: number;
}

/** The modes of one body, with the levels that a stroke at one place gives them. */
function drawModes(random: Random, { ratios, scatter, string }: Body): Mode[] {
  const place = random.uniform(0.06, 0.5);
  const slope = random.uniform(-4, 6);
  const stiffness = string ? random.logUniform(2e-5, 8e-4) : 0;
  const split = random.chance(0.4) ? random.logUniform(0.001, 0.008) : 0;
  return ratios.map((ratio, k) => {
    const own = k === 0 ? 1 : 1 + scatter * random.normal();
    const shape = Math.abs(Math.sin(Math.PI * place * (string ? k + 1 : k + 0.5)));
    return {
      ratio: ratio * own * Math.sqrt(1 + stiffness * ratio * ratio),
      level: (0.1 + shape) * gain(slope * Math.log2(Math.max(1, ratio)) + random.normal(0, 5)),
      split: split * random.uniform(0.5, 1.5),
    };
  });
}

function drawStroke(random: Random): Stroke {
  return {
    hardness: random.logUniform(700, 12_000),
    touch: random.uniform(0.3, 3),
    contact: random.logUniform(0.0004, 0.005),
  };
}

function drawMaterial(random: Random, string: boolean): Material {
  return {
    decay: random.logUniform(0.6, 9),
    loss: string ? random.uniform(0.2, 0.9) : random.uniform(0.05, 0.8),
    prompt: string ? random.uniform(0.3, 0.9) : 0,
  };
}

function drawPickup(random: Random, body: BodyName): Pickup | null {
  const amplified = random.chance(body === "tine" || body === "tongue" ? 0.6 : 0.08);
  const pickup = { drive: random.logUniform(0.4, 4), offset: random.uniform(-0.7, 0.7) };
  return amplified ? pickup : null;
}

/** Adds a sine that decays by 60 dB within `decay` seconds, starting from zero. */
function ring(out: Float32Array, frequency: number, level: number, decay: number): void {
  const w = 2 * Math.PI * frequency / SAMPLE_RATE;
  const r = 10 ** (SILENCE / (decay * SAMPLE_RATE));
  const turn = 2 * r * Math.cos(w);
  const loss = r * r;
  let before = -level * Math.sin(w) / r;
  let now = 0;
  const end = Math.min(out.length, Math.ceil(1.3 * decay * SAMPLE_RATE));
  for (let i = 0; i < end; i++) {
    out[i] += now;
    const next = turn * now - loss * before;
    before = now;
    now = next;
  }
}

/** What a pickup makes of a signal of peak 1, in place. */
function amplify(samples: Float32Array, { drive, offset }: Pickup): void {
  const rest = Math.tanh(drive * offset);
  let x1 = 0;
  let y = 0;
  for (let i = 0; i < samples.length; i++) {
    const x = Math.tanh(drive * (samples[i] + offset)) - rest;
    y = x - x1 + DC_POLE * y;
    x1 = x;
    samples[i] = y;
  }
}

/** The struck timbre of a place. */
export function modal(place: Place): Timbre {
  const random = drawsOf("modal", place);
  const name = drawBody(random);
  const body: Body = BODIES[name];
  const modes = drawModes(random, body);
  const stroke = drawStroke(random);
  const material = drawMaterial(random, body.string);
  const pickup = drawPickup(random, name);
  const noise = drawNoise(random, false);
  // The motor of a vibraphone, or the tremolo of an electric piano.
  const motor = { ...drawMovement(random, true), depth: 0, scoop: 0, wander: 0, delay: 0 };
  const shaking = random.chance(0.2);
  const envelope: Envelope = {
    ...drawEnvelope(random, false),
    release: random.logUniform(0.03, 0.9),
  };

  /** Adds the modes; gives the sum of their levels. */
  function strike(out: Float32Array, pitch: number, velocity: number, random: Random): number {
    const f0 = hertz(pitch);
    const hardness = stroke.hardness * 2 ** (stroke.touch * (velocity - 0.6));
    const register = 2 ** ((60 - pitch) / REGISTER);
    let sum = 0;
    for (const { ratio, level, split } of modes) {
      const f = ratio * f0;
      const heard = level * gain(random.normal(0, 0.7)) / (1 + (f / hardness) ** 2);
      if (f > HIGHEST_MODE) continue;
      const decay = material.decay * register / Math.max(1, ratio) ** material.loss;
      const rest = 1 - material.prompt;
      sum += heard;
      const flat = f * (1 - DOUBLE ** 2 * split);
      ring(out, flat, heard * rest, decay);
      if (split > 0) ring(out, flat * (1 + split), heard * rest * DOUBLE, decay);
      if (material.prompt > 0) ring(out, f, heard * material.prompt, decay / 4);
    }
    return sum;
  }

  function note(pitch: number, seconds: number, velocity: number, random: Random): Sound {
    const { samples, blocks, held } = allocate(envelope, seconds);
    const sum = strike(samples, pitch, velocity, random);
    for (let i = 0; i < samples.length; i++) samples[i] /= sum;
    if (pickup !== null) amplify(samples, pickup);
    const curve = new Float64Array(blocks + 1).fill(1);
    addNoise(samples, noise, hertz(pitch), 0.3, curve, random);
    const rise = Math.round(stroke.contact * SAMPLE_RATE);
    for (let i = 0; i < rise; i++) samples[i] *= i / rise;
    if (shaking) multiply(samples, move(motor, blocks, random).level);
    letGo(samples, envelope, held);
    return { samples, lead: 0 };
  }

  return {
    ...identity("modal", place),
    name: `${name} ${identity("modal", place).key.slice(6)}`,
    family: body.string ? "modal, strings" : "modal, bodies",
    ...drawRange(random),
    sustained: false,
    polyphonic: random.chance(0.8),
    note,
  };
}

/**
 * What a recording holds besides the music.
 *
 * @module
 */
import { SAMPLE_RATE } from "../../lib/frontend/constants.ts";
import type { Random } from "../../lib/random.ts";
import { gain } from "../timbre/timbre.ts";
import { EFFECTS } from "./effects.ts";

/** Kinds of background, with the share that each gets. */
const KINDS = { white: 0.2, pink: 0.25, room: 0.35, hum: 0.2 };
export type Background = keyof typeof KINDS;
/** Harmonics of mains hum. */
const HUM_HARMONICS = 5;
/** Poles of the low-pass that makes noise sound like an empty room. */
const ROOM_POLE = [0.9, 0.98] as const;
/** Poles and gains of white noise that add up to pink, within 0.5 dB (P. Kellet, 1999). */
const PINK: readonly (readonly [number, number])[] = [
  [0.99765, 0.099046],
  [0.963, 0.2965164],
  [0.57, 1.0526913],
];
const PINK_WHITE = 0.1848;

/** A background of `length` samples for music that peaks at `peak`, or none. */
export function drawBackground(random: Random, length: number, peak: number): Float32Array | null {
  const { share, decibels } = EFFECTS.background;
  if (!random.chance(share)) return null;
  const level = peak * gain(random.uniform(...decibels));
  const kind = random.weighted(Object.keys(KINDS) as Background[], Object.values(KINDS));
  return background(random, kind, length, level);
}

/** A background of one kind with a root mean square of `level`. */
export function background(
  random: Random,
  kind: Background,
  length: number,
  level: number,
): Float32Array {
  const out = kind === "hum" ? hum(random, length) : noise(random, kind, length);
  let energy = 0;
  for (const x of out) energy += x * x;
  const scale = energy > 0 ? level / Math.sqrt(energy / length) : 0;
  for (let i = 0; i < length; i++) out[i] *= scale;
  return out;
}

/** White noise through one-pole low-passes side by side. */
function noise(random: Random, kind: "white" | "pink" | "room", length: number): Float32Array {
  const [poles, white] = {
    white: () => [[], 1] as const,
    pink: () => [PINK, PINK_WHITE] as const,
    room: () => [[[random.uniform(...ROOM_POLE), 1]], 0] as const,
  }[kind]();
  const states = new Float64Array(poles.length);
  return new Float32Array(length).map(() => {
    const x = random.next() - 0.5;
    let y = white * x;
    for (let k = 0; k < states.length; k++) {
      states[k] = poles[k][0] * states[k] + poles[k][1] * x;
      y += states[k];
    }
    return y;
  });
}

function hum(random: Random, length: number): Float32Array {
  const out = new Float32Array(length);
  const w = 2 * Math.PI * random.pick([50, 60]) / SAMPLE_RATE;
  for (let k = 1; k <= HUM_HARMONICS; k++) {
    const amplitude = random.uniform(0.1, 1);
    const phase = random.uniform(0, 2 * Math.PI);
    for (let i = 0; i < length; i++) out[i] += amplitude * Math.sin(phase + k * w * i);
  }
  return out;
}

/**
 * Reverberation: measured, or noise that decays.
 *
 * @module
 */
import decode from "audio-decode";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { SAMPLE_RATE } from "../../lib/frontend/constants.ts";
import type { Random } from "../../lib/random.ts";
import { EFFECTS } from "./effects.ts";

/** Most seconds of a measured response that are used. */
const LONGEST = 1.5;

/** The reverberation that the players of one mixture share: unit energy, without direct sound. */
export type Tail = Float32Array;

/** Reads the impulse responses in a folder (WAV, FLAC, Ogg), each from its peak on. */
export async function readResponses(folder: string): Promise<Tail[]> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch {
    throw new Error(`Cannot read impulse responses: ${folder} is not a folder`);
  }
  const audio = names.filter((name) => /\.(wav|flac|ogg)$/i.test(name)).sort();
  if (audio.length === 0) {
    throw new Error(`Cannot read impulse responses: ${folder} holds no WAV, FLAC or Ogg files`);
  }
  return Promise.all(audio.map((name) => readResponse(join(folder, name))));
}

async function readResponse(path: string): Promise<Tail> {
  const { channelData: [samples], sampleRate } = await decode(await readFile(path));
  if (sampleRate !== SAMPLE_RATE) {
    throw new Error(`Cannot use the impulse response ${path}: ${sampleRate} Hz`);
  }
  let peak = 0;
  for (let i = 0; i < samples.length; i++) {
    if (Math.abs(samples[i]) > Math.abs(samples[peak])) peak = i;
  }
  const length = Math.round(LONGEST * SAMPLE_RATE);
  const tail = samples.slice(peak, peak + length);
  for (let i = 0; i < tail.length; i++) tail[i] *= 1 - i / tail.length;
  return unitEnergy(tail);
}

/** A room that never was: noise that decays, the treble faster than the bass. */
export function drawRoom(random: Random): Tail {
  const rt60 = random.logUniform(...EFFECTS.reverb.rt60);
  const tail = new Float32Array(Math.ceil(rt60 * SAMPLE_RATE));
  const slow = 10 ** (-3 / (rt60 * SAMPLE_RATE));
  const fast = slow ** random.uniform(1.2, 4);
  const predelay = Math.round(random.uniform(0.001, 0.025) * SAMPLE_RATE);
  const smoothing = random.uniform(0.1, 0.6);
  let low = 0;
  let lowGain = 1;
  let highGain = 1;
  for (let i = predelay; i < tail.length; i++) {
    const noise = random.next() - 0.5;
    low += smoothing * (noise - low);
    tail[i] = lowGain * low + highGain * (noise - low);
    lowGain *= slow;
    highGain *= fast;
  }
  return unitEnergy(tail);
}

/** The reverberation of a mixture, or none. */
export function drawTail(random: Random, measured: readonly Tail[]): Tail | null {
  if (!random.chance(EFFECTS.reverb.share)) return null;
  const real = measured.length > 0 && random.chance(EFFECTS.reverb.measured);
  return real ? random.pick(measured) : drawRoom(random);
}

/** Scales in place so that the squares sum to one. */
function unitEnergy(samples: Float32Array): Float32Array {
  let energy = 0;
  for (const x of samples) energy += x * x;
  const scale = energy > 0 ? 1 / Math.sqrt(energy) : 0;
  for (let i = 0; i < samples.length; i++) samples[i] *= scale;
  return samples;
}

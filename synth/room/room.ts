/**
 * Rooms: an impulse response for each player, tone controls included.
 *
 * @module
 */
import decode from "audio-decode";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { SAMPLE_RATE } from "../../lib/frontend/constants.ts";
import type { Random } from "../../lib/random.ts";
import { gain } from "../timbre/timbre.ts";
import { type Biquad, drawTone, filter } from "./filter.ts";

/** Share of clips that stay dry. */
const DRY = 0.25;
/** Share of reverberant clips that use a measured response, where there are any. */
const MEASURED = 0.35;
/** Seconds until the sound has fallen by 60 dB. */
const RT60 = [0.2, 1.5] as const;
/** Energy of the reverberation against the direct sound, dB. */
const WETNESS = [-26, -3] as const;
/** Samples of a response that holds tone controls alone. */
const TONE_LENGTH = 1024;
/** Largest boost or cut of a player's tone controls, dB. */
const PLAYER_TONE = 5;
/** Most seconds of a measured response that are used. */
const LONGEST = 1.5;

/** The reverberation that the players of one clip share: unit energy, without the direct sound. */
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
  const rt60 = random.logUniform(...RT60);
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

/** The reverberation of a clip, or none. */
export function drawTail(random: Random, measured: readonly Tail[]): Tail | null {
  if (random.chance(DRY)) return null;
  return measured.length > 0 && random.chance(MEASURED) ? random.pick(measured) : drawRoom(random);
}

/**
 * From one player to the microphone: direct sound, early reflections, the tail, the player's and
 * the `common` tone controls. The direct sound arrives at sample 0.
 */
export function drawResponse(
  random: Random,
  tail: Tail | null,
  common: readonly Biquad[],
): Float32Array {
  const response = new Float32Array(TONE_LENGTH + (tail?.length ?? 0));
  response[0] = 1;
  if (tail !== null) {
    const wet = gain(random.uniform(...WETNESS));
    for (let i = 0; i < tail.length; i++) response[i] += wet * tail[i];
    for (let n = random.integer(0, 8); n > 0; n--) {
      const at = Math.round(random.uniform(0.002, 0.04) * SAMPLE_RATE);
      response[at] += wet * random.normal(0, 0.4);
    }
  }
  for (const biquad of [...drawTone(random, PLAYER_TONE), ...common]) filter(response, biquad);
  return response;
}

/** Scales in place so that the squares sum to one. */
function unitEnergy(samples: Float32Array): Float32Array {
  let energy = 0;
  for (const x of samples) energy += x * x;
  const scale = energy > 0 ? 1 / Math.sqrt(energy) : 0;
  for (let i = 0; i < samples.length; i++) samples[i] *= scale;
  return samples;
}

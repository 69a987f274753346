/**
 * Test signals at 22,050 Hz.
 *
 * @module
 */
import assert from "node:assert/strict";
import { SAMPLE_RATE } from "../../lib/frontend/constants.ts";
import { Random } from "../../lib/random.ts";

export function noise(length: number, seed = 1): Float32Array {
  const random = new Random(seed);
  return Float32Array.from({ length }, () => 0.1 * random.normal());
}

export function sine(length: number, frequency: number, rate = SAMPLE_RATE): Float32Array {
  return Float32Array.from({ length }, (_, i) => Math.sin(2 * Math.PI * frequency * i / rate));
}

/** A sine that climbs evenly in pitch from `from` to `to` Hz. */
export function chirp(length: number, from: number, to: number): Float32Array {
  const growth = Math.log(to / from) / length;
  const scale = 2 * Math.PI * from / (growth * SAMPLE_RATE);
  return Float32Array.from({ length }, (_, i) => Math.sin(scale * Math.expm1(growth * i)));
}

export function clicks(length: number, ...positions: number[]): Float32Array {
  const samples = new Float32Array(length);
  for (const position of positions) samples[position] = 1;
  return samples;
}

/** Fails unless two arrays are the same to the bit. */
export function assertSameBits(actual: Float32Array, expected: Float32Array) {
  assert.equal(actual.length, expected.length);
  const at = actual.findIndex((x, i) => !Object.is(x, expected[i]));
  assert.ok(at < 0, `at ${at}: ${actual[at]} instead of ${expected[at]}`);
}

/** Cuts an array into pieces of the given lengths, over and over until it is used up. */
export function cut(samples: Float32Array, lengths: readonly number[]): Float32Array[] {
  const pieces: Float32Array[] = [];
  for (let at = 0, i = 0; at < samples.length; i++) {
    const length = lengths[i % lengths.length];
    pieces.push(samples.subarray(at, at + length));
    at += length;
  }
  return pieces;
}

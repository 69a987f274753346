/**
 * Holds a recording for longer than it lasts: a loop in its steady part, a whole number of periods
 * long, with a crossfade where it starts again.
 *
 * @module
 */
import { SAMPLE_RATE } from "../../lib/frontend/constants.ts";

/** Samples of a level measurement (10 ms). */
const STEP = 220;
/** The steady part is this loud against the loudest moment, and this far from its ends, seconds. */
const STEADY = 0.5;
const MARGIN = 0.06;
/** Shortest loop and length of the crossfade, seconds. */
const SHORTEST = 0.15;
const CROSSFADE = 0.04;
/** Both sides of a seam must be at least this similar: 1 where they are the same. */
const SIMILAR = 0.5;

/** Samples from `start` to `end` repeat; the last `fade` of them fade into those before `start`. */
export interface Loop {
  start: number;
  end: number;
  fade: number;
}

/** The steady part of a note, or null where it is too short for a loop. */
function steadyPart(pcm: Int16Array): { from: number; to: number } | null {
  const powers = Array.from({ length: Math.floor(pcm.length / STEP) }, (_, i) => {
    let sum = 0;
    for (let n = i * STEP; n < (i + 1) * STEP; n++) sum += pcm[n] * pcm[n];
    return sum;
  });
  const floor = STEADY ** 2 * Math.max(...powers);
  const margin = MARGIN * SAMPLE_RATE;
  const from = Math.round(powers.findIndex((p) => p > floor) * STEP + margin);
  const to = Math.round(powers.findLastIndex((p) => p > floor) * STEP - margin);
  return to - from < (SHORTEST + CROSSFADE) * SAMPLE_RATE ? null : { from, to };
}

/** How alike the `length` samples before `a` and before `b` are: 1 same, 0 unlike, −1 opposite. */
function similarity(pcm: Int16Array, a: number, b: number, length: number): number {
  let product = 0;
  let power = 0;
  for (let i = 1; i <= length; i++) {
    const [x, y] = [pcm[a - i], pcm[b - i]];
    product += x * y;
    power += x * x + y * y;
  }
  return power === 0 ? 0 : 2 * product / power;
}

/** The best loop of a recorded note of `period` samples, or null where there is none. */
export function findLoop(pcm: Int16Array, period: number): Loop | null {
  const steady = steadyPart(pcm);
  if (steady === null) return null;
  const fade = Math.round(CROSSFADE * SAMPLE_RATE);
  const end = steady.to;
  const alike = (start: number) => similarity(pcm, start, end, fade);
  const latest = end - SHORTEST * SAMPLE_RATE;
  let best = { start: 0, score: -1 };
  const consider = (start: number) => {
    if (start < steady.from + fade || start > latest) return;
    const score = alike(start);
    if (score > best.score) best = { start, score };
  };
  for (let n = Math.ceil((end - latest) / period); n * period < end; n++) {
    consider(Math.round(end - n * period));
  }
  const coarse = best.start;
  const reach = Math.ceil(period / 2);
  for (let start = coarse - reach; start <= coarse + reach; start++) consider(start);
  return best.score < SIMILAR ? null : { start: best.start, end, fade };
}

/** A note of at least `length` samples: the recording up to the loop, and the loop again and again. */
export function extend(pcm: Int16Array, { start, end, fade }: Loop, length: number): Int16Array {
  const out = new Int16Array(Math.max(length, end));
  out.set(pcm.subarray(0, end));
  for (let i = 0; i < fade; i++) {
    const share = (i + 1) / (fade + 1);
    const n = end - fade + i;
    out[n] = Math.round((1 - share) * pcm[n] + share * pcm[start - fade + i]);
  }
  const period = end - start;
  for (let i = end; i < out.length; i++) out[i] = out[i - period];
  return out;
}

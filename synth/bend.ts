/**
 * Vibrato and glides for any source of sound: its samples played at a speed that varies.
 *
 * @module
 */
import { SAMPLE_RATE } from "../lib/frontend/constants.ts";
import type { Bend, Vibrato } from "./score/types.ts";

/** Vibrato grows to its depth over this many seconds. */
const ONSET = 0.15;
/** Samples for which the speed stays the same. */
const BLOCK = 32;

/** A bent note gets no longer than by this, seconds. */
const MARGIN = 0.25;

/** A note with its pitch bent from sample `lead` on; what comes before stays as it is. */
export function bend(
  samples: Float32Array,
  lead: number,
  { vibrato, bend }: { vibrato?: Vibrato; bend?: Bend },
): Float32Array {
  if (vibrato === undefined && bend === undefined) return samples;
  const out = new Float32Array(samples.length + Math.round(MARGIN * SAMPLE_RATE));
  let position = 0;
  let speed = 1;
  let i = 0;
  for (; i < out.length && position < samples.length; i++, position += speed) {
    if (i % BLOCK === 0 && i >= lead) {
      const seconds = (i - lead) / SAMPLE_RATE;
      const semitones = (bend ? glideAt(bend, seconds) : 0) +
        (vibrato ? swingAt(vibrato, seconds) : 0);
      speed = 2 ** (semitones / 12);
    }
    out[i] = catmullRom(samples, position);
  }
  return out.subarray(0, i);
}

/** Semitones from the note, `seconds` into a glide: half a cosine. */
function glideAt({ semitones, seconds: length }: Bend, seconds: number): number {
  return seconds >= length ? 0 : semitones * (0.5 + 0.5 * Math.cos(Math.PI * seconds / length));
}

/** Semitones from the note, `seconds` into it. */
function swingAt({ rate, depth, delay }: Vibrato, seconds: number): number {
  const since = seconds - delay;
  if (since <= 0) return 0;
  return depth * Math.min(1, since / ONSET) * Math.sin(2 * Math.PI * rate * since);
}

/** The signal between samples by Catmull–Rom splines; silence around it. */
function catmullRom(samples: Float32Array, position: number): number {
  const n = Math.floor(position);
  const t = position - n;
  const p0 = n > 0 ? samples[n - 1] : 0;
  const p1 = samples[n];
  const p2 = n + 1 < samples.length ? samples[n + 1] : 0;
  const p3 = n + 2 < samples.length ? samples[n + 2] : 0;
  const a = 3 * (p1 - p2) + p3 - p0;
  const b = 2 * p0 - 5 * p1 + 4 * p2 - p3;
  return p1 + 0.5 * t * (p2 - p0 + t * (b + t * a));
}

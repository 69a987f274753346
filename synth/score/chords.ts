/**
 * Textures for players of several notes: block chords, arpeggios, repeated patterns.
 *
 * @module
 */
import type { Random } from "../../lib/random.ts";
import type { Frame } from "./frame.ts";
import { type Chord, chordAt, type Harmony, nearest, pitchesOf } from "./harmony.ts";
import { phrases, rhythm, type Span, stress } from "./rhythm.ts";
import type { Band, Event } from "./types.ts";

/** Most notes in one hand's chord. */
const MOST_VOICES = 5;

/** Shares of block chords voiced afresh, and voiced near the last but not as near as could be. */
const FRESH = 0.1;
const INVERTED = 0.4;
/** Standard deviation of the search for an inversion, semitones. */
const SHIFT = 4;

/** Pitches near which the chord after `voicing` is looked for; none where it is voiced afresh. */
function reference(random: Random, voicing: readonly number[]): readonly number[] {
  if (random.chance(FRESH)) return [];
  return random.chance(INVERTED) ? voicing.map((p) => p + random.normal(0, SHIFT)) : voicing;
}

/** A voicing of `chord` in the band, close to the one before. */
function voice(random: Random, chord: Chord, band: Band, previous: readonly number[]): number[] {
  const tones = pitchesOf(chord.tones, band);
  if (tones.length === 0) return [];
  if (previous.length > 0) {
    return [...new Set(previous.map((p) => nearest(tones, p)))].sort((a, b) => a - b);
  }
  const count = Math.min(tones.length, random.integer(2, MOST_VOICES));
  const first = random.integer(0, tones.length - count);
  return tones.slice(first, first + count);
}

/** Block chords in a rhythm of their own. */
export function blocks({ random, beats, harmony, metre }: Frame, band: Band): Event[] {
  const activity = random.chance(0.2) ? random.uniform(0.6, 0.9) : random.uniform(0, 0.6);
  let voicing: number[] = [];
  return phrases(random, beats, random.logUniform(8, 32), 1).flatMap((phrase) =>
    rhythm(random, phrase, activity).flatMap((span): Event[] => {
      voicing = voice(random, chordAt(harmony, span.beat), band, reference(random, voicing));
      const accent = stress(span.beat, metre) - 0.5;
      return voicing.map((pitch) => ({ ...span, pitch, accent }));
    })
  );
}

/** A line with up to `count` tones of its chords below each note, within an octave. */
export function thicken(
  events: readonly Event[],
  harmony: Harmony,
  count: number,
  band: Band,
): Event[] {
  return events.flatMap((event) => {
    const reach = { low: Math.max(band.low, event.pitch - 12), high: event.pitch - 3 };
    const below = pitchesOf(chordAt(harmony, event.beat).tones, reach).slice(-count);
    return [event, ...below.map((pitch) => ({ ...event, pitch, accent: event.accent - 0.3 }))];
  });
}

/** Broken chords: the notes of each chord one after another, each held `ring` times its step. */
export function arpeggio({ random, beats, harmony, metre }: Frame, band: Band): Event[] {
  const step = random.pick([1 / 6, 0.25, 0.25, 0.25, 1 / 3, 0.5, 0.5, 1]);
  const ring = random.chance(0.4) ? random.uniform(1.5, 4) : 1;
  const order = random.pick(["up", "down", "wave", "alberti", "random"] as const);
  const out: Event[] = [];
  let voicing: number[] = [];
  for (const phrase of phrases(random, beats, random.logUniform(8, 32), 1)) {
    const steps = Math.floor(phrase.beats / step + 1e-6);
    for (let i = 0; i < steps; i++) {
      const beat = phrase.beat + i * step;
      voicing = voice(random, chordAt(harmony, beat), band, random.chance(0.04) ? [] : voicing);
      if (voicing.length === 0) continue;
      const pitch = voicing[position(random, order, i, voicing.length)];
      out.push({ beat, beats: step * ring, pitch, accent: stress(beat, metre) - 0.5 });
    }
  }
  return out;
}

/** Bass notes on strong beats and chords after them, which leap up and down between the two. */
export function stride({ random, beats, harmony, metre }: Frame, { low, high }: Band): Event[] {
  const middle = Math.round((low + high) / 2);
  const deep = { low, high: middle };
  const raised = { low: middle, high };
  const step = random.pick([0.5, 1, 1]);
  const length = step * random.uniform(0.4, 1);
  let voicing: number[] = [];
  return phrases(random, beats, random.logUniform(8, 32), 1).flatMap((phrase) =>
    Array.from({ length: Math.floor(phrase.beats / step + 1e-6) }, (_, i): Event[] => {
      const beat = phrase.beat + i * step;
      const chord = chordAt(harmony, beat);
      const struck = { beat, beats: length, accent: stress(beat, metre) - 0.5 };
      if (i % 2 === 1) {
        voicing = voice(random, chord, raised, reference(random, voicing));
        return voicing.map((pitch) => ({ ...struck, pitch }));
      }
      const roots = pitchesOf([chord.tones[0]], deep);
      return roots.length === 0 ? [] : [{ ...struck, pitch: random.pick(roots) }];
    }).flat()
  );
}

/** Which of `count` chord tones comes at step `i` of an arpeggio. */
function position(
  random: Random,
  order: "up" | "down" | "wave" | "alberti" | "random",
  i: number,
  count: number,
): number {
  switch (order) {
    case "up":
      return i % count;
    case "down":
      return count - 1 - i % count;
    case "wave": {
      const period = Math.max(1, 2 * count - 2);
      return count - 1 - Math.abs(count - 1 - i % period);
    }
    case "alberti":
      return [0, count - 1, Math.floor(count / 2), count - 1][i % 4];
    case "random":
      return random.integer(0, count - 1);
  }
}

/** Voices that move together, one a band: a chorale. */
export function chorale(
  { random, beats, harmony, metre }: Frame,
  bands: readonly Band[],
): Event[][] {
  const activity = random.uniform(0.15, 0.45);
  const spans: Span[] = phrases(random, beats, random.uniform(6, 16), 1)
    .flatMap((phrase) => rhythm(random, phrase, activity));
  return bands.map((band, player) => {
    const own = random.fork(`voice ${player}`);
    let pitch = own.normal((band.low + band.high) / 2, (band.high - band.low) / 6);
    return spans.flatMap((span): Event[] => {
      const tones = pitchesOf(chordAt(harmony, span.beat).tones, band);
      pitch = nearest(
        tones.length > 0 ? tones : pitchesOf(harmony.scale, band),
        pitch + own.normal(0, 4),
      );
      const event = { ...span, pitch, accent: stress(span.beat, metre) - 0.5 };
      return own.chance(0.3) ? passing(event, harmony, band) : [event];
    });
  });
}

/** Splits an event in two, the second a step towards the middle of the band. */
function passing(event: Event, harmony: Harmony, band: Band): Event[] {
  if (event.beats < 1) return [event];
  const ladder = pitchesOf(harmony.scale, band);
  const towards = event.pitch > (band.low + band.high) / 2 ? -2 : 2;
  const half = event.beats / 2;
  const pitch = nearest(ladder, event.pitch + towards);
  return [
    { ...event, beats: half },
    { beat: event.beat + half, beats: half, pitch, accent: event.accent - 0.3 },
  ];
}

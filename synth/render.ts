/**
 * Plays a part: one dry stem, and labels measured on each note's own signal.
 *
 * @module
 */
import { SAMPLE_RATE } from "../lib/frontend/constants.ts";
import type { Random } from "../lib/random.ts";
import { bend } from "./bend.ts";
import { listen } from "./label.ts";
import type { ScoreNote } from "./score/types.ts";
import { fadeOut, gain, type Timbre } from "./timbre/timbre.ts";

/** Decibels between velocity 0 and 1. */
export const DYNAMIC_RANGE = 30;
/** Fade of a note whose pitch is struck again, samples. */
const DAMPING = 220;
/** A label is at least this long, seconds. */
const SHORTEST_LABEL = 0.03;
/** Notes quieter than this before they are set to level are no notes. */
const SILENT = 1e-6;

/** A note as it is heard. */
export interface LabelledNote {
  /** Seconds. */
  onset: number;
  offset: number;
  pitch: number;
  /** Loudness measured on the note alone, 0 … 1: 30 dB between them. */
  velocity: number;
}

interface Played {
  note: ScoreNote;
  samples: Float32Array;
  /** Sample of the clip at which the signal starts. */
  start: number;
  lead: number;
}

/** One player, alone and dry. A note of velocity 1 has a peak root mean square of 1. */
export interface Take {
  stem: Float32Array;
  notes: LabelledNote[];
}

/**
 * Plays `notes` on `timbre`.
 *
 * @param seconds length of the stem
 * @param tuning added to every pitch, semitones
 */
export function render(
  random: Random,
  notes: readonly ScoreNote[],
  timbre: Timbre,
  seconds: number,
  tuning: number,
): Take {
  const played: Played[] = [];
  for (const note of notes) {
    const sound = play(random, note, timbre, tuning);
    if (sound !== null) played.push(sound);
  }
  damp(played);
  const stem = new Float32Array(Math.round(seconds * SAMPLE_RATE));
  const labels = played.map((sound) => mix(stem, sound));
  return { stem, notes: separate(labels) };
}

/** Sounds a note at its level, early enough to be heard on time. */
function play(random: Random, note: ScoreNote, timbre: Timbre, tuning: number): Played | null {
  const pitch = note.pitch + tuning;
  const sound = timbre.note(pitch, note.seconds, note.velocity, random);
  const { lead } = sound;
  const samples = bend(sound.samples, lead, note);
  const { onset, peak } = listen(samples, lead);
  if (peak < SILENT) return null;
  const scale = gain(DYNAMIC_RANGE * (note.velocity - 1)) / peak;
  for (let i = 0; i < samples.length; i++) samples[i] *= scale;
  const start = Math.round(note.onset * SAMPLE_RATE) - onset;
  return { note, samples, start: Math.max(start, -lead), lead };
}

/** Stops each note where its pitch is struck again. */
function damp(played: readonly Played[]): void {
  const latest = new Map<number, Played>();
  for (const sound of played) {
    const previous = latest.get(sound.note.pitch);
    if (previous !== undefined) {
      const end = sound.start + sound.lead - previous.start;
      fadeOut(previous.samples, end - DAMPING, DAMPING);
    }
    latest.set(sound.note.pitch, sound);
  }
}

/** Sorts labels and ends each, at the latest, where its pitch starts again. */
function separate(labels: readonly LabelledNote[]): LabelledNote[] {
  const sorted = labels.toSorted((a, b) => a.onset - b.onset || a.pitch - b.pitch);
  const latest = new Map<number, LabelledNote>();
  for (const label of sorted) {
    const previous = latest.get(label.pitch);
    if (previous !== undefined) previous.offset = Math.min(previous.offset, label.onset);
    latest.set(label.pitch, label);
  }
  return sorted.filter(({ onset, offset }) => offset - onset >= SHORTEST_LABEL);
}

/** Adds a sound to the stem and labels what is heard of it within the clip. */
function mix(stem: Float32Array, { note, samples, start, lead }: Played): LabelledNote {
  const from = Math.max(0, -start);
  const to = Math.min(samples.length, stem.length - start);
  for (let i = from; i < to; i++) stem[start + i] += samples[i];
  const heard = listen(samples, lead);
  const onset = Math.max(0, start + heard.onset) / SAMPLE_RATE;
  const end = stem.length / SAMPLE_RATE;
  const offset = Math.min(end, (start + heard.offset) / SAMPLE_RATE);
  return { onset, offset, pitch: note.pitch, velocity: velocityOf(heard.peak) };
}

/** Velocity of a note whose loudest 10 ms have this root mean square. */
function velocityOf(level: number): number {
  return Math.min(1, Math.max(0, 1 + 20 * Math.log10(level) / DYNAMIC_RANGE));
}

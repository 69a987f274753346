/**
 * The notes of clips, portrayed once and remembered.
 *
 * @module
 */
import { BINS, FRAME_RATE, LOWEST_PITCH, PITCHES } from "../../lib/frontend/constants.ts";
import { Random } from "../../lib/random.ts";
import { BRIGHTEST, DARKEST, ownOf, portray, type Span } from "../../lib/timbre/portrait.ts";
import type { Placed } from "../../lib/timbre/relations.ts";
import { type ClipLabels, type Clips, ENERGY_FLOOR, type FoundNote } from "./clips.ts";
import { frameAt } from "./crops.ts";
import { logEnergyOf } from "./features.ts";

/** A note of a clip as it is remembered: a byte is enough for a point of a picture. */
export interface Remembered extends Placed {
  /** None for a false note, several for a unison. */
  players: readonly number[];
  /** Key of the timbre, if there is one. */
  timbre: string | null;
  /** Steps above the darkest value. */
  spectrum: Uint8Array;
  heard: Float32Array;
}

/** A step of a remembered picture: a quarter of a decibel. */
export const STEP = (BRIGHTEST - DARKEST) / 255;

/** Clips whose notes were portrayed already. */
const remembered = new WeakMap<ClipLabels, Remembered[]>();

/** Portrays the notes of a clip, or remembers them; in order of onset. */
export function remember(clips: Clips, clip: number, timingError: number): Remembered[] {
  const labels = clips.labels[clip];
  let notes = remembered.get(labels);
  if (notes === undefined) {
    notes = portrayClip(clips, clip, labels.found ?? asFound(labels, timingError));
    remembered.set(labels, notes);
  }
  return notes;
}

function portrayClip(clips: Clips, clip: number, found: readonly FoundNote[]): Remembered[] {
  const stored = logEnergyOf(clips, clip);
  const energy = new Float32Array(stored.length);
  for (let i = 0; i < stored.length; i++) {
    energy[i] = Math.max(0, Math.exp(stored[i]) - ENERGY_FLOOR);
  }
  const activity = new Float32Array(energy.length / BINS * PITCHES);
  const { players } = clips.labels[clip];
  return found
    .map(({ pitch, onset, offset, players: who, own }) => {
      const { spectrum, heard, loudness, outline } = portray(
        { energy, activity, start: 0 },
        { pitch, onset: Math.round(onset), offset },
      );
      return {
        ...{ onset: onset / FRAME_RATE, offset: offset / FRAME_RATE, pitch, players: who },
        ...{ timbre: who.length === 1 ? players[who[0]].timbre : null, heard, loudness },
        // What no other pitch covered here lies inside the transform.
        outline: { ...outline, own: outline.own.map((inside, h) => inside * own[h]) },
        spectrum: steps(spectrum),
      };
    })
    .sort((a, b) => a.onset - b.onset || a.pitch - b.pitch);
}

function steps(spectrum: Float32Array): Uint8Array {
  const taken = new Uint8Array(spectrum.length);
  for (let i = 0; i < taken.length; i++) taken[i] = Math.round((spectrum[i] - DARKEST) / STEP);
  return taken;
}

/** The notes of the score, as a model might find them that misses none. */
function asFound({ notes }: ClipLabels, timingError: number): FoundNote[] {
  const heard = notes
    .filter(({ pitch }) => pitch >= LOWEST_PITCH && pitch < LOWEST_PITCH + PITCHES)
    .map(({ onset, offset, pitch, player }) => {
      const error = new Random(Math.round(1e4 * onset) * PITCHES + pitch);
      const first = Math.max(0, frameAt(onset) + Math.round(error.normal(0, timingError)));
      const last = Math.max(first + 1, frameAt(offset) + Math.round(error.normal(0, timingError)));
      return { pitch, onset: first, offset: last, players: [player] };
    });
  const frames = Math.max(1, ...heard.map(({ offset }) => offset));
  const scene = {
    energy: new Float32Array(frames * BINS),
    activity: pianoRoll(heard, frames),
    start: 0,
  };
  return heard.map((note) => ({ ...note, own: [...ownOf(scene, note)] }));
}

/** Which pitches sound while these notes do, 0 or 1, frames × 84. */
export function pianoRoll(notes: readonly Span[], frames: number): Float32Array {
  const activity = new Float32Array(frames * PITCHES);
  for (const { pitch, onset, offset } of notes) {
    for (let frame = onset; frame < offset; frame++) {
      activity[frame * PITCHES + pitch - LOWEST_PITCH] = 1;
    }
  }
  return activity;
}

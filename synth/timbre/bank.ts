/**
 * Recorded notes: a folder of audio files and a `manifest.csv` that says what each one is.
 *
 * The manifest has a header and at least the columns `file`, `library`, `instrument`,
 * `articulation`, `midi`, `cents` (how far the recording is off), `dynamic` (quiet, medium or
 * loud) and `licence`; files start `LEAD_SECONDS` before the onset. A timbre is one articulation
 * of one instrument of one library.
 *
 * @module
 */
import decode from "audio-decode";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { SAMPLE_RATE } from "../../lib/frontend/constants.ts";
import type { Random } from "../../lib/random.ts";
import { extend, findLoop, type Loop } from "./loop.ts";
import { DYNAMICS, readManifest, type Row } from "./manifest.ts";
import type { Recorded } from "./recorded.ts";
import { fadeOut, hertz, type Sound, type Timbre } from "./timbre.ts";

/** Recordings start this long before their onset, seconds. */
export const LEAD_SECONDS = 0.02;
/** A recording is transposed by no more than this where another lies nearer, semitones. */
const FARTHEST = 2;
/** Instruments and articulations that die away however long a note is held. */
const DECAYING = /pizz|staccato|piano|guitar|harp|vibraphone|marimba|xylophone|celesta|pluck/;
/** Instruments that can sound several notes at once. */
const POLYPHONIC = /piano|guitar|harp|organ|harmonium|vibraphone|marimba|celesta/;
/** Families, by what an instrument's name contains; the first that fits. */
const FAMILIES: readonly [RegExp, string][] = [
  [/pizz|guitar|harp/, "plucked strings"],
  [/sax/, "saxophones"],
  [/clarinet|bassoon|oboe/, "reeds"],
  [/violin|viola|cello|bass-arco|double-bass/, "bowed strings"],
  [/trumpet|trombone|tuba|horn/, "brass"],
  [/flute|piccolo|recorder/, "flutes"],
];

interface Recording {
  /** Sounding pitch: nominal plus measured deviation, MIDI. */
  pitch: number;
  /** Index into {@linkcode DYNAMICS}. */
  dynamic: number;
  pcm: Int16Array;
  /** Where it can be held; null where it cannot, undefined before anybody asked. */
  loop?: Loop | null;
}

/** The timbres that a folder holds. */
export interface Bank {
  timbres: Recorded[];
}

/** Opens a bank; no audio is read yet. */
export async function openBank(folder: string): Promise<Bank> {
  const manifest = await readManifest(folder);
  return { timbres: [...manifest].map(([key, rows]) => entry(folder, key, rows)) };
}

function entry(folder: string, key: string, rows: readonly Row[]): Recorded {
  const [library, instrument, articulation] = key.split("/");
  return {
    source: "bank",
    key,
    library,
    instrument,
    family: familyOf(instrument, articulation),
    licence: rows[0].licence,
    weight: commonness(key),
    load: () => loadTimbre(folder, key, rows),
  };
}

/** Decodes one recording to 16-bit samples, which is all that its file holds. */
async function load(folder: string, row: Row): Promise<Recording> {
  const path = join(folder, row.file);
  let audio: { channelData: Float32Array[]; sampleRate: number };
  try {
    audio = await decode(await readFile(path));
  } catch (error) {
    throw new Error(`Cannot read the recording ${path}: ${(error as Error).message}`);
  }
  if (audio.sampleRate !== SAMPLE_RATE) {
    throw new Error(`Cannot use the recording ${path}: ${audio.sampleRate} Hz, not ${SAMPLE_RATE}`);
  }
  return {
    pitch: Number(row.midi) + Number(row.cents) / 100,
    dynamic: DYNAMICS.indexOf(row.dynamic),
    pcm: Int16Array.from(audio.channelData[0], (x) => Math.max(-1, Math.min(1, x)) * 32767),
  };
}

/**
 * The recording for a note: near in pitch, then of the right dynamic, then long enough; chance
 * decides between equals.
 */
function choose(
  recordings: readonly Recording[],
  pitch: number,
  seconds: number,
  velocity: number,
  random: Random,
): Recording {
  const dynamic = velocity < 0.4 ? 0 : velocity < 0.7 ? 1 : 2;
  const needed = (seconds + LEAD_SECONDS) * SAMPLE_RATE;
  let best: Recording[] = [];
  let lowest = Infinity;
  for (const recording of recordings) {
    const distance = Math.abs(recording.pitch - pitch);
    const shortfall = Math.max(0, 1 - recording.pcm.length / needed);
    const far = distance > FARTHEST ? 10 * distance : Math.round(distance);
    const cost = far + 0.8 * Math.abs(recording.dynamic - dynamic) + 3 * shortfall;
    if (cost < lowest - 0.1) best = [];
    if (cost < lowest + 0.1) best.push(recording);
    lowest = Math.min(lowest, cost);
  }
  return random.pick(best);
}

/** Plays `pcm` at `ratio` times its speed, for at most `length` samples (Catmull–Rom). */
function resample(pcm: Int16Array, ratio: number, length: number): Float32Array {
  const out = new Float32Array(Math.min(length, Math.floor((pcm.length - 3) / ratio)));
  for (let i = 0; i < out.length; i++) {
    const position = i * ratio;
    const n = Math.floor(position);
    const t = position - n;
    const p0 = n === 0 ? 0 : pcm[n - 1];
    const p1 = pcm[n];
    const p2 = pcm[n + 1];
    const p3 = pcm[n + 2];
    const a = 3 * (p1 - p2) + p3 - p0;
    const b = 2 * p0 - 5 * p1 + 4 * p2 - p3;
    out[i] = (p1 + 0.5 * t * (p2 - p0 + t * (b + t * a))) / 32768;
  }
  return out;
}

/** A recording as a whole, looped where it is to be held for longer than it lasts. */
function hold(recording: Recording, length: number): Int16Array {
  if (recording.pcm.length >= length) return recording.pcm;
  const period = SAMPLE_RATE / hertz(recording.pitch);
  if (recording.loop === undefined) recording.loop = findLoop(recording.pcm, period);
  return recording.loop === null ? recording.pcm : extend(recording.pcm, recording.loop, length);
}

/** The family of an instrument: its own name, where no broader one is known. */
function familyOf(instrument: string, articulation: string): string {
  const kind = `${instrument}-${articulation}`;
  return FAMILIES.find(([pattern]) => pattern.test(kind))?.[1] ?? instrument;
}

/** How often a timbre is played: short ones less, keyboards more. */
function commonness(key: string): number {
  if (/pizz|staccato/.test(key)) return 0.4;
  return /piano/.test(key) ? 3 : 1;
}

/** Reads one timbre of a bank into memory. */
async function loadTimbre(folder: string, key: string, rows: readonly Row[]): Promise<Timbre> {
  const recordings = await Promise.all(rows.map((row) => load(folder, row)));
  const [library, instrument, articulation] = key.split("/");
  const sustained = !DECAYING.test(`${instrument}-${articulation}`);
  const pitches = rows.map((row) => Number(row.midi));

  function note(pitch: number, seconds: number, velocity: number, random: Random): Sound {
    const recording = choose(recordings, pitch, seconds, velocity, random);
    const ratio = 2 ** ((pitch - recording.pitch) / 12);
    const release = sustained ? random.uniform(0.03, 0.08) : random.logUniform(0.06, 0.3);
    const lead = Math.round(LEAD_SECONDS * SAMPLE_RATE / ratio);
    const held = lead + Math.round(seconds * SAMPLE_RATE);
    const fade = Math.round(release * SAMPLE_RATE);
    const needed = Math.ceil((held + fade) * ratio) + 3;
    const pcm = sustained ? hold(recording, needed) : recording.pcm;
    const samples = resample(pcm, ratio, held + fade);
    fadeOut(samples, Math.min(held, samples.length - fade), fade);
    return { samples, lead };
  }

  return {
    key: `bank/${key}`,
    name: `${library} ${instrument}${articulation === "normal" ? "" : ` ${articulation}`}`,
    family: familyOf(instrument, articulation),
    low: Math.min(...pitches),
    high: Math.max(...pitches),
    sustained,
    polyphonic: POLYPHONIC.test(instrument),
    licence: rows[0].licence,
    note,
  };
}

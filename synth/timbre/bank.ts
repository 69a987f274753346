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
import { fadeOut, type Sound, type Timbre } from "./timbre.ts";

/** Recordings start this long before their onset, seconds. */
const LEAD_SECONDS = 0.02;
/** A recording is transposed by no more than this where another lies nearer, semitones. */
const FARTHEST = 2;
/** Recordings farther than this from their nominal pitch are left out, cents. */
const WORST_TUNING = 40;
const DYNAMICS = ["quiet", "medium", "loud"];
const COLUMNS = [
  "file",
  "library",
  "instrument",
  "articulation",
  "midi",
  "cents",
  "dynamic",
  "licence",
] as const;
/** Instruments and articulations that die away however long a note is held. */
const DECAYING = /pizz|staccato|piano|guitar|harp|vibraphone|marimba|xylophone|celesta|pluck/;
/** Instruments that can sound several notes at once. */
const POLYPHONIC = /piano|guitar|harp|organ|vibraphone|marimba|celesta/;
/** Families, by what an instrument's name contains; the first that fits. */
const FAMILIES: readonly [RegExp, string][] = [
  [/pizz|guitar|harp/, "plucked strings"],
  [/sax/, "saxophones"],
  [/clarinet|bassoon|oboe/, "reeds"],
  [/violin|viola|cello|bass-arco|double-bass/, "bowed strings"],
  [/trumpet|trombone|tuba|horn/, "brass"],
  [/flute|piccolo|recorder/, "flutes"],
];

type Row = Record<(typeof COLUMNS)[number], string>;

interface Recording {
  /** Sounding pitch: nominal plus measured deviation, MIDI. */
  pitch: number;
  /** Index into {@linkcode DYNAMICS}. */
  dynamic: number;
  pcm: Int16Array;
}

/** The manifest of a bank, grouped by timbre. */
export interface Bank {
  folder: string;
  /** Rows by timbre key. */
  timbres: Map<string, Row[]>;
}

/** Reads a bank's manifest; no audio yet. */
export async function openBank(folder: string): Promise<Bank> {
  const path = join(folder, "manifest.csv");
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch {
    throw new Error(`Cannot read the bank: ${path} is not there`);
  }
  const [header, ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const names = (header ?? "").split(",").map((name) => name.trim());
  const missing = COLUMNS.filter((column) => !names.includes(column));
  if (missing.length > 0) {
    throw new Error(`Cannot read the bank: ${path} has no column ${missing.join(", ")}`);
  }
  const timbres = new Map<string, Row[]>();
  for (const [i, line] of lines.entries()) {
    const row = parseRow(names, line, `${path} line ${i + 2}`);
    if (Math.abs(Number(row.cents)) > WORST_TUNING) continue;
    const key = `${row.library}/${row.instrument}/${row.articulation}`;
    const rows = timbres.get(key);
    if (rows === undefined) timbres.set(key, [row]);
    else rows.push(row);
  }
  if (timbres.size === 0) throw new Error(`Cannot read the bank: ${path} lists no recordings`);
  return { folder, timbres };
}

function parseRow(names: readonly string[], line: string, where: string): Row {
  const fields = line.split(",");
  if (fields.length !== names.length) {
    throw new Error(
      `Cannot read the bank: ${where} has ${fields.length} fields, not ${names.length}`,
    );
  }
  const row = Object.fromEntries(names.map((name, i) => [name, fields[i].trim()])) as Row;
  for (const column of ["midi", "cents"] as const) {
    if (row[column] === "" || !Number.isFinite(Number(row[column]))) {
      throw new Error(`Cannot read the bank: ${where} has ${column} "${row[column]}"`);
    }
  }
  if (!DYNAMICS.includes(row.dynamic)) {
    throw new Error(`Cannot read the bank: ${where} has dynamic "${row.dynamic}"`);
  }
  return row;
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

/** The family of a timbre key: its instrument, where no broader one is known. */
export function familyOf(key: string): string {
  const [, instrument, articulation] = key.split("/");
  const kind = `${instrument}-${articulation}`;
  return FAMILIES.find(([pattern]) => pattern.test(kind))?.[1] ?? instrument;
}

/** Loads one timbre of a bank into memory. */
export async function bankTimbre(bank: Bank, key: string): Promise<Timbre> {
  const rows = bank.timbres.get(key);
  if (rows === undefined) throw new Error(`Cannot find the timbre ${key} in ${bank.folder}`);
  const recordings = await Promise.all(rows.map((row) => load(bank.folder, row)));
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
    const samples = resample(recording.pcm, ratio, held + fade);
    fadeOut(samples, Math.min(held, samples.length - fade), fade);
    return { samples, lead };
  }

  return {
    key: `bank/${key}`,
    name: `${library} ${instrument}${articulation === "normal" ? "" : ` ${articulation}`}`,
    family: familyOf(key),
    low: Math.min(...pitches),
    high: Math.max(...pitches),
    sustained,
    polyphonic: POLYPHONIC.test(instrument),
    licence: rows[0].licence,
    note,
  };
}

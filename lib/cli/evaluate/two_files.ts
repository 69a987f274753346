/**
 * One file against another.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import type { ReferenceNote } from "../../evaluate/datasets/mod.ts";
import { framesOf } from "../../evaluate/frames.ts";
import { evaluateMultipitch, type PitchFrames } from "../../evaluate/multipitch.ts";
import { MIR_EVAL_NAMES, underMirEvalNames } from "../../evaluate/names.ts";
import { evaluateSeparation } from "../../evaluate/separation.ts";
import { parseNotes, parsePitchFrames, parsePlayedNotes } from "../../evaluate/text.ts";
import { evaluateTranscription } from "../../evaluate/transcription.ts";
import { evaluateVelocity, type PlayedNote } from "../../evaluate/velocity.ts";
import { userPath } from "../files.ts";
import { cannot } from "../main.ts";
import { hasTracks, readTracks } from "./notes.ts";
import { writeJson } from "./output.ts";

/** What two files can be scored in. */
export const TASKS = ["transcription", "velocity", "multipitch", "separation"] as const;

type Task = typeof TASKS[number];

export interface FileOptions {
  reference: string;
  estimate: string;
  task: Task;
  json?: string;
}

/** Scores `estimate` against `reference` and prints the metrics under mir_eval's names. */
export async function evaluateFiles(options: FileOptions): Promise<void> {
  const { reference, estimate, task, json } = options;
  try {
    const scores = await SCORERS[task](reference, estimate);
    if (json !== undefined) await writeJson(json, scores);
    if (json !== "-") console.log(listed(scores));
  } catch (error) {
    throw cannot(`score ${estimate} against ${reference}`, error);
  }
}

type Scores = Record<string, number>;

/** Tracks have no counterpart in mir_eval; their metrics keep noteprism's names. */
const SCORERS: Record<Task, (reference: string, estimate: string) => Promise<Scores>> = {
  transcription: async (...paths) => {
    const [reference, estimate] = await both(paths, readNotes);
    return underMirEvalNames(
      evaluateTranscription(reference, estimate),
      MIR_EVAL_NAMES.transcription,
    );
  },
  velocity: async (...paths) => {
    const [reference, estimate] = await both(paths, readPlayedNotes);
    return underMirEvalNames(evaluateVelocity(reference, estimate), MIR_EVAL_NAMES.velocity);
  },
  multipitch: async (...paths) => {
    const [reference, estimate] = await both(paths, readFrames);
    return underMirEvalNames(evaluateMultipitch(reference, estimate), MIR_EVAL_NAMES.multipitch);
  },
  separation: async (...paths) => {
    const [reference, estimate] = await both(paths, readPlayers);
    return { ...evaluateSeparation(reference, estimate) };
  },
};

/** Reads both files, the one that fails being named. */
function both<T>(
  paths: readonly string[],
  read: (path: string, bytes: Uint8Array) => T,
): Promise<T[]> {
  return Promise.all(paths.map(async (path) => {
    try {
      return read(path, await readFile(userPath(path)));
    } catch (error) {
      throw new Error(`${path}: ${reasonOf(error)}`);
    }
  }));
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT") return "there is no such file";
  if (code === "EISDIR") return "it is a folder";
  return message.replace(/^Cannot /, "cannot ");
}

function readNotes(path: string, bytes: Uint8Array) {
  return hasTracks(path) ? readTracks(path, bytes).flat() : parseNotes(textOf(bytes));
}

function readPlayedNotes(path: string, bytes: Uint8Array): PlayedNote[] {
  return hasTracks(path)
    ? readTracks(path, bytes).flat().map(withVelocity)
    : parsePlayedNotes(textOf(bytes));
}

function withVelocity(note: ReferenceNote): PlayedNote {
  const { velocity } = note;
  if (velocity === undefined) throw new Error("it holds notes without velocities");
  return { ...note, velocity };
}

function readFrames(path: string, bytes: Uint8Array): PitchFrames {
  return hasTracks(path)
    ? framesOf(readTracks(path, bytes).flat())
    : parsePitchFrames(textOf(bytes));
}

function readPlayers(path: string, bytes: Uint8Array): ReferenceNote[][] {
  if (!hasTracks(path)) throw new Error("text holds no tracks: give noteprism's JSON or MIDI");
  return readTracks(path, bytes);
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function listed(scores: Scores): string {
  const width = Math.max(...Object.keys(scores).map((name) => name.length));
  return Object.entries(scores)
    .map(([name, value]) => `${name.padEnd(width)}  ${value.toFixed(6)}`).join("\n");
}

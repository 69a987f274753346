/**
 * Project files: a zip of `score.json`, `embeddings.f32` (little-endian floats) and, unless it was
 * opened without one, the recording as it came.
 *
 * @module
 */
import { Zip, ZipDeflate, ZipPassThrough } from "fflate";
import { begin, type History } from "../edit/history.ts";
import type { RecordingFile } from "../session/state.ts";
import { checkScore } from "./check_score.ts";
import { isZip, unzip } from "./unzip.ts";

export const PROJECT_EXTENSION = ".noteprism";

/** A recording and what became of it. */
export interface Project {
  file: RecordingFile | undefined;
  history: History;
}

const SCORE = "score.json";
const EMBEDDINGS = "embeddings.f32";
const AUDIO = "recording/";

/** Bytes handed on at a time. */
const PIECE = 1 << 20;

/** The file of a project. Undo does not reach back past it. */
export async function writeProject({ file, history }: Project): Promise<Blob> {
  const { embeddings, ...score } = history.score;
  const parts: Blob[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    parts.push(new Blob([chunk as Uint8Array<ArrayBuffer>]));
  });
  const text = new ZipDeflate(SCORE);
  zip.add(text);
  text.push(new TextEncoder().encode(JSON.stringify({ schema: 1, ...score })), true);
  const vectors = new ZipDeflate(EMBEDDINGS);
  zip.add(vectors);
  vectors.push(new Uint8Array(embeddings.slice().buffer), true);
  if (file) {
    const audio = new ZipPassThrough(AUDIO + file.name);
    zip.add(audio);
    for (let at = 0; at < file.blob.size; at += PIECE) {
      audio.push(new Uint8Array(await file.blob.slice(at, at + PIECE).arrayBuffer()));
    }
    audio.push(new Uint8Array(0), true);
  }
  zip.end();
  return new Blob(parts, { type: "application/zip" });
}

/**
 * Reads a project file.
 *
 * @returns undefined if the file is none.
 * @throws {Error} If it is damaged.
 */
export async function readProject(blob: Blob): Promise<Project | undefined> {
  if (!await isZip(blob)) return undefined;
  const entries = await unzip(blob);
  const text = await entries.get(SCORE)?.text();
  const vectors = await entries.get(EMBEDDINGS)?.arrayBuffer();
  if (text === undefined || !vectors) throw new Error("the archive is not a noteprism project");
  const embeddings = new Float32Array(vectors.slice(0, vectors.byteLength & ~3));
  const score = checkScore(parse(text), embeddings);
  const audio = [...entries].find(([name]) => name.startsWith(AUDIO));
  return {
    file: audio && { name: audio[0].slice(AUDIO.length), blob: audio[1] },
    history: begin(score),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("the project's score is damaged");
  }
}

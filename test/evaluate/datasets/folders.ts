/**
 * Folders in memory and on disk, and MATLAB files to put into them.
 *
 * @module
 */
import toneMidi from "@tonejs/midi";
import { readdir, readFile } from "node:fs/promises";
import type { Folder } from "../../../lib/evaluate/datasets/mod.ts";

/** A folder of these files; recordings may be empty, for nothing here decodes them. */
export function folderOf(files: Record<string, string | Uint8Array>): Folder {
  return {
    list: () => Promise.resolve(Object.keys(files)),
    read: (path) => {
      const content = files[path];
      return Promise.resolve(
        typeof content === "string" ? new TextEncoder().encode(content) : content,
      );
    },
  };
}

/** A folder on disk. */
export function folderAt(root: URL): Folder {
  return {
    list: () => readdir(root, { recursive: true }),
    read: (path) => readFile(new URL(path, root)),
  };
}

/** A MIDI file; each track holds notes of a second, `[onset, pitch]`. */
export function midiFile(
  ...tracks: { program: number; channel?: number; notes: [onset: number, pitch: number][] }[]
): Uint8Array {
  const midi = new toneMidi.Midi();
  for (const { program, channel = 0, notes } of tracks) {
    const track = midi.addTrack();
    track.channel = channel;
    track.instrument.number = program;
    for (const [time, pitch] of notes) {
      track.addNote({ midi: pitch, time, duration: 1, velocity: 64 / 127 });
    }
  }
  return midi.toArray();
}

/** A matrix, column after column, or a cell array. */
export type MatContent = { rows: number; values: number[] } | MatContent[];

/** A MATLAB file of version 5 that holds one variable. */
export function matFile(name: string, content: MatContent): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(128);
  header.set(new TextEncoder().encode("MATLAB 5.0 MAT-file, made by a test"));
  new DataView(header.buffer).setUint16(124, 0x0100, true);
  header.set(new TextEncoder().encode("IM"), 126);
  return join([header, matrix(name, content)]);
}

const [INT8, INT32, UINT32, DOUBLE, MATRIX] = [1, 5, 6, 9, 14];
const [CELL_CLASS, DOUBLE_CLASS] = [1, 6];

function matrix(name: string, content: MatContent): Uint8Array<ArrayBuffer> {
  const isCell = Array.isArray(content);
  const shape = isCell ? [content.length, 1] : [content.rows, content.values.length / content.rows];
  return element(
    MATRIX,
    join([
      element(UINT32, new Uint32Array([isCell ? CELL_CLASS : DOUBLE_CLASS, 0])),
      element(INT32, new Int32Array(shape)),
      element(INT8, new TextEncoder().encode(name)),
      ...isCell
        ? content.map((cell) => matrix("", cell))
        : [element(DOUBLE, new Float64Array(content.values))],
    ]),
  );
}

function element(type: number, data: ArrayBufferView<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(8 + Math.ceil(data.byteLength / 8) * 8);
  new Uint32Array(out.buffer).set([type, data.byteLength]);
  out.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 8);
  return out;
}

function join(parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

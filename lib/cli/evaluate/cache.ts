/**
 * Posteriors on disk, so that no recording is heard twice.
 *
 * A file is a line of JSON that names its arrays, padded with blanks, and then the arrays as they
 * lie in memory, each on a boundary of {@linkcode ALIGNMENT} bytes.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Cost } from "../../evaluate/benchmark/results.ts";
import { writeWhole } from "../files.ts";

/** To be raised when the same model hears the same recording otherwise than before. */
const VERSION = 2;

const ALIGNMENT = 8;

const KINDS = { Float32Array, Float16Array } as const;

/** Numbers in single precision, or in half where that is enough. */
type Numbers = Float32Array | Float16Array;

/** What a network says of a recording, by name of the output. */
export type Hearing = Record<string, Numbers>;

/** What was heard and what it took, if that was measured. */
export interface Heard {
  hearing: Hearing;
  cost?: Cost;
}

interface Header {
  cost?: Cost;
  arrays: { name: string; kind: keyof typeof KINDS; length: number }[];
}

/** What decides over what is heard. */
export interface CacheKey {
  /** For people to tell files apart by. */
  name: string;
  /** Hashes of the model, its engine and the recording. */
  digests: readonly string[];
}

/** Whoever keeps hearings. */
export interface Keeper {
  /** What was heard under this key, or what `hear` hears now. */
  get(key: CacheKey, hear: () => Promise<Heard>): Promise<Heard>;
}

/** Keeps nothing: everything is heard afresh, as measurements of speed want it. */
export const NOTHING_KEPT: Keeper = { get: (_, hear) => hear() };

/** Keeps everything, as long as it lives itself. */
export function inMemory(): Keeper {
  const kept = new Map<string, Promise<Heard>>();
  return {
    get(key, hear) {
      const name = JSON.stringify(key);
      if (!kept.has(name)) kept.set(name, hear());
      return kept.get(name)!;
    },
  };
}

/** A folder of hearings. */
export class Cache implements Keeper {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async get(key: CacheKey, hear: () => Promise<Heard>): Promise<Heard> {
    const path = this.#pathOf(key);
    const kept = await readFile(path).catch(() => undefined);
    if (kept) return unpack(kept);
    const heard = await hear();
    await writeWhole(path, pack(heard));
    return heard;
  }

  #pathOf({ name, digests }: CacheKey): string {
    const hash = createHash("sha256").update([VERSION, ...digests].join("\n")).digest("hex");
    return join(this.#folder, `${name.replace(/[^\w+.-]/g, "_")}-${hash.slice(0, 16)}.bin`);
  }
}

function pack({ hearing, cost }: Heard): Uint8Array {
  const entries = Object.entries(hearing);
  const arrays = entries.map(([name, array]) => ({
    name,
    kind: array instanceof Float32Array ? "Float32Array" as const : "Float16Array" as const,
    length: array.length,
  }));
  const header = JSON.stringify({ cost, arrays } satisfies Header);
  const text = new TextEncoder().encode(header.padEnd(aligned(header.length + 1) - 1) + "\n");
  const size = entries.reduce((sum, [, array]) => sum + aligned(array.byteLength), text.length);
  const bytes = new Uint8Array(size);
  bytes.set(text);
  let at = text.length;
  for (const [, { buffer, byteOffset, byteLength }] of entries) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += aligned(byteLength);
  }
  return bytes;
}

function unpack(file: Uint8Array): Heard {
  const bytes = file.slice();
  let at = bytes.indexOf("\n".charCodeAt(0)) + 1;
  const { cost, arrays }: Header = JSON.parse(new TextDecoder().decode(bytes.subarray(0, at)));
  const hearing: Hearing = {};
  for (const { name, kind, length } of arrays) {
    hearing[name] = new KINDS[kind](bytes.buffer, at, length);
    at += aligned(hearing[name].byteLength);
  }
  return cost ? { hearing, cost } : { hearing };
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

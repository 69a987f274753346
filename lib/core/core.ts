/**
 * The WebAssembly kernels of `core-asm/`, compiled once and instantiated for each stream.
 *
 * @module
 */

/** What `core.wasm` exports. Pointers are byte offsets into `memory`. */
export interface Core {
  memory: WebAssembly.Memory;
  cqtPlan(octaves: number, bins: number, hop: number, lowest: number, quality: number): void;
  cqtReset(): void;
  cqtBlock(): number;
  cqtInput(): number;
  cqtOutput(): number;
  cqtPush(count: number): number;
  fftPlan(size: number): void;
  fftSignal(): number;
  fftRe(): number;
  fftIm(): number;
  fftForward(): void;
  fftInverse(): void;
  resamplePlan(from: number, to: number): void;
  resampleReset(): void;
  resampleBlock(): number;
  resampleInput(): number;
  resampleOutput(): number;
  resamplePush(count: number): number;
  notesPlan(pitches: number, onset: number, frame: number, minimum: number): void;
  notesBlock(): number;
  notesOnsets(): number;
  notesFrames(): number;
  notesStrengths(): number;
  notesOutput(): number;
  notesPush(count: number): number;
  notesFlush(): number;
}

let compiled: Promise<WebAssembly.Module> | undefined;

/** Browsers, workers, Deno and Bun all fetch a URL beside the module, `file:` included. */
async function compile(): Promise<WebAssembly.Module> {
  const url = new URL("../../core-asm/core.wasm", import.meta.url);
  const response = await fetch(url);
  if (!response.ok) throw new Error(`Cannot load ${url}: status ${response.status}`);
  return WebAssembly.compile(await response.arrayBuffer());
}

/** A fresh instance: one stream's state, apart from every other. */
export async function instantiateCore(): Promise<Core> {
  compiled ??= compile();
  const instance = await WebAssembly.instantiate(await compiled);
  return instance.exports as unknown as Core;
}

/** `length` floats of a core's memory at `pointer`; valid as long as the memory does not grow. */
export function floatsAt(core: Core, pointer: number, length: number): Float32Array {
  return new Float32Array(core.memory.buffer, pointer, length);
}

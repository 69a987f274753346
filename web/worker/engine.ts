/**
 * The model, ready to run in a browser's worker.
 *
 * @module
 */
import { env } from "onnxruntime-web";
import { DEFAULT_MODEL, loadModel, type Model } from "../../lib/inference/model.ts";

const ENGINE = new URL("../engine/", import.meta.url);

let loaded: Promise<Model> | undefined;

/** The bundled model; loaded once. @param threads Of the engine, as of the first call. */
export function loadEngine(threads: number): Promise<Model> {
  loaded ??= load(threads).catch((error) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
}

async function load(threads: number): Promise<Model> {
  env.wasm.wasmPaths = { mjs: new URL("ort-wasm-simd-threaded.mjs", ENGINE) };
  env.wasm.wasmBinary = await fetchCompressed("ort-wasm-simd-threaded.wasm.gz");
  return loadModel(DEFAULT_MODEL, "wasm", threads);
}

/** Some hosts send `.gz` files as compressed contents, and the browser has unpacked those. */
async function fetchCompressed(name: string): Promise<ArrayBuffer> {
  const response = await fetch(new URL(name, ENGINE));
  if (!response.ok) throw new Error(`Cannot load the engine: status ${response.status}`);
  const content = new Uint8Array(await response.arrayBuffer());
  const packed = content[0] === 0x1f && content[1] === 0x8b;
  if (!packed) return content.buffer;
  const unpacked = new Blob([content]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(unpacked).arrayBuffer();
}

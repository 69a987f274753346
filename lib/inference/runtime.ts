/**
 * ONNX Runtime, wherever the program runs. Nothing else in the library knows which engine it is.
 *
 * @module
 */
import type { InferenceSession, Tensor } from "onnxruntime-web";

/**
 * The engine: `wasm` (onnxruntime-web) runs everywhere; `native` (onnxruntime-node) is about three
 * times faster and needs Deno, Bun or Node.
 */
export type Backend = "wasm" | "native";

export const BACKENDS: readonly Backend[] = ["wasm", "native"];

/** A loaded network. */
export interface Session {
  /** Float32 inputs by name, each with its shape, to float32 outputs by name. */
  run(inputs: Record<string, NamedTensor>): Promise<Record<string, Float32Array>>;
  release(): Promise<void>;
}

/** Values and shape of an input. */
export interface NamedTensor {
  data: Float32Array;
  shape: readonly number[];
}

/** The part of ONNX Runtime's interface that both engines share. */
interface Engine {
  InferenceSession: {
    create(model: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  Tensor: new (type: "float32", data: Float32Array, shape: readonly number[]) => Tensor;
}

async function loadEngine(backend: Backend, threads: number): Promise<[Engine, string]> {
  if (backend === "wasm") {
    const web = await import("onnxruntime-web");
    web.env.wasm.numThreads = threads;
    return [web, "wasm"];
  }
  try {
    return [await import("onnxruntime-node") as unknown as Engine, "cpu"];
  } catch (error) {
    throw new Error(
      `Cannot use the native backend: onnxruntime-node is missing (${error}); use wasm`,
    );
  }
}

/** Loads a network from the bytes of its ONNX file. */
export async function createSession(
  model: Uint8Array,
  backend: Backend,
  threads = 1,
): Promise<Session> {
  const [{ InferenceSession, Tensor }, provider] = await loadEngine(backend, threads);
  const session = await InferenceSession.create(model, {
    executionProviders: [provider],
    intraOpNumThreads: threads,
  });
  return {
    async run(inputs) {
      const feeds: Record<string, Tensor> = {};
      for (const [name, { data, shape }] of Object.entries(inputs)) {
        feeds[name] = new Tensor("float32", data, shape);
      }
      const results = await session.run(feeds);
      const outputs: Record<string, Float32Array> = {};
      for (const [name, tensor] of Object.entries(results)) {
        outputs[name] = tensor.data as Float32Array;
      }
      return outputs;
    },
    release: () => session.release(),
  };
}

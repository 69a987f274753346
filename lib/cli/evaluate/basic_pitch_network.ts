/**
 * The network and the note creation of Spotify's npm package.
 *
 * The network runs on TensorFlow.js, on one thread of its wasm back end. The package's own choice
 * without a browser's WebGL, plain JavaScript, gives the same notes about ten times slower.
 *
 * @module
 */
import basicPitch from "@spotify/basic-pitch";
import tf from "@tensorflow/tfjs";
import * as wasm from "@tensorflow/tfjs-backend-wasm";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Setting } from "../../evaluate/benchmark/thresholds.ts";
import type { Waveform } from "../../types.ts";
import type { Hearing } from "./cache.ts";

/** Frames of the shortest note: its default of 127.7 ms. */
const MINIMUM_FRAMES = 11;

/** Pitches it hears, A0 … C8. */
const PITCHES = 88;

/** Basic Pitch as published. */
export class BasicPitchNetwork {
  /** Names the weights by their content. */
  readonly digest: string;
  readonly #network: basicPitch.BasicPitch;

  private constructor(network: basicPitch.BasicPitch, digest: string) {
    this.#network = network;
    this.digest = digest;
  }

  static async load(): Promise<BasicPitchNetwork> {
    await useWasm();
    const { topology, specs, weights } = await readNetwork();
    const graph = tf.loadGraphModel(tf.io.fromMemory({
      modelTopology: topology,
      weightSpecs: specs,
      weightData: weights.buffer,
    }));
    const digest = createHash("sha256").update(weights).digest("hex");
    return new BasicPitchNetwork(new basicPitch.BasicPitch(graph), digest);
  }

  /** @returns Posteriors `frame` and `onset`, frames × 88. */
  async hear(waveform: Waveform, signal: AbortSignal): Promise<Hearing> {
    const frames: number[] = [];
    const onsets: number[] = [];
    tf.engine().startScope();
    try {
      await this.#network.evaluateModel(
        waveform,
        (frame, onset) => {
          frames.push(...frame.flat());
          onsets.push(...onset.flat());
        },
        () => signal.throwIfAborted(),
      );
    } finally {
      tf.engine().endScope();
    }
    return { frame: Float32Array.from(frames), onset: Float32Array.from(onsets) };
  }

  /** @returns `onset` and `offset` in seconds and `pitch` of each note. */
  write({ frame, onset }: Hearing, setting: Setting): Hearing {
    const events = basicPitch.outputToNotesPoly(
      rowsOf(frame),
      rowsOf(onset),
      setting.onset,
      setting.frame,
      MINIMUM_FRAMES,
    );
    const notes = basicPitch.noteFramesToTime(events);
    return {
      onset: Float32Array.from(notes, (note) => note.startTimeSeconds),
      offset: Float32Array.from(notes, (note) => note.startTimeSeconds + note.durationSeconds),
      pitch: Float32Array.from(notes, (note) => note.pitchMidi),
    };
  }
}

/** Chooses the wasm back end, whose `Fill` lacks the default type that the package relies on. */
async function useWasm(): Promise<void> {
  const folder = new URL(".", import.meta.resolve("@tensorflow/tfjs-backend-wasm"));
  wasm.setWasmPaths(fileURLToPath(folder));
  wasm.setThreadsCount(1);
  const fill = tf.getKernel("Fill", "wasm");
  tf.unregisterKernel("Fill", "wasm");
  tf.registerKernel({
    ...fill,
    kernelFunc: ({ attrs, ...rest }) =>
      fill.kernelFunc({ ...rest, attrs: { ...attrs, dtype: attrs?.dtype ?? "float32" } }),
  });
  await tf.setBackend("wasm");
}

/** The network in the package: its topology, and its weights in a single file. */
async function readNetwork() {
  const folder = new URL("../model/", import.meta.resolve("@spotify/basic-pitch"));
  const { modelTopology, weightsManifest: [{ paths, weights: specs }] } = JSON.parse(
    await readFile(new URL("model.json", folder), "utf8"),
  );
  const weights = Uint8Array.from(await readFile(new URL(paths[0], folder)));
  return { topology: modelTopology, specs, weights };
}

/** Frames × 88 as the package wants them. */
function rowsOf(flat: Hearing[string]): number[][] {
  return Array.from(
    { length: flat.length / PITCHES },
    (_, t) => Array.from(flat.subarray(t * PITCHES, (t + 1) * PITCHES)),
  );
}

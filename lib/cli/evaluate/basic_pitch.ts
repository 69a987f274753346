/**
 * Spotify's Basic Pitch under test: the network and the note creation of its npm package.
 *
 * Its network is heard through TensorFlow.js, on one thread of its wasm back end; the package's own
 * choice without a browser's WebGL, plain JavaScript, gives the same notes about ten times slower.
 *
 * Reference. R. M. Bittner, J. J. Bosch, D. Rubinstein, G. Meseguer-Brocal and S. Ewert, "A
 * lightweight instrument-agnostic model for polyphonic note transcription and multipitch
 * estimation", ICASSP 2022.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Transcription } from "../../evaluate/benchmark/score.ts";
import type { Grid, Setting } from "../../evaluate/benchmark/thresholds.ts";
import { interruption } from "../main.ts";
import type { Cache, Hearing } from "./cache.ts";
import { measure } from "./cost.ts";
import type { System } from "./system.ts";
import type { Waveform } from "../../types.ts";

/** The name it is asked for by. */
export const BASIC_PITCH = "basic-pitch";

/** The defaults of its first, Python implementation. */
const FIXED: Setting = { onset: 0.5, frame: 0.3 };

/** 127.7 ms, likewise. */
const MINIMUM_FRAMES = 11;

/** Coarser than that of noteprism's models: its note creation takes time that grows with the
 * square of a recording's. */
const GRID: Grid = { onset: [0.4, 0.5, 0.6, 0.7, 0.8], frame: [0.3, 0.4, 0.5] };

/** Pitches it hears, A0 … C8. */
const PITCHES = 88;

/** Loads it, and TensorFlow.js with it, which nothing else needs. */
export async function openBasicPitch(cache: Cache): Promise<System> {
  const { default: tf } = await import("@tensorflow/tfjs");
  const { default: basicPitch } = await import("@spotify/basic-pitch");
  await useWasm(tf);
  const { topology, specs, weights } = await readNetwork();
  const network = new basicPitch.BasicPitch(
    tf.loadGraphModel(tf.io.fromMemory({
      modelTopology: topology,
      weightSpecs: specs,
      weightData: weights.buffer,
    })),
  );
  const engine = "TensorFlow.js, wasm, one thread";
  const digest = createHash("sha256").update(weights).digest("hex");

  async function hear(waveform: Waveform): Promise<Hearing> {
    const frames: number[] = [];
    const onsets: number[] = [];
    tf.engine().startScope();
    try {
      await network.evaluateModel(
        waveform,
        (frame, onset) => {
          frames.push(...frame.flat());
          onsets.push(...onset.flat());
        },
        () => interruption.signal.throwIfAborted(),
      );
    } finally {
      tf.engine().endScope();
    }
    return { frame: Float32Array.from(frames), onset: Float32Array.from(onsets) };
  }

  function write({ frame, onset }: Hearing, setting = FIXED): Transcription {
    const events = basicPitch.outputToNotesPoly(
      rowsOf(frame),
      rowsOf(onset),
      setting.onset,
      setting.frame,
      MINIMUM_FRAMES,
    );
    const notes = basicPitch.noteFramesToTime(events).map((note) => ({
      onset: note.startTimeSeconds,
      offset: note.startTimeSeconds + note.durationSeconds,
      pitch: note.pitchMidi,
    }));
    return { notes };
  }

  return {
    name: BASIC_PITCH,
    engine,
    thresholds: { fixed: FIXED, grid: GRID },
    async listen(mix) {
      const key = {
        name: `${BASIC_PITCH}-${mix.name}`,
        digests: [digest, engine, await mix.digest()],
      };
      const { hearing, cost } = await cache.get(key, async () => {
        const waveform = await mix.waveform();
        const { result, cost } = await measure(waveform, async () => {
          const hearing = await hear(waveform);
          write(hearing);
          return hearing;
        });
        return { hearing: result, cost };
      });
      return { cost, write: (setting) => Promise.resolve(write(hearing, setting)) };
    },
  };
}

type TensorFlow = typeof import("@tensorflow/tfjs");

/** Chooses the wasm back end, whose `Fill` lacks the default type that the package relies on. */
async function useWasm(tf: TensorFlow): Promise<void> {
  const wasm = await import("@tensorflow/tfjs-backend-wasm");
  const folder = new URL(".", import.meta.resolve("@tensorflow/tfjs-backend-wasm"));
  wasm.setWasmPaths(fileURLToPath(folder));
  wasm.setThreadsCount(1);
  const fill = tf.getKernel("Fill", "wasm");
  tf.unregisterKernel("Fill", "wasm");
  tf.registerKernel({
    ...fill,
    kernelFunc: ({ attrs, ...rest }: Parameters<typeof fill.kernelFunc>[0]) =>
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
  const rows = Array.from({ length: flat.length / PITCHES }, (_, t) => t * PITCHES);
  return rows.map((at) => Array.from(flat.subarray(at, at + PITCHES)));
}

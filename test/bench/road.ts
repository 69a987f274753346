/**
 * How fast and how large the whole road from a file to its notes is.
 *
 * @module
 */
import { createReadStream } from "node:fs";
import { concatenate } from "../../lib/concatenate.ts";
import { loadModel } from "../../lib/inference/model.ts";
import { type Backend, BACKENDS } from "../../lib/inference/runtime.ts";
import { transcribe } from "../../lib/transcribe.ts";
import { wav } from "../wav.ts";
import { arpeggios, SOURCE_RATE } from "./arpeggios.ts";
import type { Figure } from "./kernels.ts";

const MINUTES = 10;

/** Ten minutes of music as a stereo WAV file. */
function longRecording(): Uint8Array {
  const mono = concatenate([...arpeggios(MINUTES * 60)]);
  return wav([mono, mono], { sampleRate: SOURCE_RATE });
}

async function listen(path: string, model: string, backend: Backend): Promise<Figure[]> {
  let peak = 0;
  const loaded = await loadModel(model, backend);
  const start = performance.now();
  const song = await transcribe(createReadStream(path), {
    model: loaded,
    onProgress: () => peak = Math.max(peak, Deno.memoryUsage().rss),
  });
  const seconds = (performance.now() - start) / 1000;
  await loaded.session.release();
  const name = `${model}, ${MINUTES} minutes, ${backend}`;
  return [
    { name, value: seconds / song.duration, unit: "s per second of audio" },
    { name, value: song.duration / seconds, unit: "× real time" },
    { name: `${name}, peak memory of the process`, value: peak / 2 ** 20, unit: "MB" },
  ];
}

/** Measures in a process of its own, whose memory holds nothing else. */
async function listenApart(path: string, model: string, backend: Backend): Promise<Figure[]> {
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", import.meta.url, path, model, backend],
    stderr: "inherit",
  }).output();
  if (!success) throw new Error(`Cannot time ${model} with the ${backend} backend`);
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** Decoding to timbres, on one thread, with each backend. */
export async function benchRoad(model: string): Promise<Figure[]> {
  const path = await Deno.makeTempFile({ suffix: ".wav" });
  try {
    await Deno.writeFile(path, longRecording());
    const figures: Figure[] = [];
    for (const backend of BACKENDS) figures.push(...await listenApart(path, model, backend));
    return figures;
  } finally {
    await Deno.remove(path);
  }
}

if (import.meta.main) {
  const [path, model, backend] = Deno.args;
  console.log(JSON.stringify(await listen(path, model, backend as Backend)));
}

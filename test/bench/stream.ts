/**
 * Whether a stream of hours takes no more memory than one of minutes.
 *
 * ```sh
 * deno run -A test/bench/stream.ts                     # three hours
 * deno run -A test/bench/stream.ts --hours 0.5 --backend native
 * ```
 *
 * @module
 */
import { Command, Option } from "commander";
import type { Pcm } from "../../lib/audio/decode.ts";
import { main } from "../../lib/cli/main.ts";
import { loadNamedModel } from "../../lib/cli/models.ts";
import { DEFAULT_MODEL } from "../../lib/inference/model.ts";
import { type Backend, BACKENDS } from "../../lib/inference/runtime.ts";
import { transcribeStream } from "../../lib/stream.ts";
import { arpeggios, SOURCE_RATE } from "./arpeggios.ts";

/** Minutes of music between two looks at the memory. */
const INTERVAL = 10;

interface Options {
  hours: number;
  model: string;
  backend: Backend;
}

const command = new Command("stream")
  .description("Stream synthetic music and print the memory of the process as it goes on.")
  .option("--hours <number>", "of music", Number, 3)
  .option("--model <name>", "a bundled model, or the path of a model card", DEFAULT_MODEL)
  .addOption(
    new Option("--backend <name>", "inference engine").choices([...BACKENDS]).default("wasm"),
  )
  .action(stream);

async function stream({ hours, model, backend }: Options): Promise<void> {
  const started = performance.now();
  let [minutes, notes, changes] = [0, 0, 0];
  const look = () => {
    const { rss, heapUsed } = Deno.memoryUsage();
    const speed = minutes * 60_000 / (performance.now() - started);
    const figures = [minutes, notes, changes, rss / 2 ** 20, heapUsed / 2 ** 20];
    const row = [...figures.map((figure) => figure.toFixed(0)), speed.toFixed(1)];
    console.log(row.map((cell, i) => cell.padStart(HEADER[i].length)).join("  "));
  };
  async function* source(): AsyncGenerator<Pcm> {
    let seconds = 0;
    for (const samples of arpeggios(hours * 3600)) {
      yield await Promise.resolve({ channelData: [samples], sampleRate: SOURCE_RATE });
      seconds += samples.length / SOURCE_RATE;
      if (seconds < (minutes + INTERVAL) * 60) continue;
      minutes += INTERVAL;
      look();
    }
  }
  console.log(HEADER.join("  "));
  const heard = transcribeStream(source(), {
    model: await loadNamedModel(model, backend),
    onRelabelling: () => changes++,
  });
  for await (const _ of heard) notes++;
}

const HEADER = ["minutes", "notes", "relabellings", "process MB", "heap MB", "× real time"];

await main(command);

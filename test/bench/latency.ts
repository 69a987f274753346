/**
 * How long after its end a note is given out while a recording streams.
 *
 * ```sh
 * deno run -A test/bench/latency.ts song.wav --html latency.html --svg latency.svg
 * ```
 *
 * @module
 */
import { Command, Option } from "commander";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Pcm } from "../../lib/audio/decode.ts";
import { readWaveform } from "../../lib/audio/recording.ts";
import { userPath, writeWhole } from "../../lib/cli/files.ts";
import { cannot, main } from "../../lib/cli/main.ts";
import { loadNamedModel } from "../../lib/cli/models.ts";
import { readPlotly } from "../../lib/cli/plotly.ts";
import { toHtml } from "../../lib/export/html.ts";
import { toMarkdown } from "../../lib/export/table.ts";
import { HOP, SAMPLE_RATE } from "../../lib/frontend/constants.ts";
import { DEFAULT_MODEL, type Model } from "../../lib/inference/model.ts";
import { type Backend, BACKENDS } from "../../lib/inference/runtime.ts";
import { distribution } from "../../lib/plot/distribution.ts";
import { transcribeStream } from "../../lib/stream.ts";
import type { Waveform } from "../../lib/types.ts";
import { drawPicture } from "./picture.ts";

/** Width of a place on the figure's axis, seconds. */
const BIN_SECONDS = 0.05;

const QUANTILES = [0.5, 0.9, 0.99, 1];

interface Options {
  model: string;
  backend: Backend;
  html?: string;
  svg?: string;
}

/** Seconds from the end of each note to its being given out. */
interface Delays {
  /** If listening took no time. */
  music: number[];
  /** With the time that listening takes here, samples coming at the pace of the music. */
  clock: number[];
}

const command = new Command("latency")
  .description("Stream a recording and print how long after their ends its notes come.")
  .argument("<file>", "the recording")
  .option("--model <name>", "a bundled model, or the path of a model card", DEFAULT_MODEL)
  .addOption(
    new Option("--backend <name>", "inference engine").choices([...BACKENDS]).default("wasm"),
  )
  .option("--html <file>", "page with the distribution to write")
  .option("--svg <file>", "picture of it to write; needs Chromium")
  .action(show);

async function show(file: string, { model, backend, html, svg }: Options): Promise<void> {
  const waveform = await readFile(userPath(file)).then(readWaveform).catch((error) => {
    throw cannot(`read ${file}`, error);
  });
  const { music, clock } = await delaysOf(waveform, await loadNamedModel(model, backend));
  const series = [
    { name: "music that is heard first", delays: music },
    { name: "the same, and the work of listening", delays: clock },
  ];
  const caption = `${basename(file)}: ${music.length} notes, seconds from end to giving out`;
  console.log(toMarkdown({
    caption,
    header: ["latency", ...QUANTILES.map((q) => q < 1 ? `${100 * q}%` : "most")],
    rows: series.map(({ name, delays }) => [
      name,
      ...QUANTILES.map((q) => quantile(delays, q).toFixed(2)),
    ]),
  }));
  if (html === undefined && svg === undefined) return;
  const bins = Math.floor(Math.max(...music, ...clock) / BIN_SECONDS) + 1;
  const figure = distribution(
    series.map(({ name, delays }) => ({ name, shares: shares(delays, bins) })),
    { places: Array.from({ length: bins }, (_, i) => (i + 0.5) * BIN_SECONDS), ratio: false },
    "seconds after the note's end",
  );
  figure.layout.legend = { orientation: "h", y: 1.15 };
  if (html !== undefined) {
    await writeWhole(userPath(html), toHtml(figure, caption, await readPlotly()));
  }
  if (svg !== undefined) await drawPicture(figure, userPath(svg));
}

/** Notes that the end of the recording makes final are left out. */
async function delaysOf(waveform: Waveform, model: Model): Promise<Delays> {
  const delays: Delays = { music: [], clock: [] };
  let [read, clock, since] = [0, 0, 0];
  async function* microphone(): AsyncGenerator<Pcm> {
    while (read < waveform.length) {
      const samples = waveform.subarray(read, read + HOP);
      read += samples.length;
      clock = Math.max(clock, read / SAMPLE_RATE);
      since = performance.now();
      yield await Promise.resolve({ channelData: [samples], sampleRate: SAMPLE_RATE });
      clock += (performance.now() - since) / 1000;
    }
  }
  for await (const { offset } of transcribeStream(microphone(), { model })) {
    if (read >= waveform.length) break;
    delays.music.push(read / SAMPLE_RATE - offset);
    delays.clock.push(clock + (performance.now() - since) / 1000 - offset);
  }
  return delays;
}

function quantile(values: readonly number[], q: number): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(q * values.length) - 1];
}

/** How many of the values lie in each bin, over all. */
function shares(values: readonly number[], bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) counts[Math.floor(Math.max(0, value) / BIN_SECONDS)]++;
  return counts.map((count) => count / values.length);
}

await main(command);

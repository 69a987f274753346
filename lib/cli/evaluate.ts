/**
 * `deno task evaluate`: note F of a model on mixes of Bach10's parts.
 *
 * @module
 */
import { Command, InvalidArgumentError, Option } from "commander";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { readWaveform } from "../audio/recording.ts";
import { BACH10_PARTS, readBach10Notes } from "../evaluate/datasets/bach10.ts";
import { scoreTracks, splitByLabel } from "../evaluate/separation.ts";
import { type NoteStart, scoreNotes } from "../evaluate/transcription.ts";
import { SAMPLE_RATE } from "../frontend/constants.ts";
import { DEFAULT_MODEL, type Model } from "../inference/model.ts";
import { type Backend, BACKENDS } from "../inference/runtime.ts";
import { recolor, transcribe } from "../transcribe.ts";
import type { Song, TimbredNote, Waveform } from "../types.ts";
import { userPath } from "./files.ts";
import { cannot, interruption, main } from "./main.ts";
import { loadNamedModel } from "./models.ts";
import { progress } from "./progress.ts";

interface Options {
  dataset: string;
  data: string;
  model: string;
  mixes: number[];
  backend: Backend;
}

interface Part {
  waveform: Waveform;
  notes: NoteStart[];
}

/** Figures of one mix. */
interface Row {
  parts: number;
  agnostic: number;
  given: number;
  auto: number;
  counted: number;
}

const command = new Command("evaluate")
  .description("Score a model on every mix of the parts of a data set's pieces.")
  .addOption(new Option("--dataset <name>", "data set").choices(["bach10"]).default("bach10"))
  .requiredOption("--data <folder>", "where the data set lies")
  .option("--model <name>", "a bundled model, or the path of a model card", DEFAULT_MODEL)
  .option("--mixes <sizes>", "numbers of parts mixed", sizes, [2, 3, 4])
  .addOption(
    new Option("--backend <name>", "inference engine").choices([...BACKENDS]).default("native"),
  )
  .action(run);

function sizes(text: string): number[] {
  const numbers = text.split(",").map(Number);
  if (numbers.some((n) => !(n >= 1 && n <= BACH10_PARTS.length))) {
    throw new InvalidArgumentError(`Name numbers from 1 to ${BACH10_PARTS.length}.`);
  }
  return numbers;
}

async function run(options: Options): Promise<void> {
  try {
    const model = await loadNamedModel(options.model, options.backend);
    const rows = await scoreAll(model, await readPieces(userPath(options.data)), options.mixes);
    console.log(table(rows, model));
  } catch (error) {
    throw cannot(`evaluate ${options.model} on ${options.data}`, error);
  }
}

async function readPieces(folder: string): Promise<Part[][]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort();
  if (names.length === 0) throw new Error("there are no folders of pieces in it");
  const bar = progress("Reading", names.length * BACH10_PARTS.length);
  const pieces: Part[][] = [];
  for (const name of names) {
    const stem = join(folder, name, name);
    const notes = await readBach10Notes(await readFile(`${stem}-GTNotes.mat`));
    const parts: Part[] = [];
    for (const [i, part] of BACH10_PARTS.entries()) {
      const waveform = await readWaveform(await readFile(`${stem}-${part}.wav`));
      parts.push({ waveform, notes: notes[i] });
      bar.update(pieces.length * BACH10_PARTS.length + i + 1);
    }
    pieces.push(parts);
  }
  bar.stop();
  return pieces;
}

async function scoreAll(model: Model, pieces: Part[][], mixes: number[]): Promise<Row[]> {
  const wanted = pieces.flatMap((parts) => mixes.flatMap((size) => subsets(parts, size)));
  const bar = progress("Listening", wanted.length);
  const rows: Row[] = [];
  try {
    for (const parts of wanted) {
      interruption.signal.throwIfAborted();
      rows.push(await score(model, parts));
      bar.update(rows.length);
    }
  } finally {
    bar.stop();
  }
  return rows;
}

async function score(model: Model, parts: Part[]): Promise<Row> {
  const mix = new Float32Array(Math.max(...parts.map(({ waveform }) => waveform.length)));
  for (const { waveform } of parts) waveform.forEach((x, i) => mix[i] += x);
  const song = await transcribe({ channelData: [mix], sampleRate: SAMPLE_RATE }, { model });
  const tracks = parts.map(({ notes }) => notes);
  const given = recolor(song, { timbres: parts.length });
  return {
    parts: parts.length,
    agnostic: scoreNotes(tracks.flat(), song.notes).f,
    given: scoreTracks(tracks, timbreTracks(given)),
    auto: scoreTracks(tracks, timbreTracks(song)),
    counted: song.timbres,
  };
}

function timbreTracks({ notes }: Song): TimbredNote[][] {
  return splitByLabel(notes, notes.map(({ timbre }) => timbre));
}

function subsets<T>(items: T[], size: number): T[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, i) =>
    subsets(items.slice(i + 1), size - 1).map((rest) => [item, ...rest])
  );
}

function table(rows: Row[], { card: { name, thresholds } }: Model): string {
  const sizes = [...new Set(rows.map((row) => row.parts))];
  const lines = [
    `${name}, fixed thresholds (onset ${thresholds.onset}, frame ${thresholds.frame}), ` +
    "note F by onset ±50 ms, mean ± spread over mixes",
    "| parts | mixes | agnostic | separated, count given | separated, count found | count right |",
    "| --- | --- | --- | --- | --- | --- |",
  ];
  for (const size of sizes) {
    const of = rows.filter((row) => row.parts === size);
    const right = of.filter((row) => row.counted === size).length;
    const figures = (["agnostic", "given", "auto"] as const).map((key) =>
      meanAndSpread(of.map((row) => row[key]))
    );
    lines.push(`| ${size} | ${of.length} | ${figures.join(" | ")} | ${right}/${of.length} |`);
  }
  return lines.join("\n");
}

function meanAndSpread(values: number[]): string {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
  return `${mean.toFixed(3)} ± ${Math.sqrt(variance).toFixed(3)}`;
}

if (import.meta.main) await main(command);

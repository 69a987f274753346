/**
 * `deno task transcribe`: a recording to MIDI, JSON, CSV or a page, or its notes as they come.
 *
 * @module
 */
import { Command, Option } from "commander";
import { once } from "node:events";
import { createReadStream, type Stats } from "node:fs";
import { stat } from "node:fs/promises";
import { basename, extname } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { toCsv } from "../export/csv.ts";
import { toHtml } from "../export/html.ts";
import { toJson } from "../export/json.ts";
import { noteLine, relabellingLine } from "../export/jsonl.ts";
import { toMidi } from "../export/midi.ts";
import { DEFAULT_MODEL } from "../inference/model.ts";
import { type Backend, BACKENDS } from "../inference/runtime.ts";
import { pianoRoll } from "../plot/piano_roll.ts";
import { transcribeStream } from "../stream.ts";
import { TIMBRE_LIMIT } from "../recolor.ts";
import { transcribe, type TranscribeOptions } from "../transcribe.ts";
import type { Relabelling } from "../timbre/memory.ts";
import type { Song } from "../types.ts";
import { userPath, writeWhole } from "./files.ts";
import { cannot, integer, interruption, main } from "./main.ts";
import { loadNamedModel } from "./models.ts";
import { readPlotly } from "./plotly.ts";
import { progress } from "./progress.ts";
import { summary } from "./summary.ts";

/** Transcribed when no file is named. */
const EXAMPLE = fileURLToPath(new URL("../example/trio.wav", import.meta.url));

interface Options {
  midi?: string;
  json?: string;
  csv?: string;
  html?: string;
  jsonl?: boolean;
  timbres: number | "auto";
  model: string;
  backend: Backend;
  quiet: boolean;
}

const command = new Command("transcribe")
  .description("Write down the notes of a recording, a track for each timbre.")
  .argument("[file]", 'the recording, or "-" for standard input; the bundled example if left out')
  .option("--midi <file>", "MIDI file to write; written by default if no other output is named")
  .option("--json <file>", "JSON file to write")
  .option("--csv <file>", "CSV file to write")
  .option("--html <file>", "page with a piano roll to write")
  .addOption(
    new Option(
      "--jsonl",
      "print each note as a line of JSON as soon as it is over, and nothing else",
    )
      .conflicts(["midi", "json", "csv", "html"]),
  )
  .option("--timbres <number>", `how many, 1 to ${TIMBRE_LIMIT}, or auto`, timbreCount, "auto")
  .option("--model <name>", "a bundled model, or the path of a model card", DEFAULT_MODEL)
  .addOption(
    new Option("--backend <name>", "inference engine").choices([...BACKENDS]).default("wasm"),
  )
  .option("--quiet", "print nothing but errors", false)
  .action(run);

function timbreCount(text: string): number | "auto" {
  return text === "auto" ? text : integer(1, TIMBRE_LIMIT)(text);
}

async function run(file: string | undefined, options: Options): Promise<void> {
  const name = file === undefined ? basename(EXAMPLE) : file === "-" ? "recording" : basename(file);
  if (file === undefined && !options.quiet) {
    console.error("No recording named: this is the bundled example.");
  }
  try {
    if (options.jsonl) return await listen(file, options, printNotes);
    const outputs = outputsOf(name, options);
    const paths = outputs.map(([path]) => path);
    await checkOutputs(paths, file);
    const started = performance.now();
    const song = await listen(file, options, transcribe);
    const seconds = (performance.now() - started) / 1000;
    for (const [path, contentOf] of outputs) {
      await writeWhole(userPath(path), await contentOf(song));
    }
    if (!options.quiet) console.log(summary(song, name, seconds, paths));
  } catch (error) {
    throw cannot(`transcribe ${file ?? name}`, error);
  }
}

/** Writes each note and each change of timbre to standard output, at the reader's pace. */
async function printNotes(
  audio: AsyncIterable<Uint8Array>,
  options: TranscribeOptions,
): Promise<void> {
  const changes: Relabelling[] = [];
  const print = async (line: string) => {
    if (!process.stdout.write(line)) await once(process.stdout, "drain");
  };
  const printChanges = async () => {
    for (const change of changes.splice(0)) await print(relabellingLine(change));
  };
  const onRelabelling = (change: Relabelling) => changes.push(change);
  for await (const note of transcribeStream(audio, { ...options, onRelabelling })) {
    await printChanges();
    await print(noteLine(note));
  }
  await printChanges();
}

/** Gives `work` the recording and what it needs. */
async function listen<T>(
  file: string | undefined,
  options: Options,
  work: (audio: AsyncIterable<Uint8Array>, options: TranscribeOptions) => Promise<T>,
): Promise<T> {
  const source = file === "-" ? process.stdin : await openFile(file ? userPath(file) : EXAMPLE);
  const size = "path" in source ? (await stat(source.path)).size : 0;
  const model = await loadNamedModel(options.model, options.backend);
  const bar = progress("Listening", size || 1, options.quiet);
  const warnings: string[] = [];
  try {
    return await work(watched(source, (bytes) => bar.update(Math.min(bytes, size))), {
      model,
      timbres: options.timbres,
      onWarning: (message) => warnings.push(message),
      signal: interruption.signal,
    });
  } finally {
    bar.stop();
    if (!options.quiet) warnings.forEach((message) => console.error(`Warning: ${message}`));
    await model.session.release();
  }
}

async function openFile(path: string) {
  const about = await stat(path).catch(() => {
    throw new Error("there is no such file");
  });
  if (about.isDirectory()) throw new Error("it is a folder, not a recording");
  return createReadStream(path, { highWaterMark: 256 * 1024 });
}

async function* watched(
  source: AsyncIterable<Uint8Array>,
  onBytes: (total: number) => void,
): AsyncGenerator<Uint8Array> {
  let total = 0;
  for await (const bytes of source) {
    yield bytes;
    onBytes(total += bytes.length);
  }
}

/** A file to write, and what of a song is written to it. */
type Output = [path: string, contentOf: (song: Song) => Content | Promise<Content>];
type Content = Uint8Array | string;

function outputsOf(name: string, { midi, json, csv, html }: Options): Output[] {
  const outputs: Output[] = [];
  if (midi) outputs.push([midi, toMidi]);
  if (json) outputs.push([json, (song) => JSON.stringify(toJson(song, name), null, 1) + "\n"]);
  if (csv) outputs.push([csv, toCsv]);
  if (html) {
    outputs.push([html, async (song) => toHtml(pianoRoll(song), name, await readPlotly())]);
  }
  if (outputs.length > 0) return outputs;
  return [[`${name.slice(0, name.length - extname(name).length)}.mid`, toMidi]];
}

/** @throws {Error} If a file could not be written, or only in place of another that is wanted. */
async function checkOutputs(paths: readonly string[], file: string | undefined): Promise<void> {
  const recording = file && file !== "-" ? await fileAt(file) : undefined;
  for (const [i, path] of paths.entries()) {
    const refuse = (reason: string) => new Error(`cannot write ${path}: ${reason}`);
    const there = await fileAt(path);
    if (there?.isDirectory()) throw refuse("it is a folder");
    if (there && there.dev === recording?.dev && there.ino === recording.ino) {
      throw refuse("it is the recording itself");
    }
    if (paths.findIndex((other) => userPath(other) === userPath(path)) < i) {
      throw refuse("another output is written there");
    }
  }
}

async function fileAt(path: string): Promise<Stats | undefined> {
  return await stat(userPath(path)).catch(() => undefined);
}

if (import.meta.main) await main(command);

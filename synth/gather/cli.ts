/**
 * `synth/gather/cli.ts`: makes a bank of recorded notes from npm's `tonejs-instrument-*-mp3`.
 *
 * @module
 */
import { Command } from "commander";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readWaveform } from "../../lib/audio/recording.ts";
import { userPath, writeWhole } from "../../lib/cli/files.ts";
import { cannot, interruption, main } from "../../lib/cli/main.ts";
import { progress } from "../../lib/cli/progress.ts";
import { encodeFlac } from "../flac.ts";
import { deviation, trim } from "./note.ts";

const LIBRARY = "tonejs";
const LICENCE = "CC BY 3.0";
const PACKAGE = /^tonejs-instrument-(.+)-mp3$/;
/** Instruments as a bank names them, where the package says it in another way or not at all. */
const INSTRUMENTS: Record<string, [instrument: string, articulation: string]> = {
  "bass-electric": ["electric-bass", "pizz"],
  "cello": ["cello", "arco"],
  "contrabass": ["double-bass", "arco"],
  "guitar-acoustic": ["steel-guitar", "normal"],
  "guitar-electric": ["electric-guitar", "normal"],
  "guitar-nylon": ["guitar", "normal"],
  "violin": ["violin", "arco"],
};
const HEADER = "file,library,instrument,articulation,midi,cents,dynamic,licence";
/** `As2.mp3` is the A sharp of octave 2; C4 is MIDI 60. */
const NOTE = /^([A-G])(s?)(-?\d+)\.mp3$/;
const DEGREES: Record<string, number> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

const command = new Command("gather")
  .description("Make a bank of recorded notes from npm's tonejs-instrument-*-mp3.")
  .requiredOption("--packages <folder>", "a node_modules that holds them", userPath)
  .requiredOption("--out <folder>", "the bank to write", userPath)
  .option("--quiet", "no progress bar")
  .action(run);

async function run(options: { packages: string; out: string; quiet?: boolean }): Promise<void> {
  try {
    const rows: string[] = [];
    const refused: string[] = [];
    const files = await recordings(options.packages);
    const bar = progress("Gathering", files.length, options.quiet);
    try {
      for (const file of files) {
        interruption.signal.throwIfAborted();
        const row = await gather(file, options.out);
        if (row === null) refused.push(file.path);
        else rows.push(row);
        bar.update(rows.length + refused.length);
      }
    } finally {
      bar.stop();
    }
    await writeWhole(join(options.out, "manifest.csv"), `${[HEADER, ...rows].join("\n")}\n`);
    console.log(`${rows.length} notes; ${refused.length} left out, as they sound another pitch`);
    for (const path of refused) console.log(`  ${path}`);
  } catch (error) {
    throw cannot("gather recorded notes", error);
  }
}

interface File {
  path: string;
  instrument: string;
  articulation: string;
  /** MIDI. */
  pitch: number;
}

async function recordings(folder: string): Promise<File[]> {
  const found: File[] = [];
  for (const name of await namesIn(folder)) {
    const kind = PACKAGE.exec(name)?.[1];
    if (kind === undefined) continue;
    const [instrument, articulation] = INSTRUMENTS[kind] ?? [kind, "normal"];
    for (const file of await namesIn(join(folder, name))) {
      const [, letter, sharp, octave] = NOTE.exec(file) ?? [];
      if (letter === undefined) continue;
      const pitch = 12 * (Number(octave) + 1) + DEGREES[letter] + sharp.length;
      found.push({ path: join(folder, name, file), instrument, articulation, pitch });
    }
  }
  if (found.length === 0) throw new Error(`${folder} holds no tonejs-instrument-*-mp3`);
  return found;
}

async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => {
    throw new Error(`there is no folder ${folder}`);
  });
  return names.sort();
}

/** Writes a note's audio and returns its line of the manifest; null where it is not that note. */
async function gather(file: File, out: string): Promise<string | null> {
  const { path, instrument, articulation, pitch } = file;
  const audio = trim(await readWaveform(await readFile(path)));
  const cents = audio && deviation(audio, pitch);
  if (audio === null || cents === null) return null;
  const name = `${LIBRARY}__${instrument}-${articulation}/${pitch}.flac`;
  const target = join(out, name);
  await mkdir(dirname(target), { recursive: true });
  await writeWhole(target, await encodeFlac(audio));
  return [name, LIBRARY, instrument, articulation, pitch, cents.toFixed(0), "medium", LICENCE]
    .join(",");
}

await main(command);

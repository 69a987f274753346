/**
 * Music of any length and number of notes.
 *
 * @module
 */
import { Random } from "../../lib/random.ts";
import { begin } from "../../web/edit/history.ts";
import { scoreOf } from "../../web/edit/score.ts";
import { writeProject } from "../../web/files/project.ts";
import { wavHeader } from "../../web/files/wav.ts";
import type { RecordingFile } from "../../web/session/state.ts";

const EXAMPLE = new URL("../../lib/example/trio.wav", import.meta.url);
const EXAMPLE_RATE = 22_050;
const EXAMPLE_HEADER = 44;

/** Numbers of a note's embedding. */
const EMBEDDING = 48;

/** Length of a note, seconds. */
const NOTE = 0.5;

/** Writes the example over and over, as a WAV file. */
export async function writeRecording(path: string, seconds: number): Promise<void> {
  const example = (await Deno.readFile(EXAMPLE)).subarray(EXAMPLE_HEADER);
  let left = 2 * EXAMPLE_RATE * seconds;
  using file = await Deno.open(path, { write: true, create: true });
  const writer = file.writable.getWriter();
  await writer.write(wavHeader({ channels: 1, sampleRate: EXAMPLE_RATE }, left));
  for (; left > 0; left -= example.length) await writer.write(example.subarray(0, left));
  await writer.close();
}

interface Notes {
  count: number;
  timbres: number;
  /** Over which they are spread. */
  seconds: number;
  recording?: RecordingFile;
}

/** Writes a project of notes around as many directions as there are timbres. */
export async function writeNotes(
  path: string,
  { count, timbres, seconds, recording }: Notes,
): Promise<void> {
  const random = new Random(1);
  const directions = Array.from({ length: timbres }, () => unit(random, undefined));
  const notes = Array.from({ length: count }, (_, i) => ({
    onset: i * seconds / count,
    offset: i * seconds / count + NOTE,
    pitch: random.integer(40, 90),
    velocity: 0.7,
    confidence: 0.9,
    timbre: i % timbres,
  }));
  const embeddings = Float32Array.from(
    notes.flatMap(({ timbre }) => unit(random, directions[timbre])),
  );
  const song = {
    duration: seconds + NOTE,
    sampleRate: EXAMPLE_RATE,
    notes,
    timbres,
    model: "made up",
    embeddings,
    embeddingSize: EMBEDDING,
  };
  const score = scoreOf(song, { sensitivity: 50, minimumSeconds: 0.07 }, timbres);
  const project = await writeProject({ file: recording, history: begin(score) });
  await Deno.writeFile(path, await project.bytes());
}

/** A random unit vector, near a given one if there is one. */
function unit(random: Random, near: number[] | undefined): number[] {
  const vector = Array.from(
    { length: EMBEDDING },
    (_, d) => random.normal() / 7 + (near?.[d] ?? 0),
  );
  const length = Math.hypot(...vector);
  return vector.map((x) => x / length);
}

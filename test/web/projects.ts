/**
 * Projects without a recording, for what needs no listening.
 *
 * @module
 */
import { zipSync } from "fflate";
import { begin } from "../../web/edit/history.ts";
import { scoreOf } from "../../web/edit/score.ts";
import { writeProject } from "../../web/files/project.ts";
import { Random } from "../../lib/random.ts";
import type { RecordingFile } from "../../web/session/state.ts";
import type { TimbredNote } from "../../lib/types.ts";

interface Music {
  /** Seconds. */
  duration: number;
  notes: readonly Pick<TimbredNote, "onset" | "offset" | "pitch" | "timbre">[];
  file?: RecordingFile;
}

/** Numbers of an embedding. */
const SIZE = 8;

/** A project whose timbres sound so unlike each other that nobody takes one for another. */
export async function projectOf({ duration, notes, file }: Music): Promise<Uint8Array> {
  const random = new Random(1);
  const timbres = new Set(notes.map(({ timbre }) => timbre)).size;
  const embeddings = Float32Array.from(notes.flatMap(({ timbre }) => {
    const vector = Array.from(
      { length: SIZE },
      (_, d) => Number(d === timbre) + random.normal() / 20,
    );
    return vector.map((x) => x / Math.hypot(...vector));
  }));
  const song = {
    duration,
    sampleRate: 44_100,
    notes: notes.map((note) => ({ ...note, velocity: 1, confidence: 1 })),
    timbres,
    model: "made up",
    embeddings,
    embeddingSize: SIZE,
  };
  const score = scoreOf(song, { sensitivity: 50, minimumSeconds: 0.05 }, timbres);
  return await (await writeProject({ file, history: begin(score) })).bytes();
}

/** Notes of several timbres in turn, one a second. */
export function inTurn(count: number, timbres: number): Music {
  return {
    duration: count,
    notes: Array.from({ length: count }, (_, i) => (
      { onset: i, offset: i + 0.8, pitch: 60 + 3 * (i % timbres) + (i % 2), timbre: i % timbres }
    )),
  };
}

/** Bytes of zeros in each entry of {@linkcode bomb}. */
const ZEROS = 10e6;

/** An archive of little size whose entries all unpack the same bytes. */
export function bomb(entries: number): Uint8Array {
  const single = zipSync({ zeros: new Uint8Array(ZEROS) });
  const END = 22;
  const end = single.slice(-END);
  const view = new DataView(end.buffer);
  const [size, start] = [view.getUint32(12, true), view.getUint32(16, true)];
  const entry = single.subarray(start, start + size);
  view.setUint16(8, entries, true);
  view.setUint16(10, entries, true);
  view.setUint32(12, entries * size, true);
  return Uint8Array.from([
    ...single.subarray(0, start),
    ...Array(entries).fill([...entry]).flat(),
    ...end,
  ]);
}

/**
 * Projects without a recording, for what needs no listening.
 *
 * @module
 */
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

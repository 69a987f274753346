/**
 * Timbres told apart frame by frame, as others do: what is clustered are all frames of all notes,
 * and a note belongs where most of its frames do.
 *
 * @module
 */
import type { Keeper } from "../../lib/cli/evaluate/cache.ts";
import { openListener } from "../../lib/cli/evaluate/listener.ts";
import type { System } from "../../lib/cli/evaluate/system.ts";
import { writeDown } from "../../lib/cli/evaluate/write_down.ts";
import type { PitchedInterval } from "../../lib/evaluate/check.ts";
import { FRAME_RATE, LOWEST_PITCH, PITCHES } from "../../lib/frontend/constants.ts";
import type { Backend } from "../../lib/inference/runtime.ts";
import type { Heard } from "../../lib/listen.ts";
import { separate } from "../../lib/timbre/separate.ts";

/** Frames between those of a note that are clustered. */
const STRIDE = 3;

/** A model that gives bins a direction, its frames clustered; the number of timbres is given. */
export async function openByFrames(
  card: string,
  backend: Backend,
  keeper: Keeper,
): Promise<System> {
  const listener = await openListener(card, backend, keeper);
  const { model, engine, release } = listener;
  return {
    name: `${model.card.name}, by frames`,
    engine,
    release,
    async listen(mix) {
      const { heard } = await listener.hear(mix);
      const { notes } = await writeDown(model, [heard]);
      const label = (timbres: number | "auto") =>
        timbres === "auto" ? undefined : labelByFrames(notes, heard, timbres);
      return { write: () => Promise.resolve({ notes, label }) };
    },
  };
}

/** A label for each note, by the majority of its frames. */
export function labelByFrames(
  notes: readonly PitchedInterval[],
  { frames, embedding }: Pick<Heard, "frames" | "embedding">,
  timbres: number,
): Int32Array {
  const size = embedding.length / frames / PITCHES;
  const owners: number[] = [];
  const vectors: Float32Array[] = [];
  notes.forEach(({ onset, offset, pitch }, note) => {
    const first = Math.min(frames - 1, Math.round(onset * FRAME_RATE));
    const end = Math.min(frames, Math.max(first + 1, Math.round(offset * FRAME_RATE)));
    for (let t = first; t < end; t += STRIDE) {
      const at = (t * PITCHES + pitch - LOWEST_PITCH) * size;
      owners.push(note);
      vectors.push(embedding.subarray(at, at + size));
    }
  });
  const values = new Float32Array(vectors.length * size);
  vectors.forEach((vector, i) => values.set(vector, i * size));
  const labels = separate({ values, size, count: vectors.length }, timbres);
  const votes = notes.map(() => new Int32Array(timbres));
  owners.forEach((note, i) => votes[note][labels[i]]++);
  return Int32Array.from(votes, (counts) => counts.indexOf(Math.max(...counts)));
}

/**
 * What a model heard, written down and told apart.
 *
 * @module
 */
import type { Transcription } from "../../evaluate/benchmark/score.ts";
import type { Thresholds } from "../../inference/card.ts";
import type { Model } from "../../inference/model.ts";
import { type Heard, type HeardNote, Scribe } from "../../listen.ts";
import { compareNotes } from "../../timbre/compare.ts";
import { type PriorName, priorsFor } from "../../timbre/priors.ts";
import { separate } from "../../timbre/separate.ts";
import { rememberedLabels } from "./remember.ts";

/** Frames written down at a time. */
const PIECE_FRAMES = 1000;

/**
 * The notes of some recordings, each written down by itself, and the timbres of all together.
 *
 * @param thresholds In place of the card's.
 * @param priors What is expected of players besides their sound.
 */
export async function writeDown(
  model: Model,
  recordings: readonly Heard[],
  thresholds?: Partial<Thresholds>,
  priors: readonly PriorName[] = [],
): Promise<Transcription> {
  const notes = await notesOf(model, recordings, thresholds);
  const embeddings = await compareNotes(model, notes);
  if (embeddings.size === 0) return { notes };
  const factor = priors.length > 0 ? priorsFor(notes, priors) : undefined;
  return {
    notes,
    embeddings,
    label: (timbres) => separate(embeddings, timbres, { factor }),
    remember: (timbres) => rememberedLabels(model, notes, timbres),
  };
}

/** The notes of some recordings, each written down by itself, all in order of onset. */
export async function notesOf(
  model: Model,
  recordings: readonly Heard[],
  thresholds?: Partial<Thresholds>,
): Promise<HeardNote[]> {
  const notes: HeardNote[] = [];
  for (const heard of recordings) {
    const scribe = await Scribe.create(model, thresholds);
    for (const piece of pieces(heard)) notes.push(...await scribe.push(piece));
    notes.push(...await scribe.flush());
  }
  return notes.sort((a, b) => a.onset - b.onset || a.pitch - b.pitch);
}

/** Stretches of `PIECE_FRAMES`, as a scribe takes them. */
function* pieces(heard: Heard): Generator<Heard> {
  for (let from = 0; from < heard.frames; from += PIECE_FRAMES) {
    const frames = Math.min(PIECE_FRAMES, heard.frames - from);
    const cut = (values: Float32Array) => {
      const width = values.length / heard.frames;
      return values.subarray(from * width, (from + frames) * width);
    };
    const { onset, frame, strength, embedding, energy } = heard;
    yield {
      frames,
      onset: cut(onset),
      frame: cut(frame),
      strength: cut(strength),
      embedding: cut(embedding),
      energy: cut(energy),
    };
  }
}

/**
 * What covering each other costs notes: the labels of notes found in mixtures, with what is known
 * of their sound taken from the mixture or, in part or in whole, from the player's own recording.
 *
 * ```sh
 * deno task synth --sources bank --bank BANK --count 60 --seconds 20 --stems --out data/stems
 * deno run -A test/bench/crowd.ts --data data/stems
 * ```
 *
 * @module
 */
import { Command } from "commander";
import type { Mix } from "../../lib/cli/evaluate/mixes.ts";
import { cannot, interruption, main } from "../../lib/cli/main.ts";
import { loadNamedModel } from "../../lib/cli/models.ts";
import { progress } from "../../lib/cli/progress.ts";
import { concatenate } from "../../lib/concatenate.ts";
import { compareLabels } from "../../lib/evaluate/labels.ts";
import { toMarkdown } from "../../lib/export/table.ts";
import { FRAME_RATE } from "../../lib/frontend/constants.ts";
import { constantQ } from "../../lib/frontend/mod.ts";
import type { Model } from "../../lib/inference/model.ts";
import { Ear, type Heard, type HeardNote, Scribe } from "../../lib/listen.ts";
import { compareNotes } from "../../lib/timbre/compare.ts";
import { type Portrait, PORTRAIT_BINS, portray, SLOTS } from "../../lib/timbre/portrait.ts";
import { separate } from "../../lib/timbre/separate.ts";
import { playersOf } from "../../models/train/hear.ts";
import { openMixtures } from "../../models/table/trials.ts";

/** What is known of a note's sound, from the mixture and from its player alone. */
type Taken = (mixed: Portrait, alone: Portrait) => Portrait;

const outlineOf = (of: Portrait, own: Portrait) => ({ ...of.outline, own: own.outline.own });

const TAKEN: Record<string, Taken> = {
  "nothing": (mixed) => mixed,
  "partials and attack": (mixed, alone) => ({ ...mixed, outline: outlineOf(alone, mixed) }),
  "loudness": (mixed, { loudness }) => ({ ...mixed, loudness }),
  "spectrum": (mixed, { spectrum }) => ({ ...mixed, spectrum }),
  "everything": (mixed, alone) => ({ ...alone, outline: outlineOf(alone, mixed) }),
};

const command = new Command("crowd")
  .description("Print how notes of mixtures are told apart, heard in the mixture and alone.")
  .requiredOption("--data <folder>", "mixtures rendered by the synth task with --stems")
  .option("--model <card>", "a bundled model that compares notes, or the path of a card", "prism")
  .action(run);

async function run({ data, model: card }: { data: string; model: string }): Promise<void> {
  const model = await loadNamedModel(card, "native");
  if (model.further.portraits === undefined) {
    throw cannot(`use ${card}`, new Error("this model compares no portraits of notes"));
  }
  const mixes = (await openMixtures(data)).mixes.filter(({ alone }) => alone.length > 1);
  if (mixes.length === 0) {
    throw cannot(`measure ${data}`, new Error("no players were recorded alone"));
  }
  const scores = new Map<string, Map<number, number[]>>();
  const bar = progress("listen", mixes.length);
  for (const [i, mix] of mixes.entries()) {
    interruption.signal.throwIfAborted();
    const players = mix.tracks.length;
    for (const [name, score] of await judge(model, mix)) {
      const row = scores.get(name) ?? new Map<number, number[]>();
      row.set(players, [...row.get(players) ?? [], score]);
      scores.set(name, row);
    }
    bar.update(i + 1);
  }
  bar.stop();
  const counts = [...new Set([...scores.values()].flatMap((row) => [...row.keys()]))].sort();
  console.log(toMarkdown({
    caption: "ARI of the labels, count given, of notes found in mixtures; mean by players.",
    header: ["from the player alone", ...counts.map(String)],
    rows: [...scores].map(([name, row]) => [
      name,
      ...counts.map((count) => {
        const all = row.get(count) ?? [];
        return (all.reduce((sum, score) => sum + score, 0) / all.length).toFixed(3);
      }),
    ]),
  }));
}

/** The adjusted Rand index of a mixture's notes by what is taken from players alone. */
async function judge(model: Model, mix: Mix): Promise<[string, number][]> {
  const ear = await Ear.create(model);
  const heard: Heard[] = [];
  for await (const piece of ear.push(await mix.waveform())) heard.push(piece);
  for await (const piece of ear.flush()) heard.push(piece);
  const notes = await notesOf(model, heard);
  const written = mix.tracks.flatMap((track, player) =>
    track.map((note) => ({ ...note, velocity: 1, player }))
  );
  const whose = notes.map(({ pitch, onset, offset }) => playersOf(pitch, onset, offset, written));
  const activity = concatenate(heard.map(({ frame }) => frame));
  const together = concatenate(heard.map(({ energy }) => energy));
  const alone = await Promise.all(mix.alone.map(async (part) => {
    const energy = new Float32Array(together.length);
    energy.set((await constantQ(await part.waveform())).subarray(0, energy.length));
    return energy;
  }));
  const seen = (energy: Float32Array, note: HeardNote) =>
    portray({ energy, activity, start: 0 }, {
      pitch: note.pitch,
      onset: Math.round(note.onset * FRAME_RATE),
      offset: note.offset * FRAME_RATE,
    });
  const judged = [...notes.keys()].filter((i) => whose[i].length === 1);
  const scores: [string, number][] = [];
  for (const [name, take] of Object.entries(TAKEN)) {
    const portraits = notes.map((note, i) => {
      const mixed = seen(together, note);
      return whose[i].length === 1 ? take(mixed, seen(alone[whose[i][0]], note)) : mixed;
    });
    const labels = await labelsBy(model, notes, portraits, mix.tracks.length);
    scores.push([
      name,
      compareLabels(judged.map((i) => whose[i][0]), judged.map((i) => labels[i])).adjustedRand,
    ]);
  }
  return scores;
}

async function notesOf(model: Model, heard: readonly Heard[]): Promise<HeardNote[]> {
  const scribe = await Scribe.create(model);
  const notes: HeardNote[] = [];
  for (const piece of heard) notes.push(...await scribe.push(piece));
  notes.push(...await scribe.flush());
  return notes.sort((a, b) => a.onset - b.onset || a.pitch - b.pitch);
}

/** Labels of notes that look like these portraits. */
async function labelsBy(
  model: Model,
  notes: readonly HeardNote[],
  portraits: readonly Portrait[],
  count: number,
): Promise<Int32Array> {
  const { features } = await model.further.portraits!.run({
    spectrum: {
      data: concatenate(portraits.map(({ spectrum }) => spectrum)),
      shape: [notes.length, SLOTS, PORTRAIT_BINS],
    },
    heard: {
      data: concatenate(portraits.map(({ heard }) => heard)),
      shape: [notes.length, SLOTS],
    },
    pitch: { data: Float32Array.from(notes, ({ pitch }) => pitch), shape: [notes.length] },
  });
  const size = features.length / notes.length;
  const embeddings = await compareNotes(
    model,
    notes.map((note, i) => ({
      ...note,
      features: features.slice(i * size, (i + 1) * size),
      loudness: portraits[i].loudness,
      outline: portraits[i].outline,
    })),
  );
  return separate(embeddings, count);
}

await main(command);

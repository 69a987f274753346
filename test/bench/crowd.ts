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
import { hear } from "../../lib/cli/evaluate/listener.ts";
import type { Mix } from "../../lib/cli/evaluate/mixes.ts";
import { notesOf } from "../../lib/cli/evaluate/write_down.ts";
import { cannot, interruption, main } from "../../lib/cli/main.ts";
import { loadNamedModel } from "../../lib/cli/models.ts";
import { progress } from "../../lib/cli/progress.ts";
import { compareLabels } from "../../lib/evaluate/labels.ts";
import { toMarkdown } from "../../lib/export/table.ts";
import { FRAME_RATE } from "../../lib/frontend/constants.ts";
import { constantQ } from "../../lib/frontend/mod.ts";
import type { Model } from "../../lib/inference/model.ts";
import type { Session } from "../../lib/inference/runtime.ts";
import type { HeardNote } from "../../lib/listen.ts";
import { compareNotes } from "../../lib/timbre/compare.ts";
import { type Portrait, portray } from "../../lib/timbre/portrait.ts";
import { separate } from "../../lib/timbre/separate.ts";
import { soundsOf } from "../../lib/timbre/sound.ts";
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
  const { portraits } = model.further;
  if (portraits === undefined) {
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
    for (const [name, score] of await judge(model, portraits, mix)) {
      const row = scores.get(name) ?? new Map<number, number[]>();
      row.set(players, [...row.get(players) ?? [], score]);
      scores.set(name, row);
    }
    bar.update(i + 1);
  }
  bar.stop();
  const counts = [...new Set([...scores.values()].flatMap((row) => [...row.keys()]))]
    .sort((a, b) => a - b);
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
async function judge(
  model: Model,
  network: Session,
  { waveform, tracks, alone }: Mix,
): Promise<[string, number][]> {
  const heard = await hear(model, await waveform());
  const notes = await notesOf(model, [heard]);
  const written = tracks.flatMap((track, player) =>
    track.map((note) => ({ ...note, velocity: 1, player }))
  );
  const whose = notes.map(({ pitch, onset, offset }) => playersOf(pitch, onset, offset, written));
  const judged = [...notes.keys()].filter((i) => whose[i].length === 1);
  const players = await Promise.all(alone.map(async (part) => {
    const energy = new Float32Array(heard.energy.length);
    energy.set((await constantQ(await part.waveform())).subarray(0, energy.length));
    return energy;
  }));
  const seen = (energy: Float32Array, { pitch, onset, offset }: HeardNote) =>
    portray({ energy, activity: heard.frame, start: 0 }, {
      pitch,
      onset: Math.round(onset * FRAME_RATE),
      offset: offset * FRAME_RATE,
    });
  const mixed = notes.map((note) => seen(heard.energy, note));
  const apart = notes.map((note, i) =>
    whose[i].length === 1 ? seen(players[whose[i][0]], note) : mixed[i]
  );
  const pitches = notes.map(({ pitch }) => pitch);
  const scores: [string, number][] = [];
  for (const [name, take] of Object.entries(TAKEN)) {
    const portraits = mixed.map((portrait, i) => take(portrait, apart[i]));
    const sounds = await soundsOf(network, pitches, portraits);
    const described = notes.map((note, i) => ({ ...note, ...sounds[i] }));
    const labels = separate(await compareNotes(model, described), tracks.length);
    const { adjustedRand } = compareLabels(
      judged.map((i) => whose[i][0]),
      judged.map((i) => labels[i]),
    );
    scores.push([name, adjustedRand]);
  }
  return scores;
}

await main(command);

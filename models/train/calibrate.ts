/**
 * `deno task calibrate`: a model's thresholds, tuned on labelled mixtures it was not trained on.
 *
 * @module
 */
import { Command } from "commander";
import { readFile } from "node:fs/promises";
import { basename, dirname, parse } from "node:path";
import { fileURLToPath } from "node:url";
import { readWaveform } from "../../lib/audio/recording.ts";
import { userPath, writeWhole } from "../../lib/cli/files.ts";
import { cannot, interruption, main } from "../../lib/cli/main.ts";
import { loadNamedModel, namedCard } from "../../lib/cli/models.ts";
import { progress } from "../../lib/cli/progress.ts";
import { THRESHOLD_GRID } from "../../lib/evaluate/benchmark/thresholds.ts";
import { scoreNotes } from "../../lib/evaluate/transcription.ts";
import type { Card, Thresholds } from "../../lib/inference/card.ts";
import type { Model } from "../../lib/inference/model.ts";
import { Ear, type Heard, type HeardNote, Scribe } from "../../lib/listen.ts";
import { compareNotes } from "../../lib/timbre/compare.ts";
import { countedOf } from "../../lib/timbre/count.ts";
import { clusterSizes, countLarge, type Large } from "../../lib/timbre/count/linkage.ts";
import type { ClipNote } from "./clips.ts";
import { clipLabels, listClips } from "./features.ts";

/** Settings tried, every combination of them. */
const GRID = {
  ...THRESHOLD_GRID,
  minimumSeconds: [0.05, 0.07, 0.09, 0.12],
  cosine: [0.9, 0.85, 0.8, 0.76, 0.72, 0.7, 0.68, 0.66, 0.64, 0.62, 0.6, 0.58, 0.54, 0.5],
  leastShare: [0.02, 0.04, 0.06, 0.08, 0.1],
  fewestNotes: [2, 4, 6],
};

/** A validation mixture as the model hears it. */
interface Trial {
  heard: Heard[];
  labels: readonly ClipNote[];
}

/** How linkage counts timbres, and how often rightly. */
interface Counting extends Large {
  leastCosine: number;
  accuracy: number;
}

const command = new Command("calibrate")
  .description("Tune a model's thresholds on labelled mixtures and write them on its card.")
  .argument("<card>", "the model's card, a .json file")
  .requiredOption("--data <folder>", "mixtures rendered by the synth task, not trained on")
  .action(async (path: string, options: { data: string }) => {
    try {
      await calibrate(path, userPath(options.data));
    } catch (error) {
      throw cannot(`calibrate ${path}`, error);
    }
  });

async function calibrate(card: string, data: string): Promise<void> {
  const model = await loadNamedModel(card, "native");
  const trials = await listen(model, data);
  const { thresholds, f } = await tuneThresholds(model, trials);
  console.log(`note F ${f.toFixed(3)} with ${JSON.stringify(thresholds)}`);
  const scores = { ...model.card.scores, "validation note F": Number(f.toFixed(4)) };
  const tuned: Card = { ...model.card, thresholds, scores };
  if (tuned.embeddingSize) {
    const { accuracy, ...counting } = await tuneCounting({ ...model, card: tuned }, trials);
    console.log(
      `timbres counted right by linkage ${accuracy.toFixed(3)} with ${JSON.stringify(counting)}`,
    );
  }
  await writeWhole(fileURLToPath(namedCard(card)), JSON.stringify(tuned, null, 2) + "\n");
}

async function listen(model: Model, folder: string): Promise<Trial[]> {
  const paths = await listClips(folder);
  const bar = progress("Listening", paths.length);
  const trials: Trial[] = [];
  for (const path of paths) {
    interruption.signal.throwIfAborted();
    const { notes } = await clipLabels(dirname(path), `${parse(basename(path)).name}.json`);
    const ear = await Ear.create(model);
    const heard: Heard[] = [];
    for await (const piece of ear.push(await readWaveform(await readFile(path)))) heard.push(piece);
    for await (const piece of ear.flush()) heard.push(piece);
    trials.push({ heard, labels: notes });
    bar.update(trials.length);
  }
  bar.stop();
  return trials;
}

async function notesOf(
  model: Model,
  { heard }: Trial,
  thresholds?: Thresholds,
): Promise<HeardNote[]> {
  const scribe = await Scribe.create(model, thresholds);
  const notes: HeardNote[] = [];
  for (const piece of heard) notes.push(...await scribe.push(piece));
  notes.push(...await scribe.flush());
  return notes.sort((a, b) => a.onset - b.onset || a.pitch - b.pitch);
}

async function tuneThresholds(
  model: Model,
  trials: Trial[],
): Promise<{ thresholds: Thresholds; f: number }> {
  const deafToTimbre = { ...model, further: {} };
  let best = { thresholds: model.card.thresholds, f: 0 };
  for (const onset of GRID.onset) {
    for (const frame of GRID.frame) {
      for (const minimumSeconds of GRID.minimumSeconds) {
        const thresholds = { onset, frame, minimumSeconds };
        let sum = 0;
        for (const trial of trials) {
          sum += scoreNotes(trial.labels, await notesOf(deafToTimbre, trial, thresholds)).f;
        }
        if (sum / trials.length > best.f) best = { thresholds, f: sum / trials.length };
      }
    }
  }
  if (best.f === 0) throw new Error("whatever the thresholds, no note of these mixtures is found");
  return best;
}

/** How linkage counts timbres best. */
async function tuneCounting(model: Model, trials: Trial[]): Promise<Counting> {
  const songs = [];
  for (const trial of trials) {
    const embeddings = countedOf(await compareNotes(model, await notesOf(model, trial)));
    songs.push({
      sizes: clusterSizes(embeddings, GRID.cosine),
      truth: new Set(trial.labels.map((label) => label.player)).size,
    });
  }
  let best: Counting = { leastCosine: 0, leastShare: 0, fewestNotes: 0, accuracy: -1 };
  for (const leastShare of GRID.leastShare) {
    for (const fewestNotes of GRID.fewestNotes) {
      for (const [stop, leastCosine] of GRID.cosine.entries()) {
        const large = { leastShare, fewestNotes };
        const right = songs.filter(({ sizes, truth }) => countLarge(sizes[stop], large) === truth);
        const accuracy = right.length / songs.length;
        if (accuracy > best.accuracy) best = { leastCosine, ...large, accuracy };
      }
    }
  }
  return best;
}

if (import.meta.main) await main(command);

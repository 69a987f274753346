/**
 * Systems side by side on a data set.
 *
 * @module
 */
import type { LabelSource, MixResult, SystemResult } from "../../evaluate/benchmark/results.ts";
import { scoreLabels, scoreSetting, scoreTranscription } from "../../evaluate/benchmark/score.ts";
import { bestSettings } from "../../evaluate/benchmark/summary.ts";
import { settingsOf } from "../../evaluate/benchmark/thresholds.ts";
import { interruption } from "../main.ts";
import type { Mix } from "./mixes.ts";
import { eachMix } from "./each_mix.ts";
import type { Listening, System } from "./system.ts";

/** What is to be scored. */
export interface Plan {
  /** Whether the grid of thresholds is tried. */
  sweep: boolean;
  labels: readonly LabelSource[];
}

/** Hears every mix with one system and scores it. */
export async function benchmark(
  system: System,
  mixes: readonly Mix[],
  plan: Plan,
): Promise<SystemResult> {
  const results = await eachMix(
    `${system.name} listens`,
    mixes,
    async (mix) => await scoreMix(system, mix, await system.listen(mix), plan),
  );
  const best = bestSettings(results);
  return {
    name: system.name,
    engine: system.engine,
    thresholds: system.thresholds?.fixed,
    best,
    mixes: best.length > 0 ? await addBest(system, mixes, results, best) : results,
  };
}

async function scoreMix(
  system: System,
  { name, piece, tracks }: Mix,
  listening: Listening,
  { sweep, labels }: Plan,
): Promise<MixResult> {
  const reference = tracks.flat();
  const transcription = await listening.write();
  const found = transcription.label?.("auto");
  return {
    piece,
    mix: name,
    parts: tracks.length,
    fixed: scoreTranscription(reference, transcription.notes),
    sweep: sweep ? await sweepMix(system, reference, listening) : undefined,
    separation: scoreLabels(tracks, transcription, labels),
    counted: found && new Set(Array.from(found)).size,
    cost: listening.cost,
  };
}

async function sweepMix({ thresholds }: System, reference: Mix["tracks"][0], heard: Listening) {
  if (!thresholds) return undefined;
  const points = [];
  for (const setting of settingsOf(thresholds.grid)) {
    interruption.signal.throwIfAborted();
    points.push(scoreSetting(setting, reference, (await heard.write(setting)).notes));
  }
  return points;
}

/** Scores again what was heard, each mix with the thresholds best for as many parts. */
async function addBest(
  system: System,
  mixes: readonly Mix[],
  results: readonly MixResult[],
  best: SystemResult["best"],
): Promise<MixResult[]> {
  const settings = new Map(best.map(({ parts, setting }) => [parts, setting]));
  const scores = await eachMix(`${system.name} at its best`, mixes, async (mix) => {
    const listening = await system.listen(mix);
    const { notes } = await listening.write(settings.get(mix.tracks.length));
    return scoreTranscription(mix.tracks.flat(), notes);
  });
  return results.map((result, i) => ({ ...result, best: scores[i] }));
}

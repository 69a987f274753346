/**
 * The clips a run learns from and validates on: folders of them, or mixtures rendered on the way.
 *
 * @module
 */
import { type Progress, progress } from "../../lib/cli/progress.ts";
import { isSpectrogram, type SpectrogramName } from "../../lib/frontend/features.ts";
import { portable, sourcesOf } from "../../synth/dataset.ts";
import type { Licences } from "../../synth/provenance.ts";
import { openStudio, type Recipe as Synthesis } from "../../synth/studio.ts";
import { modelNamed } from "../zoo/mod.ts";
import { type Clips, subset } from "./clips.ts";
import { readClips, readSources } from "./features.ts";
import { comparesNotes, type Plan } from "./recipe.ts";
import type { Origin } from "./state.ts";
import { Stream } from "./stream.ts";
import { WORKERS } from "./team.ts";

/** Last part of the clips that validates where no folder is named. */
const VALIDATION_SHARE = 0.05;

/** Mixtures that are rendered while training goes on. */
export interface Rendering {
  synthesis: Synthesis;
  licences: Licences;
  /** Mixtures at hand at a time. */
  size: number;
  /** Crops drawn from a mixture, on average, before it gives way to a new one. */
  uses: number;
}

/** Where clips come from. */
export interface DataOptions {
  /** Folders of clips; if none is named, mixtures are rendered. */
  data?: readonly string[];
  /** Clips of these folders with such a timbre are left out. */
  without?: RegExp;
  rendering?: Rendering;
  /** A folder of clips; needed where mixtures are rendered. */
  validation?: string;
}

/** Clips and where they came from. */
export interface Data {
  training: Clips;
  validation: Clips;
  origin: Origin["data"];
  stream?: Stream;
}

/**
 * Opens the data of a run.
 *
 * @param step at which the run begins or goes on
 */
export async function openData(
  { data, without, rendering, validation }: DataOptions,
  plan: Plan & { seed: number },
  step: number,
  signal: AbortSignal,
): Promise<Data> {
  const spectra = modelNamed(plan.model).inputs.filter(isSpectrogram);
  const inFiles = comparesNotes(plan.recipe);
  const read = (folders: readonly string[], without?: RegExp) =>
    withProgress(
      "read clips",
      signal,
      (report) => readClips(folders, report, { spectra, without, inFiles }),
    );
  if (data === undefined) {
    if (!rendering) throw new Error("Cannot train: neither a folder nor a recipe is given");
    if (!validation) throw new Error("Cannot train on rendered mixtures without a validation");
    return openRendered(rendering, await read([validation]), { ...plan, spectra }, step, signal);
  }
  const all = await read(data, without);
  const count = all.labels.length;
  const held = validation ? 0 : Math.max(1, Math.round(count * VALIDATION_SHARE));
  if (held === count) throw new Error(`Cannot train on ${data.join(", ")}: it holds one clip only`);
  const training = subset(all, 0, count - held);
  return {
    training,
    validation: validation ? await read([validation]) : subset(all, count - held, count),
    origin: { ...extent(training), sources: await readSources(data) },
  };
}

async function openRendered(
  { synthesis, licences, size, uses }: Rendering,
  validation: Clips,
  { seed, recipe, spectra }: Plan & { seed: number; spectra: readonly SpectrogramName[] },
  step: number,
  signal: AbortSignal,
): Promise<Data> {
  const sources = sourcesOf(synthesis, await openStudio(synthesis, licences), licences);
  const options = { synthesis, seed, size, uses, crops: WORKERS * recipe.crops, spectra };
  const stream = await withProgress(
    "render clips",
    signal,
    (report) => Stream.start(options, step, (done) => report(done, size)),
  );
  const rendered = { recipe: portable(synthesis), uses };
  const origin = { ...extent(stream.clips), sources, rendered };
  return { training: stream.clips, validation, origin, stream };
}

/** Clips, and their frames together. */
function extent({ labels, starts }: Clips): { clips: number; frames: number } {
  return { clips: labels.length, frames: starts[labels.length] - starts[0] };
}

/** Does work of which a bar shows how much is done; a signal stops it. */
export async function withProgress<T>(
  label: string,
  signal: AbortSignal,
  work: (report: (done: number, total: number) => void) => Promise<T>,
): Promise<T> {
  let bar: Progress | undefined;
  try {
    return await work((done, total) => {
      signal.throwIfAborted();
      bar ??= progress(label, total);
      bar.update(done);
    });
  } finally {
    bar?.stop();
  }
}

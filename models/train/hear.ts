/**
 * `deno task hear`: writes beside clips what a model finds in them, so that others can learn from
 * notes as they are found and not as they were written.
 *
 * @module
 */
import { Argument, Command } from "commander";
import { readFile } from "node:fs/promises";
import { basename, dirname, parse } from "node:path";
import { Recording } from "../../lib/audio/recording.ts";
import { userPath, writeWhole } from "../../lib/cli/files.ts";
import { cannot, interruption, main } from "../../lib/cli/main.ts";
import { loadNamedModel } from "../../lib/cli/models.ts";
import { progress } from "../../lib/cli/progress.ts";
import { concatenate } from "../../lib/concatenate.ts";
import { FRAME_RATE } from "../../lib/frontend/constants.ts";
import type { Model } from "../../lib/inference/model.ts";
import { Ear, type Heard } from "../../lib/listen.ts";
import { NoteExtractor } from "../../lib/notes/extract.ts";
import { ownOf } from "../../lib/timbre/portrait.ts";
import type { ClipNote, FoundNote } from "./clips.ts";
import { clipLabels, foundPath, listClips } from "./features.ts";

/** A note begins where it was written to if no farther from it, seconds. */
const ONSET_TOLERANCE = 0.06;

/** Otherwise it is whose note sounds during this part of it at least. */
const LEAST_SHARE = 0.4;

/** What a model finds in a recording, and whose notes these are. */
async function find(
  model: Model,
  audio: Uint8Array,
  written: readonly ClipNote[],
): Promise<FoundNote[]> {
  const { onset, frame, minimumSeconds } = model.card.thresholds;
  const extractor = await NoteExtractor.create({
    ...{ onset, frame },
    minimumFrames: minimumSeconds * FRAME_RATE,
  });
  const ear = await Ear.create(model);
  const heard: Heard[] = [];
  for await (const samples of new Recording(audio).waveform()) {
    for await (const part of ear.push(samples)) heard.push(part);
  }
  for await (const part of ear.flush()) heard.push(part);
  const notes = heard.flatMap(({ onset, frame, strength }) =>
    extractor.push(onset, frame, strength)
  ).concat(extractor.flush());
  const scene = {
    energy: concatenate(heard.map(({ energy }) => energy)),
    activity: concatenate(heard.map(({ frame }) => frame)),
    start: 0,
  };
  return notes.map(({ pitch, onsetFrame, offsetFrame }) => {
    const own = ownOf(scene, { pitch, onset: Math.round(onsetFrame), offset: offsetFrame });
    return {
      ...{ pitch, onset: onsetFrame, offset: offsetFrame },
      players: playersOf(pitch, onsetFrame / FRAME_RATE, offsetFrame / FRAME_RATE, written),
      own: [...own].map((share) => Math.round(share * 100) / 100),
    };
  });
}

/** Who plays a note: all who begin it together, or who holds it most. Times are seconds. */
export function playersOf(
  pitch: number,
  onset: number,
  offset: number,
  written: readonly ClipNote[],
): number[] {
  const apart = (note: ClipNote) => Math.abs(note.onset - onset);
  const shared = (note: ClipNote) => Math.min(note.offset, offset) - Math.max(note.onset, onset);
  const there = written.filter((note) => note.pitch === pitch);
  const beginning = there.filter((note) => apart(note) < ONSET_TOLERANCE)
    .sort((a, b) => apart(a) - apart(b));
  if (beginning.length > 0) return [...new Set(beginning.map(({ player }) => player))];
  return there.filter((note) => shared(note) > LEAST_SHARE * (offset - onset))
    .sort((a, b) => shared(b) - shared(a)).slice(0, 1).map(({ player }) => player);
}

const command = new Command("hear")
  .description("Write beside clips what a model finds in them, for models that compare notes.")
  .addArgument(new Argument("<model>", "a bundled model, or the path of a card"))
  .requiredOption(
    "--data <folders>",
    "clips, as the synth task writes them",
    (text: string) => text.split(",").map(userPath),
  )
  .action(async (name: string, { data }: { data: string[] }) => {
    try {
      const model = await loadNamedModel(name, "native");
      const paths = (await Promise.all(data.map(listClips))).flat();
      const bar = progress("hear clips", paths.length);
      try {
        for (const [i, path] of paths.entries()) {
          interruption.signal.throwIfAborted();
          const [folder, clip] = [dirname(path), parse(basename(path)).name];
          const { notes } = await clipLabels(folder, `${clip}.json`);
          const found = await find(model, await readFile(path), notes);
          await writeWhole(foundPath(folder, clip), JSON.stringify(found));
          bar.update(i + 1);
        }
      } finally {
        bar.stop();
      }
    } catch (error) {
      throw cannot(`hear clips with ${name}`, error);
    }
  });

if (import.meta.main) await main(command);

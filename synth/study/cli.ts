/**
 * `synth/study/cli.ts`: how generated scores compare with written ones.
 *
 * @module
 */
import { Command, Option } from "commander";
import { toPage } from "../../lib/export/html.ts";
import { toMarkdown } from "../../lib/export/table.ts";
import { userPath, writeWhole } from "../../lib/cli/files.ts";
import { cannot, integer, interruption, main } from "../../lib/cli/main.ts";
import { readPlotly } from "../../lib/cli/plotly.ts";
import { progress } from "../../lib/cli/progress.ts";
import { Library } from "../score/piece.ts";
import { ARRANGEMENTS } from "../score/registers.ts";
import { distances, sections, study, type StudyOptions } from "./study.ts";

const MOST_CLIPS = 100_000;

const command = new Command("study")
  .description(
    "Compare generated scores with MIDI files: pitches, intervals, polyphony, durations.",
  )
  .requiredOption("--scores <folders>", "MIDI files, folders parted by commas", folders)
  .option("--count <n>", "clips of each kind", integer(1, MOST_CLIPS), 500)
  .option("--seconds <s>", "length of a clip", integer(1, 600), 10)
  .option("--seed <n>", "first seed", integer(0, 2 ** 31 - 1), 1)
  .addOption(
    new Option("--arrangement <name>", "how registers relate; drawn for each clip by default")
      .choices(Object.keys(ARRANGEMENTS)),
  )
  .option("--html <file>", "page with figures to write", userPath)
  .option("--quiet", "no progress bar")
  .action(run);

function folders(text: string): string[] {
  return text.split(",").map(userPath);
}

interface Options extends StudyOptions {
  scores: string[];
  html?: string;
  quiet?: boolean;
}

async function run({ scores, html, quiet, ...options }: Options): Promise<void> {
  const bar = progress("Counting", options.count, quiet);
  try {
    const found = await study(await Library.open(scores), options, (done) => {
      interruption.signal.throwIfAborted();
      bar.update(done);
    });
    bar.stop();
    console.log(toMarkdown(distances(found)));
    if (html === undefined) return;
    await writeWhole(
      html,
      toPage(sections(found), "Generated and written scores", await readPlotly()),
    );
  } catch (error) {
    throw cannot("study the scores", error);
  } finally {
    bar.stop();
  }
}

await main(command);

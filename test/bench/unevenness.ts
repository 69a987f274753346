/**
 * How unlike the notes of one player sound, by the interval between them: levels of partials,
 * against each other, of every two notes of about the same loudness.
 *
 * ```sh
 * deno run -A test/bench/unevenness.ts --dataset bach10 --data BACH10
 * deno run -A test/bench/unevenness.ts --data data/solos
 * ```
 *
 * @module
 */
import { Command, Option } from "commander";
import { openDataset } from "../../lib/cli/evaluate/dataset.ts";
import { cannot, interruption, main } from "../../lib/cli/main.ts";
import { progress } from "../../lib/cli/progress.ts";
import { DATASETS, type ReferenceNote } from "../../lib/evaluate/datasets/mod.ts";
import { type Table, toMarkdown } from "../../lib/export/table.ts";
import { BINS, FRAME_RATE, LOWEST_PITCH, PITCHES } from "../../lib/frontend/constants.ts";
import { constantQ } from "../../lib/frontend/mod.ts";
import { portray } from "../../lib/timbre/portrait.ts";
import type { Placed } from "../../lib/timbre/relations.ts";
import type { Waveform } from "../../lib/types.ts";
import { ENERGY_PER_DB } from "../../models/train/augment.ts";
import { pianoRoll } from "../../models/train/remembered.ts";

/** Largest interval of each column, semitones. */
const COLUMNS = [0, 1, 2, 4, 7, 12];

/** Notes whose loudness differs by more are not compared, nepers: 6.5 dB. */
const MOST_LOUDNESS = 1.5;

/** Partials that are compared, at the most. */
const PARTIALS = 10;

/** Of these, those that are no weaker than this against the strongest, nepers: 26 dB. */
const LEAST_LEVEL = -6;

/** Pairs with fewer partials in common say nothing. */
const FEWEST_PARTIALS = 4;

/** A partial that is its own by less may be another note's. */
const LEAST_OWN = 0.8;

const command = new Command("unevenness")
  .description("Print how unlike notes of one player sound, by the interval between them.")
  .addOption(
    new Option("--dataset <name>", "its layout").choices(Object.keys(DATASETS)).default("plain"),
  )
  .requiredOption("--data <folder>", "recordings of parts alone, with their notes")
  .action(run);

async function run(
  { dataset, data }: { dataset: keyof typeof DATASETS; data: string },
): Promise<void> {
  const { mixes } = await openDataset({ dataset, data, mixes: [1] });
  const solos = mixes.filter(({ tracks }) => tracks.length === 1);
  if (solos.length === 0) throw cannot(`measure ${data}`, new Error("no part was recorded alone"));
  const found: number[][] = COLUMNS.map(() => []);
  const bar = progress("listen", solos.length);
  for (const [i, { tracks: [notes], waveform }] of solos.entries()) {
    interruption.signal.throwIfAborted();
    const heard = await portraits(await waveform(), notes);
    for (const [j, note] of heard.entries()) {
      for (const other of heard.slice(0, j)) compare(note, other, found);
    }
    bar.update(i + 1);
  }
  bar.stop();
  console.log(toMarkdown(tableOf(found, solos.length)));
}

/** A player's notes as a scene shows them in which nobody else plays. */
async function portraits(waveform: Waveform, notes: readonly ReferenceNote[]): Promise<Placed[]> {
  const energy = await constantQ(waveform);
  const spans = notes.map(({ onset, offset, pitch }) => ({
    ...{ pitch: Math.round(pitch), onset: Math.round(onset * FRAME_RATE) },
    offset: offset * FRAME_RATE,
  })).filter(({ pitch }) => pitch >= LOWEST_PITCH && pitch < LOWEST_PITCH + PITCHES);
  const scene = { energy, activity: pianoRoll(spans, energy.length / BINS), start: 0 };
  return spans.map((span) => ({ ...span, ...portray(scene, span) }));
}

/** Adds the deviation of two notes' partials to the column of their interval. */
function compare(a: Placed, b: Placed, found: number[][]): void {
  const interval = Math.abs(a.pitch - b.pitch);
  const column = COLUMNS.findIndex((most) => interval <= most);
  if (column < 0 || Math.abs(a.loudness - b.loudness) > MOST_LOUDNESS) return;
  const differences: number[] = [];
  for (let h = 0; h < PARTIALS; h++) {
    const [one, other] = [a.outline.partials[h], b.outline.partials[h]];
    const own = Math.min(a.outline.own[h], b.outline.own[h]);
    if (own >= LEAST_OWN && Math.min(one, other) >= LEAST_LEVEL) differences.push(one - other);
  }
  if (differences.length < FEWEST_PARTIALS) return;
  const mean = differences.reduce((sum, x) => sum + x, 0) / differences.length;
  const squares = differences.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  found[column].push(Math.sqrt(squares / (differences.length - 1)) / ENERGY_PER_DB);
}

function tableOf(found: readonly number[][], solos: number): Table {
  return {
    caption: `Deviation of the differences between partials of two notes, dB: median ` +
      `[quartiles], by semitones between the notes. Parts heard alone: ${solos}.`,
    header: COLUMNS.map((most, i) => {
      const least = i === 0 ? 0 : COLUMNS[i - 1] + 1;
      return least === most ? `${most}` : `${least}–${most}`;
    }),
    rows: [found.map((deviations) => {
      const sorted = deviations.toSorted((a, b) => a - b);
      const quartile = (part: number) => sorted[Math.floor(part * sorted.length / 4)].toFixed(1);
      return sorted.length === 0 ? "–" : `${quartile(2)} [${quartile(1)} ${quartile(3)}]`;
    })],
  };
}

await main(command);

/**
 * How telling notes apart grows with their number, in time and memory.
 *
 * ```sh
 * deno run -A test/bench/clustering.ts --html clustering.html
 * ```
 *
 * @module
 */
import { Command } from "commander";
import process from "node:process";
import { userPath, writeWhole } from "../../lib/cli/files.ts";
import { main } from "../../lib/cli/main.ts";
import { readPlotly } from "../../lib/cli/plotly.ts";
import { compareLabels } from "../../lib/evaluate/labels.ts";
import { toPage } from "../../lib/export/html.ts";
import { type Table, toMarkdown } from "../../lib/export/table.ts";
import { curves } from "../../lib/plot/curves.ts";
import { Random } from "../../lib/random.ts";
import { countTimbres } from "../../lib/timbre/count.ts";
import { separate } from "../../lib/timbre/separate.ts";
import { spectralClustering } from "../../lib/timbre/spectral.ts";
import { clouds } from "../timbre/clouds.ts";

const SIZES = [500, 1_000, 2_000, 5_000, 10_000, 20_000];

/** Most notes that are also clustered exactly, which takes their cube in time. */
const MOST_EXACT = 1_000;

/** Timbres, and how far the notes of each spread: so far that clusters overlap. */
const TIMBRES = 5;
const NOISE = 0.3;

interface Figures {
  notes: number;
  /** Of the clock and of the processor, which differ where others work too. */
  seconds: number;
  busy: number;
  /** Of the whole process afterwards. */
  megabytes: number;
  /** Adjusted Rand index against all notes compared with all. */
  agreement?: number;
}

const command = new Command("clustering")
  .description("Count and tell apart the timbres of ever more made-up notes on one thread.")
  .option("--html <file>", "page with the figures to write")
  .action(bench);

async function bench({ html }: { html?: string }): Promise<void> {
  measure(SIZES[0]);
  const figures = SIZES.map(measure);
  for (const figure of figures.filter(({ notes }) => notes <= MOST_EXACT)) {
    figure.agreement = agreement(figure.notes);
  }
  const table = tableOf(figures);
  console.log(toMarkdown(table));
  if (html === undefined) return;
  const line = (name: string, y: (of: Figures) => number) => (
    { name, x: figures.map(({ notes }) => notes), y: figures.map(y) }
  );
  const page = toPage(
    [
      { table },
      {
        heading: "Time",
        figure: curves(
          [line("clock", ({ seconds }) => seconds), line("processor", ({ busy }) => busy)],
          { x: "notes", y: "seconds" },
        ),
      },
      {
        heading: "Memory of the process",
        figure: curves([line("memory", ({ megabytes }) => megabytes)], { x: "notes", y: "MB" }),
      },
    ],
    "Telling notes apart",
    await readPlotly(),
  );
  await writeWhole(userPath(html), page);
}

function notesOf(count: number) {
  return clouds(new Random(count), TIMBRES, count / TIMBRES, NOISE).embeddings;
}

function measure(notes: number): Figures {
  const embeddings = notesOf(notes);
  const [start, before] = [performance.now(), process.cpuUsage()];
  countTimbres(embeddings);
  separate(embeddings, TIMBRES);
  const { user, system } = process.cpuUsage(before);
  return {
    notes,
    seconds: (performance.now() - start) / 1000,
    busy: (user + system) / 1e6,
    megabytes: Deno.memoryUsage().rss / 2 ** 20,
  };
}

function agreement(notes: number): number {
  const embeddings = notesOf(notes);
  const exact = spectralClustering(embeddings, TIMBRES, { landmarks: notes });
  return compareLabels(exact, spectralClustering(embeddings, TIMBRES)).adjustedRand;
}

function tableOf(figures: readonly Figures[]): Table {
  return {
    caption: "Counting and telling apart the timbres of made-up notes whose clusters overlap; " +
      "memory of the whole process; adjusted Rand index against all notes compared with all.",
    header: ["notes", "seconds", "processor seconds", "MB", "agreement"],
    rows: figures.map(({ notes, seconds, busy, megabytes, agreement }) => [
      String(notes),
      seconds.toFixed(2),
      busy.toFixed(2),
      megabytes.toFixed(0),
      agreement?.toFixed(3) ?? "–",
    ]),
  };
}

await main(command);

/**
 * How telling notes apart grows with their number, in time and memory.
 *
 * ```sh
 * deno run -A test/bench/clustering.ts --html clustering.html --svg clustering.svg
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
import type { Figure } from "../../lib/plot/piano_roll.ts";
import { Random } from "../../lib/random.ts";
import { countTimbres } from "../../lib/timbre/count.ts";
import { separate } from "../../lib/timbre/separate.ts";
import { spectralClustering } from "../../lib/timbre/spectral.ts";
import { clouds } from "../timbre/clouds.ts";
import { drawPicture } from "./picture.ts";

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
  .option("--svg <file>", "picture of seconds and of memory to write; needs Chromium")
  .action(bench);

async function bench({ html, svg }: { html?: string; svg?: string }): Promise<void> {
  measure(SIZES[0]);
  const figures = SIZES.map(measure);
  for (const figure of figures.filter(({ notes }) => notes <= MOST_EXACT)) {
    figure.agreement = agreement(figure.notes);
  }
  const table = tableOf(figures);
  console.log(toMarkdown(table));
  const line = (name: string, y: (of: Figures) => number) => (
    { name, x: figures.map(({ notes }) => notes), y: figures.map(y) }
  );
  const time = curves(
    [line("clock", ({ seconds }) => seconds), line("processor", ({ busy }) => busy)],
    { x: "notes", y: "seconds" },
  );
  const memory = curves([line("memory", ({ megabytes }) => megabytes)], { x: "notes", y: "MB" });
  if (html !== undefined) {
    const sections = [
      { table },
      { heading: "Time", figure: time },
      { heading: "Memory of the process", figure: memory },
    ];
    await writeWhole(
      userPath(html),
      toPage(sections, "Telling notes apart", await readPlotly()),
    );
  }
  if (svg !== undefined) await drawPicture(sideBySide(time, memory), userPath(svg));
}

/** Two figures in one, each with its own axes. */
function sideBySide(left: Figure, right: Figure): Figure {
  const axis = (layout: Figure["layout"], name: string) => layout[name] as object;
  return {
    data: [...left.data, ...right.data.map((trace) => ({ ...trace, xaxis: "x2", yaxis: "y2" }))],
    layout: {
      ...left.layout,
      xaxis: { ...axis(left.layout, "xaxis"), domain: [0, 0.44] },
      xaxis2: { ...axis(right.layout, "xaxis"), domain: [0.56, 1] },
      yaxis: { ...axis(left.layout, "yaxis"), rangemode: "tozero" },
      yaxis2: { ...axis(right.layout, "yaxis"), rangemode: "tozero", anchor: "x2" },
    },
  };
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

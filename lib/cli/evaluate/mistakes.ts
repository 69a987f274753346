/**
 * Where a system's false and missed notes come from, in tables and pictures.
 *
 * @module
 */
import type { PitchedInterval } from "../../evaluate/check.ts";
import {
  FALSE_CAUSES,
  MISS_CAUSES,
  type Mistakes,
  mistakesOf,
  STANDINGS,
} from "../../evaluate/mistakes.ts";
import { type Section, toPage } from "../../export/html.ts";
import { type Table, toMarkdown } from "../../export/table.ts";
import { pitchName } from "../../notes/pitch.ts";
import { causeBars, type CauseRates, mistakeRoll } from "../../plot/mistakes.ts";
import { userPath, writeWhole } from "../files.ts";
import { cannot } from "../main.ts";
import { readPlotly } from "../plotly.ts";
import { Cache } from "./cache.ts";
import { type DatasetOptions, openDataset, openSystem } from "./dataset.ts";
import { eachMix } from "./each_mix.ts";

/** Length of the passages that are looked for the most mistakes, seconds. */
const PASSAGE = 6;

/** Mixes of which the worst passage is drawn. */
const PASSAGES = 4;

/** A mix and what went wrong in it. */
interface Judged {
  name: string;
  parts: number;
  played: number;
  mistakes: Mistakes<PitchedInterval, PitchedInterval>;
}

export type MistakesOptions =
  & Pick<
    DatasetOptions,
    "dataset" | "data" | "split" | "mixes" | "backend" | "cache" | "html"
  >
  & { model: string };

/** Prints tables of causes, and writes a page with pictures if asked. */
export async function analyseMistakes(options: MistakesOptions): Promise<void> {
  const { data, model, backend, cache, html } = options;
  try {
    const { mixes } = await openDataset(options);
    const system = await openSystem(model, backend, new Cache(userPath(cache)));
    try {
      const judged = await eachMix(`${system.name} listens`, mixes, async (mix) => {
        const reference = mix.tracks.flat();
        const { notes } = await (await system.listen(mix)).write();
        const mistakes: Judged["mistakes"] = mistakesOf<PitchedInterval, PitchedInterval>(
          reference,
          notes,
        );
        return {
          ...{ name: mix.name, parts: mix.tracks.length },
          ...{ played: reference.length, mistakes },
        };
      });
      const tables = tablesOf(judged);
      console.log(tables.map(toMarkdown).join("\n\n"));
      if (html === undefined) return;
      const title = `Mistakes of ${system.name} on ${options.dataset}`;
      const sections = [...tables.map((table): Section => ({ table })), ...figuresOf(judged)];
      await writeWhole(userPath(html), toPage(sections, title, await readPlotly()));
    } finally {
      await system.release?.();
    }
  } catch (error) {
    throw cannot(`look for mistakes on ${data}`, error);
  }
}

type Kind = "false" | "missed";

const CAUSES = { false: FALSE_CAUSES, missed: MISS_CAUSES } as const;

/** The numbers of parts that occur, ascending. */
function sizesOf(judged: readonly Judged[]): number[] {
  return [...new Set(judged.map(({ parts }) => parts))].sort((a, b) => a - b);
}

/** Mistakes of a kind per hundred notes played. */
function ratesOf(judged: readonly Judged[], kind: Kind): CauseRates[] {
  return sizesOf(judged).map((parts) => {
    const mixes = judged.filter((mix) => mix.parts === parts);
    const played = mixes.reduce((sum, mix) => sum + mix.played, 0);
    const causes = mixes.flatMap(({ mistakes }) =>
      mistakes[kind].map(({ cause }): string => cause)
    );
    const share = (cause: string) => 100 * causes.filter((c) => c === cause).length / played;
    return { parts, rates: Object.fromEntries(CAUSES[kind].map((c) => [c, share(c)])) };
  });
}

function tablesOf(judged: readonly Judged[]): Table[] {
  return [
    causeTable(judged, "false", "False notes per 100 notes played, by cause."),
    causeTable(judged, "missed", "Missed notes per 100 notes played, by cause."),
    standingTable(judged),
    registerTable(judged),
  ];
}

function causeTable(judged: readonly Judged[], kind: Kind, caption: string): Table {
  const rows = ratesOf(judged, kind);
  return {
    caption,
    header: ["parts", ...CAUSES[kind], "all"],
    rows: rows.map(({ parts, rates }) => [
      String(parts),
      ...CAUSES[kind].map((cause) => rates[cause].toFixed(2)),
      Object.values(rates).reduce((sum, rate) => sum + rate, 0).toFixed(2),
    ]),
  };
}

function standingTable(judged: readonly Judged[]): Table {
  return {
    caption: "How right notes stand to notes that sound with them, % of the right notes.",
    header: ["parts", ...STANDINGS],
    rows: sizesOf(judged).map((parts) => {
      const right = judged.filter((mix) => mix.parts === parts)
        .flatMap(({ mistakes }) => mistakes.right);
      return [
        String(parts),
        ...STANDINGS.map((standing) => {
          const share = right.filter((note) => note.standing === standing).length / right.length;
          return (100 * share).toFixed(1);
        }),
      ];
    }),
  };
}

/** Octave from C that a pitch lies in, counted in octaves of MIDI. */
function octaveOf({ pitch }: PitchedInterval): number {
  return Math.floor(Math.round(pitch) / 12);
}

function registerTable(judged: readonly Judged[]): Table {
  const notes = (of: (mistakes: Judged["mistakes"]) => readonly { note: PitchedInterval }[]) =>
    judged.flatMap(({ mistakes }) => of(mistakes)).map(({ note }) => octaveOf(note));
  const [right, wrong, missed] = [
    notes(({ right }) => right),
    notes((mistakes) => mistakes.false),
    notes(({ missed }) => missed),
  ];
  const octaves = [...new Set([...right, ...wrong, ...missed])].sort((a, b) => a - b);
  return {
    caption: "False and missed notes by register, all mixes, per 100 notes played there.",
    header: ["octave from", "played", "false", "missed"],
    rows: octaves.map((octave) => {
      const count = (of: readonly number[]) => of.filter((other) => other === octave).length;
      const played = count(right) + count(missed);
      const rate = (n: number) => played > 0 ? (100 * n / played).toFixed(1) : "–";
      return [
        pitchName(12 * octave),
        String(played),
        rate(count(wrong)),
        rate(count(missed)),
      ];
    }),
  };
}

function figuresOf(judged: readonly Judged[]): Section[] {
  const worst = judged.map((mix) => ({ mix, ...worstPassage(mix.mistakes) }))
    .sort((a, b) => b.mistakes - a.mistakes)
    .slice(0, PASSAGES);
  return [
    { heading: "False notes", figure: causeBars(ratesOf(judged, "false"), FALSE_CAUSES) },
    { heading: "Missed notes", figure: causeBars(ratesOf(judged, "missed"), MISS_CAUSES) },
    ...worst.map(({ mix, start, mistakes }) => ({
      heading: `${mix.name}: ${mistakes} mistakes in ${PASSAGE} s`,
      figure: mistakeRoll(mix.mistakes, [start, start + PASSAGE]),
    })),
  ];
}

/** The passage with the most mistakes; it begins with one of them. */
function worstPassage({ false: wrong, missed }: Judged["mistakes"]) {
  const onsets = [...wrong, ...missed].map(({ note }) => note.onset).sort((a, b) => a - b);
  let worst = { start: 0, mistakes: 0 };
  for (const start of onsets) {
    const mistakes = onsets.filter((t) => t >= start && t < start + PASSAGE).length;
    if (mistakes > worst.mistakes) worst = { start, mistakes };
  }
  return worst;
}

/**
 * Mistakes of a transcription: how many of each cause, and where they lie.
 *
 * @module
 */
import type { PitchedInterval } from "../evaluate/check.ts";
import { FALSE_CAUSES, MISS_CAUSES, type Mistakes, STANDINGS } from "../evaluate/mistakes.ts";
import { pitchName } from "../notes/pitch.ts";
import { COLOURS } from "./palette.ts";
import { pitchTicks } from "./ticks.ts";
import { type Figure, LEGEND_ABOVE, MARGIN } from "./figure.ts";

/** Mistakes per hundred notes of mixes with so many parts, by cause; none where one is left out. */
export interface CauseRates {
  parts: number;
  rates: Readonly<Record<string, number>>;
}

/** Places in the palette of what became of notes. */
const LOOKS = { right: 2, false: 5, missed: 1 };

/** A bar for each number of parts, stacked by cause. */
export function causeBars(rows: readonly CauseRates[], causes: readonly string[]): Figure {
  return {
    data: causes.map((cause, i) => ({
      type: "bar",
      name: cause,
      x: rows.map(({ parts }) => `${parts} parts`),
      y: rows.map(({ rates }) => rates[cause] ?? 0),
      marker: look(i),
      hovertemplate: "%{y:.2f}",
    })),
    layout: {
      barmode: "stack",
      yaxis: { title: { text: "per 100 notes played" } },
      margin: { t: 20 },
    },
  };
}

/** False beside missed notes of some transcriptions, per hundred notes played, by cause. */
export function mistakeBars(
  transcriptions: readonly Mistakes<PitchedInterval, PitchedInterval>[],
): Figure {
  const played = transcriptions.reduce(
    (n, { right, missed }) => n + right.length + missed.length,
    0,
  );
  const bars = (name: "false" | "missed", causes: readonly string[]) => {
    const found = transcriptions.flatMap((t): { cause: string }[] => t[name]);
    const count = (cause: string) => found.filter((mistake) => mistake.cause === cause).length;
    return {
      type: "bar",
      name,
      x: causes,
      y: causes.map((cause) => played > 0 ? 100 * count(cause) / played : 0),
      marker: look(LOOKS[name]),
      hovertemplate: "%{x}: %{y:.1f}",
    };
  };
  const order = [...new Set([...FALSE_CAUSES.slice(0, -STANDINGS.length), ...MISS_CAUSES])];
  return {
    data: [bars("false", FALSE_CAUSES), bars("missed", MISS_CAUSES)],
    layout: {
      barmode: "group",
      xaxis: { type: "category", categoryorder: "array", categoryarray: order },
      yaxis: { title: { text: "per 100 notes played" } },
      legend: LEGEND_ABOVE,
      margin: MARGIN,
    },
  };
}

/** Right, false and missed notes over seconds and pitch, from `start` to `end` seconds. */
export function mistakeRoll(
  { right, false: wrong, missed }: Mistakes<PitchedInterval, PitchedInterval>,
  [start, end]: readonly [number, number],
): Figure {
  const rows: { name: keyof typeof LOOKS; notes: { note: PitchedInterval; text: string }[] }[] = [
    { name: "right", notes: right.map(({ note, standing }) => ({ note, text: standing })) },
    { name: "false", notes: wrong.map(({ note, cause }) => ({ note, text: cause })) },
    { name: "missed", notes: missed.map(({ note, cause }) => ({ note, text: cause })) },
  ];
  const shown = rows.map(({ name, notes }) => ({
    name,
    notes: notes.filter(({ note }) => note.onset < end && note.offset > start),
  }));
  const pitches = shown.flatMap(({ notes }) => notes.map(({ note }) => note.pitch));
  const least = pitches.reduce((a, b) => Math.min(a, b), Infinity);
  const most = pitches.reduce((a, b) => Math.max(a, b), -Infinity);
  return {
    data: shown.map(({ name, notes }, i) => ({
      type: "bar",
      orientation: "h",
      name,
      base: notes.map(({ note }) => note.onset),
      x: notes.map(({ note }) => note.offset - note.onset),
      y: notes.map(({ note }) => note.pitch),
      width: 0.8 - 0.2 * i,
      marker: look(LOOKS[name]),
      customdata: notes.map(({ note, text }) => [pitchName(Math.round(note.pitch)), text]),
      hovertemplate: "%{customdata[0]}: %{customdata[1]}",
    })),
    layout: {
      barmode: "overlay",
      xaxis: { title: { text: "time (s)" }, range: [start, end] },
      yaxis: { title: { text: "pitch" }, ...(pitches.length > 0 && pitchTicks(least, most)) },
      legend: LEGEND_ABOVE,
      margin: MARGIN,
    },
  };
}

function look(i: number) {
  const { colour, pattern } = COLOURS[i % COLOURS.length];
  return { color: colour, pattern: { shape: pattern, fillmode: "overlay", size: 5 } };
}

/**
 * Mistakes of a transcription: how many of each cause, and where they lie.
 *
 * @module
 */
import type { PitchedInterval } from "../evaluate/check.ts";
import type { Mistakes } from "../evaluate/mistakes.ts";
import { pitchName } from "../notes/pitch.ts";
import { COLOURS } from "./palette.ts";
import { pitchTicks } from "./ticks.ts";
import { type Figure, LEGEND_ABOVE, MARGIN } from "./figure.ts";

/** Mistakes per hundred notes of mixes with so many parts, by cause. */
export interface CauseRates {
  parts: number;
  rates: Readonly<Record<string, number>>;
}

/** A bar for each number of parts, stacked by cause. */
export function causeBars(rows: readonly CauseRates[], causes: readonly string[]): Figure {
  return {
    data: causes.map((cause, i) => ({
      type: "bar",
      name: cause,
      x: rows.map(({ parts }) => `${parts} parts`),
      y: rows.map(({ rates }) => rates[cause]),
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

/** Right, false and missed notes over seconds and pitch, from `start` to `end` seconds. */
export function mistakeRoll(
  { right, false: wrong, missed }: Mistakes<PitchedInterval, PitchedInterval>,
  [start, end]: readonly [number, number],
): Figure {
  const rows = [
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
      marker: look([2, 5, 1][i]),
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

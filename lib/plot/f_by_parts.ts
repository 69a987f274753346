/**
 * F against the number of parts.
 *
 * @module
 */
import {
  type BenchmarkResult,
  LABEL_SOURCES,
  type LabelSource,
  type MixResult,
  partsOf,
  type SystemResult,
} from "../evaluate/benchmark/results.ts";
import { summarise } from "../evaluate/benchmark/summary.ts";
import { markOf } from "./palette.ts";
import type { Figure } from "./figure.ts";

/** Line of each way to label notes. */
const DASHES: Readonly<Record<LabelSource, string>> = {
  given: "dash",
  found: "dot",
  rank: "dashdot",
  pitch: "longdash",
};

/**
 * Note F and, broken, track F by who labels the notes, with fixed thresholds: means over mixes and
 * their 95% intervals.
 */
export function fByParts({ systems }: BenchmarkResult): Figure {
  const parts = partsOf(systems.flatMap(({ mixes }) => mixes));
  const data = systems.flatMap((system, i) => {
    const look = markOf(i);
    const sources = Object.keys(LABEL_SOURCES) as LabelSource[];
    return [
      line(system, "notes", look, "solid", (mix) => mix.fixed.f),
      ...sources.map((source) =>
        line(
          system,
          LABEL_SOURCES[source],
          look,
          DASHES[source],
          (mix) => mix.separation[source]?.trackF,
        )
      ),
    ].filter(({ x }) => x.length > 0);
  });
  return {
    data,
    layout: {
      xaxis: { title: { text: "parts" }, tickvals: parts },
      yaxis: { title: { text: "F, fixed thresholds" }, range: [0, 1] },
      margin: { t: 20 },
    },
  };
}

function line(
  { name, mixes }: SystemResult,
  what: string,
  { color, symbol }: { color: string; symbol: string },
  dash: string,
  figure: (mix: MixResult) => number | undefined,
) {
  const points = partsOf(mixes).flatMap((parts) => {
    const summary = summarise(mixes.filter((mix) => mix.parts === parts), figure);
    return summary ? [{ parts, ...summary }] : [];
  });
  return {
    type: "scatter",
    mode: "lines+markers",
    name: `${name}, ${what}`,
    x: points.map(({ parts }) => parts),
    y: points.map(({ mean }) => mean),
    error_y: {
      type: "data",
      array: points.map(({ mean, high }) => high - mean),
      arrayminus: points.map(({ mean, low }) => mean - low),
      thickness: 1,
    },
    line: { color, dash },
    marker: { color, symbol, size: 8 },
  };
}

/**
 * Note F of every mix, piece by piece.
 *
 * @module
 */
import type { BenchmarkResult } from "../evaluate/benchmark/results.ts";
import { markOf } from "./palette.ts";
import type { Figure } from "./figure.ts";

/** A strip of marks for each system in each piece, a mark a mix, with the fixed thresholds. */
export function pieceStrips({ systems }: BenchmarkResult): Figure {
  const data = systems.map(({ name, mixes }, i) => ({
    type: "box",
    name,
    x: mixes.map(({ piece }) => piece),
    y: mixes.map(({ fixed }) => fixed.f),
    text: mixes.map(({ mix }) => mix),
    hovertemplate: "%{text}: %{y:.3f}",
    boxpoints: "all",
    jitter: 0.6,
    pointpos: 0,
    fillcolor: "rgba(0,0,0,0)",
    line: { color: "rgba(0,0,0,0)" },
    marker: { ...markOf(i), size: 8 },
  }));
  return {
    data,
    layout: {
      boxmode: "group",
      yaxis: { title: { text: "note F, fixed thresholds" } },
      xaxis: { automargin: true },
      showlegend: true,
      margin: { t: 20 },
    },
  };
}

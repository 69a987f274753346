/**
 * Numbers that change along an axis: losses over steps, F over thresholds.
 *
 * @module
 */
import { COLOURS, SYMBOLS } from "./palette.ts";
import type { Figure } from "./piano_roll.ts";

/** Points of a curve that are marked one by one. */
const MOST_MARKS = 40;

/** A line. */
export interface Curve {
  name: string;
  x: readonly number[];
  y: readonly number[];
}

/** What the axes say; `ratio` makes one logarithmic. */
export interface CurveAxes {
  x: string;
  y: string;
  ratio?: "x" | "y";
}

/** A line for each curve; marks where points are few. */
export function curves(series: readonly Curve[], { x, y, ratio }: CurveAxes): Figure {
  return {
    data: series.map((curve, i) => ({
      type: "scatter",
      mode: curve.x.length > MOST_MARKS ? "lines" : "lines+markers",
      name: curve.name,
      x: curve.x,
      y: curve.y,
      line: { color: COLOURS[i % COLOURS.length].colour },
      marker: { symbol: SYMBOLS[i % SYMBOLS.length], size: 7 },
      hovertemplate: "%{x:.4~g}: %{y:.4~g}",
    })),
    layout: {
      xaxis: { title: { text: x }, type: ratio === "x" ? "log" : "linear" },
      yaxis: { title: { text: y }, type: ratio === "y" ? "log" : "linear" },
      showlegend: series.length > 1,
      legend: { orientation: "h", y: 1.12 },
      margin: { t: 30, r: 20 },
    },
  };
}

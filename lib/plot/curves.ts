/**
 * Numbers that change along an axis: losses over steps, F over thresholds.
 *
 * @module
 */
import { type Figure, LEGEND_ABOVE, MARGIN } from "./figure.ts";
import { GUIDE_AMONG_LINES, markOf } from "./palette.ts";
import type { Ticks } from "./ticks.ts";

/** Points of a curve that are marked one by one. */
const MOST_MARKS = 40;

/** What is marked on a logarithmic axis: 1, 2 and 5 of each power of ten. */
const RATIO_TICKS = [-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5].flatMap((power) =>
  [1, 2, 5].map((digit) => Number(`${digit}e${power}`))
);

/** A line. */
export interface Curve {
  name: string;
  x: readonly number[];
  y: readonly number[];
  /** Dots let a line under it be seen. */
  line?: "solid" | "dot";
}

/** What the axes say; `ratio` makes one logarithmic. */
export interface CurveAxes {
  x: string;
  y: string;
  ratio?: "x" | "y";
  /** Names on the horizontal axis instead of numbers. */
  ticks?: Ticks;
  /** Where a vertical line stands, and what it says. */
  guide?: { x: number; text: string };
}

/** A line for each curve; marks where points are few. */
export function curves(
  series: readonly Curve[],
  { x, y, ratio, ticks, guide }: CurveAxes,
): Figure {
  return {
    data: series.map((curve, i) => ({
      type: "scatter",
      mode: curve.x.length > MOST_MARKS ? "lines" : "lines+markers",
      name: curve.name,
      x: curve.x,
      y: curve.y,
      line: { color: markOf(i).color, dash: curve.line ?? "solid" },
      marker: { symbol: markOf(i).symbol, size: 7 },
      hovertemplate: "%{x:.4~g}: %{y:.4~g}",
    })),
    layout: {
      xaxis: { title: { text: x }, ...scaleOf(ratio === "x"), ...ticks },
      yaxis: { title: { text: y }, ...scaleOf(ratio === "y") },
      showlegend: series.length > 1,
      legend: LEGEND_ABOVE,
      margin: MARGIN,
      ...(guide && guideAt(guide)),
    },
  };
}

function scaleOf(isRatio: boolean) {
  if (!isRatio) return { type: "linear", zeroline: false };
  return { type: "log", tickvals: RATIO_TICKS, ticktext: RATIO_TICKS.map(String) };
}

function guideAt({ x, text }: { x: number; text: string }) {
  return {
    shapes: [{
      ...{ type: "line", x0: x, x1: x, y0: 0, y1: 1, yref: "paper" },
      line: { color: GUIDE_AMONG_LINES, dash: "dot" },
    }],
    annotations: [{
      ...{ x, y: 1, yref: "paper", xanchor: "left", yanchor: "top" },
      ...{ text, showarrow: false, font: { color: GUIDE_AMONG_LINES } },
    }],
  };
}

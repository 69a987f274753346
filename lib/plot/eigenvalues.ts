/**
 * Eigenvalues of an affinity matrix.
 *
 * @module
 */
import { COLOURS, GUIDE } from "./palette.ts";
import type { Figure } from "./figure.ts";

/** Eigenvalues that are shown. */
const SHOWN = 12;

/**
 * The largest eigenvalues as bars; the first `count` stand out.
 *
 * @param values Of any order.
 */
export function eigenvalues(values: readonly number[], count: number): Figure {
  const largest = values.toSorted((a, b) => b - a).slice(0, SHOWN);
  return {
    data: [{
      type: "bar",
      x: largest.map((_, i) => i + 1),
      y: largest,
      marker: { color: largest.map((_, i) => i < count ? COLOURS[0].colour : "#c9d1da") },
      hovertemplate: "%{x}: %{y:.3f}<extra></extra>",
    }],
    layout: {
      xaxis: { title: { text: "eigenvalue, largest first" }, dtick: 1 },
      yaxis: { title: { text: "size" }, rangemode: "tozero" },
      shapes: [{
        type: "line",
        x0: count + 0.5,
        x1: count + 0.5,
        y0: 0,
        y1: 1,
        yref: "paper",
        line: { color: GUIDE, dash: "dot" },
      }],
      margin: { t: 20, r: 20 },
    },
  };
}

/**
 * Distributions over one axis, laid over each other.
 *
 * @module
 */
import { COLOURS, SYMBOLS } from "./palette.ts";
import type { Figure } from "./piano_roll.ts";

/** How often each place of the axis is met. */
export interface Shares {
  name: string;
  /** One a place. */
  shares: readonly number[];
}

/**
 * A line for each of some distributions.
 *
 * @param places Where on the axis the shares lie; `ratio` makes it logarithmic.
 * @param axis Its name and unit.
 */
export function distribution(
  series: readonly Shares[],
  { places, ratio }: { places: readonly number[]; ratio: boolean },
  axis: string,
): Figure {
  return {
    data: series.map(({ name, shares }, i) => ({
      type: "scatter",
      mode: "lines+markers",
      name,
      x: places,
      y: shares,
      line: { color: COLOURS[i % COLOURS.length].colour, shape: "linear" },
      marker: { symbol: SYMBOLS[i % SYMBOLS.length], size: 5 },
      hovertemplate: "%{x:.3~g}: %{y:.2%}",
    })),
    layout: {
      xaxis: { title: { text: axis }, type: ratio ? "log" : "linear" },
      yaxis: { title: { text: "share" }, tickformat: ".0%", rangemode: "tozero" },
      margin: { t: 20 },
    },
  };
}

/**
 * Distributions over one axis, laid over each other.
 *
 * @module
 */
import { type Figure, LEGEND_ABOVE, MARGIN } from "./figure.ts";
import { markOf } from "./palette.ts";
import type { Ticks } from "./ticks.ts";

/** How often each place of the axis is met. */
export interface Shares {
  name: string;
  /** One a place. */
  shares: readonly number[];
}

/** Where on the axis shares lie. */
export interface Scale {
  places: readonly number[];
  /** Whether the axis is logarithmic. */
  ratio: boolean;
  /** Names on the axis instead of numbers. */
  ticks?: Ticks;
}

/**
 * A line for each of some distributions.
 *
 * @param axis Its name and unit.
 */
export function distribution(
  series: readonly Shares[],
  { places, ratio, ticks }: Scale,
  axis: string,
): Figure {
  return {
    data: series.map(({ name, shares }, i) => ({
      type: "scatter",
      mode: "lines+markers",
      name,
      x: places,
      y: shares,
      line: { color: markOf(i).color, shape: "linear" },
      marker: { symbol: markOf(i).symbol, size: 5 },
      hovertemplate: "%{x:.3~g}: %{y:.2%}",
    })),
    layout: {
      xaxis: { title: { text: axis }, type: ratio ? "log" : "linear", zeroline: false, ...ticks },
      yaxis: { title: { text: "share" }, tickformat: ".0%", rangemode: "tozero" },
      showlegend: true,
      legend: LEGEND_ABOVE,
      margin: MARGIN,
    },
  };
}

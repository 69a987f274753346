/**
 * What all figures share.
 *
 * @module
 */

/** A Plotly figure as plain JSON: `Plotly.newPlot(element, figure.data, figure.layout)`. */
export interface Figure {
  data: Record<string, unknown>[];
  layout: Record<string, unknown>;
}

/** A legend in a row over the picture, however high it is. */
export const LEGEND_ABOVE = {
  orientation: "h",
  x: 0,
  xanchor: "left",
  y: 1.02,
  yanchor: "bottom",
};

/** Room around the picture for axes and {@linkcode LEGEND_ABOVE}, pixels. */
export const MARGIN = { t: 36, r: 20, b: 50, l: 64 };

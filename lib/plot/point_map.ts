/**
 * Points of a plane, by label.
 *
 * @module
 */
import { markOf } from "./palette.ts";
import { type Figure, LEGEND_ABOVE } from "./figure.ts";

/** A point, and what is said when it is pointed at. */
export interface LabelledPoint {
  x: number;
  y: number;
  label: number;
  text: string;
}

/**
 * A mark for each point, a colour and a shape for each label. Neither axis has a unit: only
 * distances count.
 *
 * @param names Of the labels.
 */
export function pointMap(points: readonly LabelledPoint[], names: readonly string[]): Figure {
  const hidden = { showgrid: false, zeroline: false, showticklabels: false };
  return {
    data: names.map((name, label) => {
      const own = points.filter((point) => point.label === label);
      return {
        type: "scatter",
        mode: "markers",
        name,
        x: own.map(({ x }) => x),
        y: own.map(({ y }) => y),
        text: own.map(({ text }) => text),
        hoverinfo: "text",
        marker: { ...markOf(label), size: 8, opacity: 0.75 },
      };
    }),
    layout: {
      height: 420,
      xaxis: { ...hidden, constrain: "domain" },
      yaxis: { ...hidden, scaleanchor: "x" },
      showlegend: true,
      legend: LEGEND_ABOVE,
      margin: { t: 30, r: 20, b: 20, l: 20 },
    },
  };
}

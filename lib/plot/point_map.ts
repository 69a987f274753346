/**
 * Points of a plane, by label.
 *
 * @module
 */
import { COLOURS, SYMBOLS } from "./palette.ts";
import type { Figure } from "./piano_roll.ts";

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
        marker: {
          color: COLOURS[label % COLOURS.length].colour,
          symbol: SYMBOLS[label % SYMBOLS.length],
          size: 8,
          opacity: 0.75,
        },
      };
    }),
    layout: {
      height: 420,
      xaxis: { ...hidden, constrain: "domain" },
      yaxis: { ...hidden, scaleanchor: "x" },
      showlegend: true,
      legend: { orientation: "h", y: 1.08 },
      margin: { t: 30, r: 20, b: 20, l: 20 },
    },
  };
}

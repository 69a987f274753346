/**
 * How alike notes are, as a picture.
 *
 * @module
 */
import type { Figure } from "./figure.ts";
import { COLOURSCALE, GUIDE } from "./palette.ts";

/** Axes without lines of their own. */
const PLAIN = { showgrid: false, zeroline: false };

/**
 * Affinities of notes sorted by label, so that what belongs together stands in blocks.
 *
 * @param affinities Row-major, notes × notes; 0 is white and 1 darkest, whatever occurs.
 * @param labels One a note; a line parts those that differ.
 */
export function affinityMap(affinities: ArrayLike<number>, labels: ArrayLike<number>): Figure {
  const count = labels.length;
  const order = Array.from({ length: count }, (_, i) => i).sort((a, b) => labels[a] - labels[b]);
  const borders = order.flatMap((note, i) =>
    i > 0 && labels[note] !== labels[order[i - 1]] ? [i - 0.5] : []
  );
  const line = { color: GUIDE, width: 1.5 };
  const [first, last] = [-0.5, count - 0.5];
  return {
    data: [{
      type: "heatmap",
      z: order.map((i) => order.map((j) => Math.round(1000 * affinities[i * count + j]) / 1000)),
      zmin: 0,
      zmax: 1,
      colorscale: COLOURSCALE,
      colorbar: { thickness: 10, outlinewidth: 0 },
      hovertemplate: "notes %{x} and %{y}: %{z:.2f}<extra></extra>",
    }],
    layout: {
      height: 460,
      xaxis: { title: { text: "note" }, constrain: "domain", ...PLAIN },
      yaxis: { title: { text: "note" }, autorange: "reversed", scaleanchor: "x", ...PLAIN },
      shapes: borders.flatMap((at) => [
        { type: "line", x0: at, x1: at, y0: first, y1: last, line },
        { type: "line", x0: first, x1: last, y0: at, y1: at, line },
      ]),
      margin: { t: 20, r: 20 },
    },
  };
}

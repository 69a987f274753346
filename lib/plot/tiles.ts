/**
 * Small pictures in rows, to be compared at a glance.
 *
 * @module
 */
import { type Figure, MARGIN } from "./figure.ts";
import { COLOURSCALE } from "./palette.ts";

/** Pictures that belong together. */
export interface Row {
  name: string;
  /** Each row-major, from the top, of as many columns as all others. */
  pictures: readonly ArrayLike<number>[];
}

/** Empty cells around each picture. */
const FRAME = 1;

/** Height of a cell, pixels. */
const CELL = 8;

/**
 * A row of pictures for each name; the smallest value is white.
 *
 * @param columns Of every picture.
 */
export function tiles(rows: readonly Row[], columns: number): Figure {
  const lines = Math.max(
    ...rows.flatMap(({ pictures }) => pictures.map((p) => p.length / columns)),
  );
  const most = Math.max(...rows.map(({ pictures }) => pictures.length));
  const [high, wide] = [lines + 2 * FRAME, columns + 2 * FRAME];
  const cells = Array.from(
    { length: high * rows.length },
    () => new Array<number | null>(wide * most).fill(null),
  );
  rows.forEach(({ pictures }, row) =>
    pictures.forEach((picture, at) => {
      for (let i = 0; i < picture.length; i++) {
        const line = row * high + FRAME + Math.floor(i / columns);
        cells[line][at * wide + FRAME + i % columns] = picture[i];
      }
    })
  );
  return {
    data: [{
      type: "heatmap",
      z: cells,
      colorscale: COLOURSCALE,
      showscale: false,
      xgap: 1,
      ygap: 1,
      hoverinfo: "skip",
    }],
    layout: {
      height: CELL * cells.length + MARGIN.t + MARGIN.b,
      xaxis: { visible: false, constrain: "domain" },
      yaxis: {
        autorange: "reversed",
        scaleanchor: "x",
        showgrid: false,
        zeroline: false,
        automargin: true,
        tickvals: rows.map((_, row) => row * high + (high - 1) / 2),
        ticktext: rows.map(({ name }) => name),
      },
      margin: { ...MARGIN, t: 12, b: 12 },
    },
  };
}

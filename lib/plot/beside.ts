/**
 * Figures in one.
 *
 * @module
 */
import { type Figure, MARGIN } from "./figure.ts";

/** A figure with a heading. */
export interface Panel {
  title: string;
  figure: Figure;
}

type Axis = Record<string, unknown>;
type Item = Record<string, unknown>;

/** Share of the whole that is left free between figures. */
const GAP = { row: 0.04, column: 0.12 };

/**
 * Figures of one kind beside each other, or under each other, that zoom together. They share one
 * legend and the colour bar of the last.
 *
 * @param height Of the whole, pixels.
 */
export function beside(
  panels: readonly Panel[],
  { along, height }: { along: "row" | "column"; height: number },
): Figure {
  const gap = GAP[along];
  const size = (1 - gap * (panels.length - 1)) / panels.length;
  const layout: Figure["layout"] = { ...panels[0].figure.layout, height, margin: MARGIN };
  const named = new Set<unknown>();
  const shapes: Item[] = [], annotations: Item[] = [];
  const data = panels.flatMap(({ title, figure }, i) => {
    const [x, y] = [`x${number(i)}`, `y${number(i)}`];
    const start = i * (size + gap);
    const end = Math.min(1, start + size);
    const domain = along === "row" ? [start, end] : [1 - end, 1 - start];
    const isLast = i === panels.length - 1;
    layout[`xaxis${number(i)}`] = {
      ...titledIf(along === "row" || isLast, figure.layout.xaxis as Axis),
      ...(along === "row" && { domain }),
      anchor: y,
      ...(i > 0 && { matches: "x" }),
    };
    layout[`yaxis${number(i)}`] = {
      ...titledIf(along === "column" || i === 0, figure.layout.yaxis as Axis),
      ...(along === "column" && { domain }),
      anchor: x,
      ...(i > 0 && { matches: "y" }),
      ...("scaleanchor" in (figure.layout.yaxis as Axis) && { scaleanchor: x }),
    };
    shapes.push(...(figure.layout.shapes as Item[] ?? []).map((s) => ({ ...s, xref: x, yref: y })));
    annotations.push({
      text: title,
      showarrow: false,
      ...{ x: along === "row" ? start + size / 2 : 1, xref: "paper" },
      ...{ y: along === "row" ? 1 : domain[1], yref: "paper", yanchor: "bottom" },
      xanchor: along === "row" ? "center" : "right",
    });
    return figure.data.map((trace) => {
      const isNew = !named.has(trace.name) && (trace.x as unknown[] | undefined)?.length !== 0;
      if (isNew) named.add(trace.name);
      return {
        ...trace,
        ...{ xaxis: x, yaxis: y, legendgroup: trace.name },
        ...(!isNew && { showlegend: false }),
        ...(!isLast && { showscale: false }),
      };
    });
  });
  return { data, layout: { ...layout, shapes, annotations } };
}

function titledIf(isTitled: boolean, axis: Axis): Axis {
  const { title: _, ...rest } = axis;
  return isTitled ? axis : rest;
}

/** Plotly's first axis has no number. */
function number(panel: number): string {
  return panel === 0 ? "" : `${panel + 1}`;
}

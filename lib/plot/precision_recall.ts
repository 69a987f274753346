/**
 * Precision against recall over thresholds.
 *
 * @module
 */
import type { BenchmarkResult, SystemResult } from "../evaluate/benchmark/results.ts";
import { meanSweep, summarise } from "../evaluate/benchmark/summary.ts";
import { type Figure, LEGEND_ABOVE, MARGIN } from "./figure.ts";
import { markOf } from "./palette.ts";

/** F of the lines that help to read the figure. */
const LEVELS = [0.5, 0.6, 0.7, 0.8, 0.9];

/** Where a system stands at some thresholds. */
export interface Operating {
  precision: number;
  recall: number;
}

/** A system at many thresholds, and at those that are fixed for it. */
export interface TradeOff {
  name: string;
  points: readonly (Operating & { text: string })[];
  fixed?: Operating;
}

/** A curve a system over its thresholds, with the fixed ones as a large mark. */
export function tradeOffs(systems: readonly TradeOff[]): Figure {
  return {
    data: [...LEVELS.map(levelLine), ...systems.flatMap(curve)],
    layout: {
      height: 460,
      xaxis: { title: { text: "recall" }, range: [0, 1], constrain: "domain" },
      yaxis: {
        title: { text: "precision" },
        range: [0, 1],
        constrain: "domain",
        scaleanchor: "x",
      },
      legend: LEGEND_ABOVE,
      margin: { ...MARGIN, r: 60 },
      annotations: [{
        ...{ x: 0.02, xanchor: "left", y: 0.02, yanchor: "bottom" },
        ...{ text: "large marks: fixed thresholds", showarrow: false },
      }],
    },
  };
}

/**
 * Systems of a benchmark over onset thresholds, each at its best frame threshold; means over the
 * mixes of as many parts.
 */
export function precisionRecall({ systems }: BenchmarkResult, parts: number): Figure {
  return tradeOffs(systems.map((system) => tradeOffOf(system, parts)));
}

function tradeOffOf({ name, best, mixes }: SystemResult, parts: number): TradeOff {
  const among = mixes.filter((mix) => mix.parts === parts);
  const setting = best.find((best) => best.parts === parts)?.setting;
  const points = meanSweep(among).filter(({ frame }) => frame === setting?.frame);
  const recall = summarise(among, (mix) => mix.fixed.recall)?.mean;
  const precision = summarise(among, (mix) => mix.fixed.precision)?.mean;
  return {
    name,
    points: points.map(({ precision, recall, onset, frame, f }) => (
      { precision, recall, text: `onset ${onset}, frame ${frame}: F ${f.toFixed(3)}` }
    )),
    fixed: recall !== undefined && precision !== undefined ? { recall, precision } : undefined,
  };
}

function curve({ name, points, fixed }: TradeOff, index: number) {
  const { color, symbol } = markOf(index);
  const line = {
    type: "scatter",
    mode: "lines+markers",
    name,
    x: points.map(({ recall }) => recall),
    y: points.map(({ precision }) => precision),
    text: points.map(({ text }) => text),
    hoverinfo: "text",
    legendgroup: name,
    line: { color },
    marker: { color, symbol, size: 8 },
  };
  const mark = {
    type: "scatter",
    mode: "markers",
    name: `${name}, fixed`,
    x: [fixed?.recall],
    y: [fixed?.precision],
    legendgroup: name,
    showlegend: points.length === 0,
    marker: { color, symbol, size: 15, line: { color: "black", width: 2 } },
  };
  return [...(points.length > 0 ? [line] : []), ...(fixed ? [mark] : [])];
}

/** All points of one F: precision = F·recall / (2·recall − F). */
function levelLine(f: number) {
  const lowest = f / (2 - f);
  const recalls = Array.from({ length: 41 }, (_, i) => lowest + (1 - lowest) * i / 40);
  return {
    type: "scatter",
    mode: "lines+text",
    x: recalls,
    y: recalls.map((recall) => f * recall / (2 * recall - f)),
    text: recalls.map((_, i) => i === 40 ? `F ${f}` : ""),
    textposition: "middle right",
    cliponaxis: false,
    textfont: { color: "#999" },
    line: { color: "#ddd", width: 1 },
    hoverinfo: "skip",
    showlegend: false,
  };
}

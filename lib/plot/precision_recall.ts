/**
 * Precision against recall over thresholds.
 *
 * @module
 */
import type { BenchmarkResult, SystemResult } from "../evaluate/benchmark/results.ts";
import { meanSweep, summarise } from "../evaluate/benchmark/summary.ts";
import { COLOURS, SYMBOLS } from "./palette.ts";
import type { Figure } from "./piano_roll.ts";

/** F of the lines that help to read the figure. */
const LEVELS = [0.5, 0.6, 0.7, 0.8, 0.9];

/**
 * A curve a system, over onset thresholds at its best frame threshold, with its fixed thresholds as
 * a large mark; means over the mixes of as many parts.
 */
export function precisionRecall({ systems }: BenchmarkResult, parts: number): Figure {
  return {
    data: [...LEVELS.map(levelLine), ...systems.flatMap((system, i) => curve(system, i, parts))],
    layout: {
      xaxis: { title: { text: "recall" }, range: [0, 1], constrain: "domain" },
      yaxis: {
        title: { text: "precision" },
        range: [0, 1],
        constrain: "domain",
        scaleanchor: "x",
      },
      margin: { t: 20 },
    },
  };
}

function curve({ name, best, mixes }: SystemResult, index: number, parts: number) {
  const among = mixes.filter((mix) => mix.parts === parts);
  const setting = best.find((best) => best.parts === parts)?.setting;
  const points = meanSweep(among).filter(({ frame }) => frame === setting?.frame);
  const { colour } = COLOURS[index % COLOURS.length];
  const symbol = SYMBOLS[index % SYMBOLS.length];
  const fixed = {
    type: "scatter",
    mode: "markers",
    name: `${name}, fixed`,
    x: [summarise(among, (mix) => mix.fixed.recall)?.mean],
    y: [summarise(among, (mix) => mix.fixed.precision)?.mean],
    marker: { color: colour, symbol, size: 15, line: { color: "black", width: 2 } },
  };
  if (points.length === 0) return [fixed];
  return [{
    type: "scatter",
    mode: "lines+markers",
    name,
    x: points.map(({ recall }) => recall),
    y: points.map(({ precision }) => precision),
    text: points.map(({ onset, frame, f }) => `onset ${onset}, frame ${frame}: F ${f.toFixed(3)}`),
    hoverinfo: "text",
    line: { color: colour },
    marker: { color: colour, symbol, size: 8 },
  }, fixed];
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
    textposition: "bottom left",
    textfont: { color: "#999" },
    line: { color: "#ddd", width: 1 },
    hoverinfo: "skip",
    showlegend: false,
  };
}

/**
 * The source text of plotly.js, to be put into pages.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

export function readPlotly(): Promise<string> {
  const url = import.meta.resolve("plotly.js-cartesian-dist-min/plotly-cartesian.min.js");
  return readFile(fileURLToPath(url), "utf8");
}

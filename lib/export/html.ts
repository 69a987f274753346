/**
 * A figure as one page that opens without a network.
 *
 * @module
 */
import type { Figure } from "../plot/piano_roll.ts";

/**
 * @param title Of the page.
 * @param plotly Source text of plotly.js.
 */
export function toHtml(figure: Figure, title: string, plotly: string): string {
  const heading = title.replace(/[&<>]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c]!);
  const data = JSON.stringify(figure).replaceAll("<", "\\u003c");
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${heading}</title>
<style>body { font: 16px system-ui, sans-serif; margin: 1rem } #figure { height: 85vh }</style>
<h1>${heading}</h1>
<div id="figure"></div>
<script>${plotly}</script>
<script>
const figure = ${data};
Plotly.newPlot("figure", figure.data, figure.layout, { responsive: true });
</script>
</html>
`;
}

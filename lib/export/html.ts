/**
 * Figures and tables as one page that opens without a network.
 *
 * @module
 */
import type { Figure } from "../plot/piano_roll.ts";
import type { Table } from "./table.ts";

/** A part of a page. */
export interface Section {
  heading?: string;
  table?: Table;
  /** URL of a recording to be played. */
  audio?: string;
  figure?: Figure;
}

/**
 * A page with one figure that fills it.
 *
 * @param title Of the page.
 * @param plotly Source text of plotly.js.
 */
export function toHtml(figure: Figure, title: string, plotly: string): string {
  return toPage([{ figure }], title, plotly, "85vh");
}

/**
 * A page of sections one below the other.
 *
 * @param plotly Source text of plotly.js.
 * @param height Of each figure, in CSS.
 */
export function toPage(
  sections: readonly Section[],
  title: string,
  plotly: string,
  height = "28rem",
): string {
  const heading = escapeText(title);
  const figures = JSON.stringify(sections.map(({ figure }) => figure ?? null))
    .replaceAll("<", "\\u003c");
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${heading}</title>
<style>
body { font: 16px system-ui, sans-serif; margin: 1rem }
.figure { height: ${height} }
table { border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums }
th, td { padding: 0.2rem 0.6rem; border-bottom: 1px solid #ddd; text-align: left }
p { max-width: 60rem }
</style>
<h1>${heading}</h1>
${sections.map(sectionHtml).join("\n")}
<script>${plotly}</script>
<script>
${figures}.forEach((figure, i) => {
  if (figure) Plotly.newPlot("figure" + i, figure.data, figure.layout, { responsive: true });
});
</script>
</html>
`;
}

function sectionHtml({ heading, table, audio, figure }: Section, index: number): string {
  return [
    heading === undefined ? "" : `<h2>${escapeText(heading)}</h2>`,
    table ? tableHtml(table) : "",
    audio ? `<audio controls preload="metadata" src="${audio}"></audio>` : "",
    figure ? `<div class="figure" id="figure${index}"></div>` : "",
  ].filter((part) => part !== "").join("\n");
}

function tableHtml({ caption, header, rows }: Table): string {
  const row = (cells: readonly string[], tag: string) =>
    `<tr>${cells.map((cell) => `<${tag}>${escapeText(cell)}</${tag}>`).join("")}</tr>`;
  return `<p>${escapeText(caption)}</p>
<table>
${[row(header, "th"), ...rows.map((cells) => row(cells, "td"))].join("\n")}
</table>`;
}

function escapeText(text: string): string {
  return text.replace(/[&<>]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c]!);
}

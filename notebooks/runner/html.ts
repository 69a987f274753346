/**
 * A notebook that was run, as a page that opens without a network.
 *
 * @module
 */
import hljs from "highlight.js/lib/core";
import typescript from "highlight.js/lib/languages/typescript";
import { marked } from "marked";
import { STYLE } from "./style.ts";
import { type Cell, type MediaBundle, type Notebook, type Output, textOf } from "./notebook.ts";

hljs.registerLanguage("typescript", typescript);

const PLOTLY = "application/vnd.plotly.v1+json";

/**
 * Text, code, figures that can be moved and recordings that can be played.
 *
 * @param plotly Source text of plotly.js.
 */
export function notebookPage({ cells }: Notebook, title: string, plotly: string): string {
  const hasFigures = cells.some((cell) =>
    cell.cell_type === "code" && cell.outputs.some((output) => PLOTLY in (bundle(output) ?? {}))
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeText(title)}</title>
<style>${STYLE}</style>
${hasFigures ? `<script>${plotly}</script>` : ""}
<main>
${cells.map(cellHtml).join("\n")}
</main>
</html>
`;
}

function cellHtml(cell: Cell): string {
  const source = textOf(cell.source);
  if (cell.cell_type === "markdown") {
    return `<section class="text">${marked.parse(source, { async: false })}</section>`;
  }
  const code = hljs.highlight(source, { language: "typescript" }).value;
  return [
    `<pre class="code"><code>${code}</code></pre>`,
    ...cell.outputs.map((output) => `<div class="output">${outputHtml(output)}</div>`),
  ].join("\n");
}

function outputHtml(output: Output): string {
  switch (output.output_type) {
    case "stream":
      return `<pre>${escapeText(textOf(output.text))}</pre>`;
    case "error":
      return `<pre class="error">${escapeText(output.traceback.join("\n"))}</pre>`;
    default:
      return mediaHtml(output.data);
  }
}

/** The richest of the representations that a page can show. */
function mediaHtml(data: MediaBundle): string {
  if (PLOTLY in data) return figureHtml(data[PLOTLY]);
  if ("image/png" in data) {
    const title = escapeText(textOf((data["text/plain"] ?? "") as string));
    const png = textOf(data["image/png"] as string).trim();
    return `<img src="data:image/png;base64,${png}" alt="${title.replaceAll('"', "&quot;")}">`;
  }
  if ("text/html" in data) return textOf(data["text/html"] as string);
  if ("text/markdown" in data) {
    return marked.parse(textOf(data["text/markdown"] as string), { async: false });
  }
  return `<pre>${escapeText(textOf((data["text/plain"] ?? "") as string))}</pre>`;
}

function figureHtml(figure: unknown): string {
  const json = JSON.stringify(figure).replaceAll("<", "\\u003c");
  return `<div class="figure"></div>
<script>{
  const figure = ${json};
  const place = document.currentScript.previousElementSibling;
  place.style.height = (figure.layout.height ?? 360) + "px";
  Plotly.newPlot(place, figure.data, figure.layout, { responsive: true, displaylogo: false });
}</script>`;
}

function bundle(output: Output): MediaBundle | undefined {
  return "data" in output ? output.data : undefined;
}

function escapeText(text: string): string {
  return text.replace(/[&<>]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c]!);
}

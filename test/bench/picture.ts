/**
 * Figures as pictures, drawn by a browser.
 *
 * @module
 */
import { writeFile } from "node:fs/promises";
import { chromium } from "playwright-core";
import { readPlotly } from "../../lib/cli/plotly.ts";
import type { Figure } from "../../lib/plot/piano_roll.ts";
import { CHROMIUM, FLAGS } from "../web/browser.ts";

/** Size, pixels. */
const SIZE = { width: 720, height: 320 };

/**
 * Draws a figure as SVG on white, so that it can be read on dark pages too.
 *
 * @throws {Error} If there is no Chromium.
 */
export async function drawPicture({ data, layout }: Figure, path: string): Promise<void> {
  if (CHROMIUM === undefined) throw new Error("Cannot draw a picture: Chromium is not installed");
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: await readPlotly() });
    const figure = { data, layout: { ...layout, paper_bgcolor: "#fff", plot_bgcolor: "#fff" } };
    const url = await page.evaluate(
      // @ts-ignore Plotly is a global of the page.
      ([figure, size]) => globalThis.Plotly.toImage(figure, { format: "svg", ...size }),
      [figure, SIZE] as const,
    );
    await writeFile(path, decodeURIComponent(url.slice(url.indexOf(",") + 1)));
  } finally {
    await browser.close();
  }
}

/// <reference lib="deno.unstable" />
/**
 * What notebooks show and play.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { type Table, toMarkdown } from "../lib/export/table.ts";
import { SAMPLE_RATE } from "../lib/frontend/constants.ts";
import type { Figure } from "../lib/plot/figure.ts";
import { Random } from "../lib/random.ts";
import type { Note, Waveform } from "../lib/types.ts";
import { encodeFlac } from "../synth/flac.ts";
import { render } from "../synth/render.ts";
import { karplus } from "../synth/timbre/karplus.ts";

/** Where a notebook opened in a browser finds plotly.js if nobody has loaded it yet. */
const PLOTLY = "https://cdn.jsdelivr.net/npm/plotly.js-cartesian-dist-min@4.1.1";

/** Height of a figure that does not say its own, pixels. */
const HEIGHT = 360;

/** Gain of the string that plays notes back: a chord of a few stays below full scale. */
const STRING_GAIN = 0.25;

/** Shows a figure or a table under the cell; `await` it. */
export async function show(shown: Figure | Table): Promise<void> {
  await display("data" in shown ? figureBundle(shown) : { "text/markdown": toMarkdown(shown) });
}

/** Shows a picture, PNG, under the cell; `await` it. */
export async function showPicture(png: Uint8Array, title: string): Promise<void> {
  await display({ "image/png": Buffer.from(png).toString("base64"), "text/plain": title });
}

/** Shows a player for a recording under the cell; `await` it. */
export async function listen(waveform: Waveform, title = ""): Promise<void> {
  const flac = Buffer.from(await encodeFlac(limited(waveform))).toString("base64");
  const player = `<audio controls src="data:audio/flac;base64,${flac}"></audio>`;
  await display({
    "text/html": `<figure><figcaption>${title}</figcaption>${player}</figure>`,
    "text/plain": `${title}: ${(waveform.length / SAMPLE_RATE).toFixed(1)} s of sound`,
  });
}

/** Notes on one plucked string, whatever they were played on; velocities are kept. */
export function playNotes(
  notes: readonly Pick<Note, "onset" | "offset" | "pitch" | "velocity">[],
  seconds: number,
): Waveform {
  const written = notes.map(({ onset, offset, pitch, velocity }) => (
    { onset, seconds: offset - onset, pitch, velocity }
  ));
  return render(new Random(1), written, karplus({ seed: 0 }), seconds, 0).stem
    .map((sample) => sample * STRING_GAIN);
}

/** Two digits after the point; a dash for what is not there. */
export function rounded(x: number): string {
  return Number.isNaN(x) ? "–" : x.toFixed(2).replace(/^-(?=0\.00$)/, "").replace("-", "−");
}

/** Louder than full scale is brought down to it. */
function limited(waveform: Waveform): Waveform {
  const peak = waveform.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  return peak > 1 ? waveform.map((sample) => sample / peak) : waveform;
}

function figureBundle(figure: Figure): Record<string, unknown> {
  const id = `figure-${crypto.randomUUID()}`;
  const json = JSON.stringify(figure).replaceAll("<", "\\u003c");
  const height = figure.layout.height ?? HEIGHT;
  return {
    "application/vnd.plotly.v1+json": figure,
    "text/html": `<div id="${id}" style="height:${height}px"></div>
<script type="module">
if (!globalThis.Plotly) await import("${PLOTLY}");
const figure = ${json};
Plotly.newPlot("${id}", figure.data, figure.layout, { responsive: true });
</script>`,
  };
}

async function display(data: Record<string, unknown>): Promise<void> {
  await Deno.jupyter.broadcast("display_data", { data, metadata: {} });
}

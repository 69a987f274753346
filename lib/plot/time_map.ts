/**
 * Values over time and frequency as pictures.
 *
 * @module
 */
import { BINS, FRAME_RATE, LOWEST_PITCH, PITCHES } from "../frontend/constants.ts";
import { pitchName } from "../notes/pitch.ts";
import { type Figure, MARGIN } from "./figure.ts";
import { COLOURSCALE } from "./palette.ts";
import { binFrequency, binTicks, pitchTicks, type Ticks } from "./ticks.ts";

/** Most columns of a picture; of frames that share one the strongest is seen. */
const COLUMNS = 480;

/** The lightest energies of a spectrogram, dB under the strongest. */
const DEPTH = -70;

/** Energy under any noise floor, for logarithms. */
const SILENCE = 1e-12;

/** Constant-Q energies, frames × 288, in decibels under the strongest. */
export function spectrogram(energies: Float32Array): Figure {
  const strongest = energies.reduce((most, energy) => Math.max(most, energy), SILENCE);
  const decibels = energies.map((energy) =>
    Math.max(DEPTH, Math.round(10 * Math.log10(energy / strongest + SILENCE)))
  );
  const rows = Array.from({ length: BINS }, (_, bin) => `${binFrequency(bin).toFixed(1)} Hz`);
  return timeMap(decibels, rows, { title: "frequency", ...binTicks() }, "dB");
}

/** Posteriors, frames × 84, 0 … 1. */
export function posteriorgram(posteriors: Float32Array): Figure {
  const rounded = posteriors.map((p) => Math.round(100 * p) / 100);
  const rows = Array.from({ length: PITCHES }, (_, i) => pitchName(LOWEST_PITCH + i));
  const ticks = pitchTicks(0, PITCHES - 1);
  const names = { ...ticks, ticktext: ticks.tickvals.map((row) => rows[row]) };
  return timeMap(rounded, rows, { title: "pitch", ...names }, "");
}

/** What the rows are, and which of them are marked, by number. */
interface Axis extends Ticks {
  title: string;
}

/** @param values Frames × rows. */
function timeMap(
  values: Float32Array,
  rows: readonly string[],
  { title, tickvals, ticktext }: Axis,
  unit: string,
): Figure {
  const frames = values.length / rows.length;
  const step = Math.max(1, Math.ceil(frames / COLUMNS));
  const columns = Math.ceil(frames / step);
  const strongestAt = (row: number, column: number) => {
    let most = -Infinity;
    for (let t = column * step; t < Math.min(frames, (column + 1) * step); t++) {
      most = Math.max(most, values[t * rows.length + row]);
    }
    return Math.round(100 * most) / 100;
  };
  const indices = Array.from({ length: columns }, (_, column) => column);
  return {
    data: [{
      type: "heatmap",
      x0: 0,
      dx: step / FRAME_RATE,
      z: rows.map((_, row) => indices.map((column) => strongestAt(row, column))),
      y: rows,
      colorscale: COLOURSCALE,
      colorbar: { thickness: 10, outlinewidth: 0, ticksuffix: unit && ` ${unit}` },
      hovertemplate: `%{x:.2f} s, %{y}: %{z} ${unit}<extra></extra>`,
    }],
    layout: {
      xaxis: { title: { text: "time (s)" } },
      yaxis: {
        title: { text: title, standoff: 12 },
        type: "category",
        tickvals: tickvals.map((row) => rows[row]),
        ticktext,
        automargin: true,
      },
      margin: { ...MARGIN, t: 12 },
    },
  };
}

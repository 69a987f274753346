/**
 * A song as a Plotly figure.
 *
 * @module
 */
import { pitchName } from "../notes/pitch.ts";
import type { Song } from "../types.ts";
import { type Figure, LEGEND_ABOVE, MARGIN } from "./figure.ts";
import { COLOURS } from "./palette.ts";
import { pitchTicks } from "./ticks.ts";

export type { Figure };

/** Notes as bars over seconds and pitch, a colour and a hatching for each timbre. */
export function pianoRoll(song: Pick<Song, "duration" | "notes" | "timbres">): Figure {
  const data = Array.from({ length: song.timbres }, (_, timbre) => {
    const notes = song.notes.filter((note) => note.timbre === timbre);
    const { colour, pattern } = COLOURS[timbre % COLOURS.length];
    return {
      type: "bar",
      orientation: "h",
      name: `Timbre ${timbre + 1}`,
      base: notes.map((note) => note.onset),
      x: notes.map((note) => note.offset - note.onset),
      y: notes.map((note) => note.pitch),
      width: 0.8,
      marker: {
        color: colour,
        opacity: notes.map((note) => 0.4 + 0.6 * note.velocity),
        pattern: {
          shape: pattern,
          fillmode: "overlay",
          fgcolor: "rgba(255,255,255,0.6)",
          size: 5,
        },
      },
      customdata: notes.map((note) => [pitchName(note.pitch), note.onset, note.offset]),
      hovertemplate: "%{customdata[0]}, %{customdata[1]:.2f}–%{customdata[2]:.2f} s",
    };
  });
  const pitches = song.notes.map((note) => note.pitch);
  const least = pitches.reduce((a, b) => Math.min(a, b), Infinity);
  const most = pitches.reduce((a, b) => Math.max(a, b), -Infinity);
  const isEmpty = pitches.length === 0;
  return {
    data,
    layout: {
      barmode: "overlay",
      xaxis: { title: { text: "time (s)" }, range: [0, song.duration] },
      yaxis: {
        title: { text: "pitch" },
        range: isEmpty ? null : [least - 1, most + 1],
        ...(isEmpty ? {} : pitchTicks(least, most)),
      },
      showlegend: true,
      legend: LEGEND_ABOVE,
      margin: MARGIN,
    },
  };
}

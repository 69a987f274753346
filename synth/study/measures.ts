/**
 * What the study counts in a clip: pitches, intervals, polyphony and durations.
 *
 * @module
 */
import type { Scale } from "../../lib/plot/distribution.ts";
import { pitchTicks } from "../../lib/plot/ticks.ts";
import type { ScoreNote } from "../score/types.ts";
import { outerVoice } from "../score/voices.ts";

/** Notes that start closer than this start together, seconds. */
const TOGETHER = 0.03;
/** Longest silence within a melodic interval, seconds. */
const PAUSE = 1;
/** Time between two counts of polyphony, seconds. */
const STEP = 0.05;
/** Widest interval and most notes at once that are told apart. */
const OCTAVE = 12;
const WIDEST = 36;
const MOST_NOTES = 16;

/** Lowest and highest key of a piano, MIDI. */
const LOWEST = 21;
const HIGHEST = 108;

/** Something to count. */
export interface Measure {
  name: string;
  /** With its unit. */
  axis: string;
  /** Values are counted at the nearest place, equally far apart or equally in ratio. */
  scale: Scale;
  /** The values in a clip of `seconds`, its parts sorted by onset. */
  values(parts: readonly (readonly ScoreNote[])[], seconds: number): number[];
}

function whole(low: number, high: number): Scale {
  return { places: Array.from({ length: high - low + 1 }, (_, i) => low + i), ratio: false };
}

function ratios(low: number, high: number, count: number): Scale {
  const step = Math.log(high / low) / (count - 1);
  return { places: Array.from({ length: count }, (_, i) => low * Math.exp(i * step)), ratio: true };
}

export const MEASURES: readonly Measure[] = [
  {
    name: "pitch",
    axis: "pitch",
    scale: { ...whole(LOWEST, HIGHEST), ticks: pitchTicks(LOWEST, HIGHEST) },
    values: (parts) => parts.flat().map((n) => n.pitch),
  },
  {
    name: "melodic interval",
    axis: "interval to the next note of the part's highest voice (semitones)",
    scale: whole(-OCTAVE - 1, OCTAVE + 1),
    values: (parts) => parts.flatMap((part) => melodicIntervals(outerVoice(part, true))),
  },
  {
    name: "harmonic interval",
    axis: "interval to each note that sounds at a note's onset (semitones; the last: or more)",
    scale: whole(0, WIDEST),
    values: (parts) => harmonicIntervals(parts.flat()),
  },
  {
    name: "polyphony",
    axis: "notes at once",
    scale: whole(0, MOST_NOTES),
    values: (parts, seconds) => polyphony(parts.flat(), seconds),
  },
  {
    name: "duration",
    axis: "duration (s)",
    scale: ratios(0.03, 8, 33),
    values: (parts) => parts.flat().map((n) => n.seconds),
  },
  {
    name: "inter-onset interval",
    axis: "time to the next onset of the same part (s)",
    scale: ratios(0.03, 8, 33),
    values: (parts) => parts.flatMap((part) => gaps(part)),
  },
  {
    name: "density",
    axis: "onsets a second, over all parts",
    scale: ratios(0.1, 50, 28),
    values: (parts, seconds) => [parts.flat().length / seconds],
  },
];

function melodicIntervals(line: readonly ScoreNote[]): number[] {
  return line.slice(1).flatMap((note, i) => {
    const { onset, seconds, pitch } = line[i];
    return note.onset - onset - seconds < PAUSE ? [note.pitch - pitch] : [];
  });
}

function harmonicIntervals(notes: readonly ScoreNote[]): number[] {
  const sorted = notes.toSorted((a, b) => a.onset - b.onset);
  return sorted.flatMap((note, i) =>
    sorted.slice(0, i)
      .filter((n) => n.onset + n.seconds > note.onset + TOGETHER)
      .map((n) => Math.abs(note.pitch - n.pitch))
  );
}

function polyphony(notes: readonly ScoreNote[], seconds: number): number[] {
  const counts = new Array<number>(Math.floor(seconds / STEP)).fill(0);
  for (const { onset, seconds: length } of notes) {
    const end = Math.min(counts.length * STEP, onset + length);
    for (let i = Math.ceil(onset / STEP); i * STEP < end; i++) counts[i]++;
  }
  return counts;
}

function gaps(part: readonly ScoreNote[]): number[] {
  return part.slice(1).map((n, i) => n.onset - part[i].onset).filter((gap) => gap >= TOGETHER);
}

/** How often values fall to each place of a scale; those beyond its ends fall to the ends. */
export class Histogram {
  readonly #scale: Scale;
  readonly counts: Float64Array;

  constructor(scale: Scale) {
    this.#scale = scale;
    this.counts = new Float64Array(scale.places.length);
  }

  add(values: readonly number[]): void {
    const { places, ratio } = this.#scale;
    const on = (x: number) => ratio ? Math.log(x) : x;
    const first = on(places[0]);
    const step = on(places[1]) - first;
    for (const value of values) {
      const place = Math.round((on(value) - first) / step);
      this.counts[Math.min(places.length - 1, Math.max(0, place))]++;
    }
  }

  /** Shares that add up to one; all zero where nothing was counted. */
  shares(): number[] {
    const total = this.counts.reduce((sum, x) => sum + x, 0);
    return Array.from(this.counts, (x) => total > 0 ? x / total : 0);
  }
}

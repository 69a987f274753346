/**
 * One palette for every picture.
 *
 * @module
 */

/**
 * Colours that colour-blind people can tell apart (M. Okabe and K. Ito, "Color universal design",
 * 2008), and Plotly hatchings that tell them apart in grey.
 */
export const COLOURS: readonly { colour: string; pattern: string }[] = [
  { colour: "#0072B2", pattern: "" },
  { colour: "#E69F00", pattern: "/" },
  { colour: "#009E73", pattern: "x" },
  { colour: "#CC79A7", pattern: "." },
  { colour: "#56B4E9", pattern: "\\" },
  { colour: "#D55E00", pattern: "-" },
  { colour: "#F0E442", pattern: "|" },
  { colour: "#000000", pattern: "+" },
];

/** Plotly marks that tell lines apart in grey. */
export const SYMBOLS: readonly string[] = [
  "circle",
  "square",
  "diamond",
  "triangle-up",
  "x",
  "star",
  "cross",
  "hexagon",
];

/** Lines that help to read a picture: vermilion, which stands out from {@linkcode COLOURSCALE}. */
export const GUIDE = COLOURS[5].colour;

/** Lines that help among lines: black, which no series before the eighth has. */
export const GUIDE_AMONG_LINES = COLOURS[7].colour;

/** White to dark blue, lightness falling evenly. */
export const COLOURSCALE: readonly [number, string][] = [
  [0, "#ffffff"],
  [0.35, "#b9dcf2"],
  [0.7, "#2f8fc4"],
  [1, "#06304d"],
];

/** Colour and mark of the series with a number; they come round again after eight. */
export function markOf(series: number): { color: string; symbol: string } {
  return {
    color: COLOURS[series % COLOURS.length].colour,
    symbol: SYMBOLS[series % SYMBOLS.length],
  };
}

/**
 * How timbres look: a colour that colour-blind people can tell apart and a hatching for grey.
 *
 * @module
 */
import { COLOURS } from "../../lib/plot/palette.ts";

/** Colour and hatching of a place in the palette. */
export interface Appearance {
  colour: string;
  hatching: string;
}

/** Width of a hatching's tile, CSS pixels. */
const TILE = 6;

/** Places of the palette that no two timbres share. */
export const APPEARANCES: number = COLOURS.length * 2;

/** The second round of the colours has other hatchings. */
export function appearance(place: number, dark: boolean): Appearance {
  const { colour, pattern } = COLOURS[place % COLOURS.length];
  const round = Math.floor(place / COLOURS.length);
  return {
    colour: dark && colour === "#000000" ? "#E8E6E1" : colour,
    hatching: round === 0 ? pattern : COLOURS[(place + 3 * round) % COLOURS.length].pattern,
  };
}

/** Strokes of each hatching over its tile, x0 y0 x1 y1. */
const STROKES: Record<string, number[][]> = {
  "/": [[-1, 7, 7, -1], [-1, 1, 1, -1], [5, 7, 7, 5]],
  "\\": [[-1, -1, 7, 7], [5, -1, 7, 1], [-1, 5, 1, 7]],
  "x": [[-1, 7, 7, -1], [-1, -1, 7, 7]],
  ".": [[2, 3, 4, 3]],
  "-": [[0, 3, 6, 3]],
  "|": [[3, 0, 3, 6]],
  "+": [[3, 0, 3, 6], [0, 3, 6, 3]],
};

const patterns = new Map<string, CanvasPattern | null>();

/** A hatching to fill with; null for the one without strokes. */
export function hatch(
  context: CanvasRenderingContext2D,
  hatching: string,
  ink: string,
  ratio: number,
): CanvasPattern | null {
  const key = `${hatching} ${ink} ${ratio}`;
  if (!patterns.has(key)) patterns.set(key, makePattern(context, STROKES[hatching], ink, ratio));
  return patterns.get(key)!;
}

function makePattern(
  context: CanvasRenderingContext2D,
  strokes: number[][] | undefined,
  ink: string,
  ratio: number,
): CanvasPattern | null {
  if (!strokes) return null;
  const tile = document.createElement("canvas");
  tile.width = tile.height = Math.round(TILE * ratio);
  const pen = tile.getContext("2d")!;
  pen.scale(tile.width / TILE, tile.height / TILE);
  pen.strokeStyle = ink;
  pen.lineWidth = 1.1;
  pen.lineCap = "round";
  for (const [x0, y0, x1, y1] of strokes) {
    pen.beginPath();
    pen.moveTo(x0, y0);
    pen.lineTo(x1, y1);
    pen.stroke();
  }
  const pattern = context.createPattern(tile, "repeat")!;
  pattern.setTransform(new DOMMatrix().scale(1 / ratio));
  return pattern;
}

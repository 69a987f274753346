/**
 * The constant-Q spectrogram behind the notes, of bounded size however long the recording is.
 *
 * @module
 */
import { BINS, BINS_PER_PITCH, FRAME_RATE, LOWEST_PITCH } from "../../lib/frontend/constants.ts";
import { FRAMES_PER_COLUMN } from "../worker/spectrum.ts";
import { type Size, type View, xOf, yOf } from "./view.ts";

/** Most columns kept: 9 MB. Beyond, two neighbours become one. */
const MOST_COLUMNS = 32_768;

/** Columns of one image. */
const TILE = 1024;

/** Levels of one recording, and pictures of them. */
export class Spectrogram {
  #levels = new Uint8Array(TILE * BINS);
  #columns = 0;
  #secondsPerColumn = FRAMES_PER_COLUMN / FRAME_RATE;
  /** Columns still to come that make one kept column, and the loudest of them so far. */
  #merging = 1;
  #merged = 0;
  /** Images, and how many columns are painted on each. */
  readonly #tiles = new Map<number, { canvas: HTMLCanvasElement; painted: number }>();
  #ink = "";

  /** Changes whenever there is more to see. */
  version = 0;

  /** @param columns Of 288 levels each, as the worker sends them. */
  append(columns: Uint8Array): void {
    this.version++;
    for (let at = 0; at < columns.length; at += BINS) this.#add(columns.subarray(at, at + BINS));
  }

  /** @param ink Colour of the loudest level, as `rgb(r g b)`. */
  draw(context: CanvasRenderingContext2D, view: View, size: Size, ink: string): void {
    if (ink !== this.#ink) this.#tiles.clear();
    this.#ink = ink;
    const tileSeconds = TILE * this.#secondsPerColumn;
    const first = Math.max(0, Math.floor(view.start / tileSeconds));
    const top = yOf(view, LOWEST_PITCH + BINS / BINS_PER_PITCH - 1);
    const height = BINS / BINS_PER_PITCH * view.pixelsPerPitch;
    context.imageSmoothingEnabled = true;
    for (let tile = first; tile * TILE < this.#columns; tile++) {
      const x = xOf(view, tile * tileSeconds);
      if (x > size.width) break;
      context.drawImage(this.#tile(tile), x, top, tileSeconds * view.pixelsPerSecond, height);
    }
  }

  #add(column: Uint8Array): void {
    if (this.#columns === MOST_COLUMNS) this.#halve();
    if ((this.#columns + 1) * BINS > this.#levels.length) {
      const grown = new Uint8Array(this.#levels.length * 2);
      grown.set(this.#levels);
      this.#levels = grown;
    }
    const kept = this.#levels.subarray(this.#columns * BINS, (this.#columns + 1) * BINS);
    for (let i = 0; i < BINS; i++) {
      kept[i] = this.#merged === 0 ? column[i] : Math.max(kept[i], column[i]);
    }
    if (++this.#merged === this.#merging) {
      this.#merged = 0;
      this.#columns++;
    }
  }

  #halve(): void {
    for (let column = 0; column < MOST_COLUMNS / 2; column++) {
      const at = 2 * column * BINS;
      for (let i = 0; i < BINS; i++) {
        this.#levels[column * BINS + i] = Math.max(
          this.#levels[at + i],
          this.#levels[at + BINS + i],
        );
      }
    }
    this.#columns = MOST_COLUMNS / 2;
    this.#merging *= 2;
    this.#secondsPerColumn *= 2;
    this.#tiles.clear();
  }

  #tile(tile: number): HTMLCanvasElement {
    const known = this.#tiles.get(tile) ?? { canvas: blankTile(), painted: 0 };
    const columns = Math.min(TILE, this.#columns - tile * TILE);
    if (columns > known.painted) this.#paint(known.canvas, tile, known.painted, columns);
    this.#tiles.set(tile, { ...known, painted: columns });
    return known.canvas;
  }

  /** Paints the columns of a tile that are new. */
  #paint(canvas: HTMLCanvasElement, tile: number, from: number, to: number): void {
    const [red, green, blue] = this.#ink.match(/\d+/g)!.map(Number);
    const image = new ImageData(to - from, BINS);
    for (let x = from; x < to; x++) {
      for (let bin = 0; bin < BINS; bin++) {
        const level = this.#levels[(tile * TILE + x) * BINS + bin] / 255;
        image.data.set(
          [red, green, blue, 255 * level * level],
          4 * ((BINS - 1 - bin) * image.width + x - from),
        );
      }
    }
    canvas.getContext("2d")!.putImageData(image, from, 0);
  }
}

function blankTile(): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = TILE;
  canvas.height = BINS;
  return canvas;
}

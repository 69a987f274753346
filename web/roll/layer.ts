/**
 * Pictures that change seldom under marks that change often.
 *
 * @module
 */
import { Changes } from "./changes.ts";

/** A picture that is kept until something that it shows changes. */
export class Layer {
  readonly #canvas = document.createElement("canvas");
  readonly #shown = new Changes();

  /**
   * Puts the picture on a canvas that is ready to draw.
   *
   * @param shows What the picture depends on besides the canvas's size.
   * @param draw Draws it anew, with a pen in the same units as the canvas's own.
   */
  put(
    pen: CanvasRenderingContext2D,
    shows: readonly unknown[],
    draw: (pen: CanvasRenderingContext2D) => void,
  ): void {
    const { width, height } = pen.canvas;
    if (this.#shown.changed([...shows, width, height])) {
      Object.assign(this.#canvas, { width, height });
      const own = this.#canvas.getContext("2d")!;
      own.setTransform(pen.getTransform());
      draw(own);
    }
    pen.save();
    pen.resetTransform();
    pen.clearRect(0, 0, width, height);
    pen.drawImage(this.#canvas, 0, 0);
    pen.restore();
  }
}

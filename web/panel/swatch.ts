/**
 * A timbre's colour and hatching as a small picture.
 *
 * @module
 */
import { appearance, hatch } from "../roll/appearance.ts";
import { currentTheme } from "../roll/theme.ts";

/** `<timbre-swatch place="2">`, drawn like a note of the roll. */
class TimbreSwatch extends HTMLElement {
  static observedAttributes = ["place", "dark"];

  connectedCallback(): void {
    if (!this.firstChild) this.append(document.createElement("canvas"));
    this.attributeChangedCallback();
  }

  attributeChangedCallback(): void {
    const canvas = this.querySelector("canvas");
    if (!canvas) return;
    const ratio = devicePixelRatio;
    const size = 14;
    canvas.width = canvas.height = size * ratio;
    const pen = canvas.getContext("2d")!;
    pen.scale(ratio, ratio);
    const theme = currentTheme();
    const { colour, hatching } = appearance(Number(this.getAttribute("place")), theme.dark);
    pen.roundRect(0.5, 0.5, size - 1, size - 1, 3);
    pen.fillStyle = pen.strokeStyle = colour;
    pen.fill();
    const strokes = hatch(pen, hatching, theme.edge, ratio);
    if (strokes) {
      pen.fillStyle = strokes;
      pen.fill();
    }
    pen.stroke();
  }
}

customElements.define("timbre-swatch", TimbreSwatch);

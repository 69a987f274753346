/**
 * Line icons of one weight, 20 × 20.
 *
 * @module
 */
import { html, type TemplateResult } from "lit-html";

const PATHS = {
  play: "M6.5 4.2v11.6L16 10z",
  pause: "M6.5 4.5v11M13.5 4.5v11",
  undo: "M7.5 4 4 7.5 7.5 11M4 7.5h7.5a4.5 4.5 0 0 1 0 9H8",
  redo: "M12.5 4 16 7.5 12.5 11M16 7.5H8.5a4.5 4.5 0 0 0 0 9H12",
  loop:
    "M4 9V8a2.5 2.5 0 0 1 2.5-2.5h8M12 3l2.5 2.5L12 8M16 11v1a2.5 2.5 0 0 1-2.5 2.5h-8M8 12l-2.5 2.5L8 17",
  file: "M3.5 6v9.5h13V7h-7L8 4.5H3.5z",
  microphone:
    "M10 3a2.3 2.3 0 0 0-2.3 2.3v4a2.3 2.3 0 0 0 4.6 0v-4A2.3 2.3 0 0 0 10 3zM5 9.5a5 5 0 0 0 10 0M10 14.5V17",
  wave: "M3 10h1.5L6 5.5 8.5 15 11 4l2.5 10L15 10h2",
  fit: "M3.5 6V3.5H6M14 3.5h2.5V6M16.5 14v2.5H14M6 16.5H3.5V14M6.5 10h7",
  plus: "M10 4.5v11M4.5 10h11",
  minus: "M4.5 10h11",
  more: "M5 10h.01M10 10h.01M15 10h.01",
  close: "M5 5l10 10M15 5 5 15",
  save: "M10 3.5v9M6.5 9.5 10 13l3.5-3.5M4 16.5h12",
  sun:
    "M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.3 4.3l1.1 1.1M14.6 14.6l1.1 1.1M4.3 15.7l1.1-1.1M14.6 5.4l1.1-1.1",
  moon: "M16 11.8A6.5 6.5 0 0 1 8.2 4a6.5 6.5 0 1 0 7.8 7.8z",
  contrast: "M10 3.5a6.5 6.5 0 1 0 0 13zM10 3.5a6.5 6.5 0 0 1 0 13",
  keys: "M3 5.5h14v9H3zM6 8.5h.01M9 8.5h.01M12 8.5h.01M14.5 8.5h.01M6.5 11.5h7",
};

export function icon(name: keyof typeof PATHS): TemplateResult {
  return html`
    <svg class="icon icon-${name}" viewBox="0 0 20 20" aria-hidden="true">
      <path d=${PATHS[name]} />
    </svg>
  `;
}

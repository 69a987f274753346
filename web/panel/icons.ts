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
  redo: "M12.5 4 16 7.5 12.5 11M16 7.5H8.500a4.5 4.5 0 0 0 0 9H12",
  loop:
    "M4 9V8a2.5 2.5 0 0 1 2.5-2.500h8M12 3l2.5 2.500L12 8M16 11v1a2.5 2.5 0 0 1-2.5 2.500h-8M8 12l-2.5 2.500L8 17",
  file: "M3.5 6v9.500h13V7h-7L8 4.500H3.500z",
  microphone:
    "M10 3a2.3 2.3 0 0 0-2.3 2.300v4a2.3 2.3 0 0 0 4.6 0v-4A2.3 2.3 0 0 0 10 3zM5 9.500a5 5 0 0 0 10 0M10 14.500V17",
  wave: "M3 10h1.500L6 5.5 8.5 15 11 4l2.5 10L15 10h2",
  fit: "M3.5 6V3.500H6M14 3.500h2.500V6M16.5 14v2.500H14M6 16.500H3.500V14M6.5 10h7",
  plus: "M10 4.500v11M4.5 10h11",
  minus: "M4.5 10h11",
  more: "M5 10h.01M10 10h.01M15 10h.01",
  close: "M5 5l10 10M15 5 5 15",
  save: "M10 3.500v9M6.5 9.5 10 13l3.5-3.500M4 16.500h12",
  sun:
    "M10 6.500a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M10 2v1.500M10 16.500V18M2 10h1.500M16.5 10H18M4.3 4.300l1.1 1.100M14.6 14.600l1.1 1.100M4.3 15.700l1.1-1.100M14.6 5.400l1.1-1.1",
  moon: "M16 11.800A6.5 6.5 0 0 1 8.2 4a6.5 6.5 0 1 0 7.8 7.800z",
  contrast: "M10 3.500a6.5 6.5 0 1 0 0 13zM10 3.500a6.5 6.5 0 0 1 0 13",
  keys: "M3 5.500h14v9H3zM6 8.500h.01M9 8.500h.01M12 8.500h.01M14.5 8.500h.01M6.5 11.500h7",
};

export function icon(name: keyof typeof PATHS): TemplateResult {
  return html`
    <svg class="icon icon-${name}" viewBox="0 0 20 20" aria-hidden="true">
      <path d=${PATHS[name]} />
    </svg>
  `;
}

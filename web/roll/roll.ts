/**
 * The piano roll: canvases that show the score, and what lies under the pointer.
 *
 * @module
 */
import type { Score, ScoreNote } from "../edit/score.ts";
import type { Session } from "../session/session.ts";
import { audible, type State } from "../session/state.ts";
import { Changes } from "./changes.ts";
import { drawGrid, drawKeys, drawRuler } from "./draw.ts";
import { drawMarks, drawNotes, visible } from "./notes.ts";
import { currentTheme, DARKNESS } from "./theme.ts";
import { pitchAt, secondsAt, settle, type Size, type View, xOf, yOf, zoomWithin } from "./view.ts";

/** Distance from a note's end that still takes hold of the end, pixels. */
export const GRIP = 6;

/** How far to the right the playhead goes before the view follows, of its width. */
const FOLLOW_AT = 0.85;

const NOWHERE: Size = { width: 0, height: 0 };

/** What a point of the roll is. */
export interface Target {
  note: ScoreNote;
  part: "body" | "start" | "end";
}

/** A rectangle that is being drawn to select, CSS pixels. */
export type Marquee = readonly [x0: number, y0: number, x1: number, y1: number];

/** The canvases of the roll inside its element. */
export class Roll {
  readonly element: HTMLElement;
  readonly ruler: HTMLCanvasElement;
  readonly notes: HTMLCanvasElement;
  readonly #keys: HTMLCanvasElement;
  readonly #playhead: HTMLElement;
  readonly #marquee: HTMLElement;
  readonly #session: Session;
  readonly #picture: HTMLCanvasElement;
  readonly #shown = new Changes();
  /** While a drag is under way: the score as it would become. */
  preview: Score | undefined;
  /** Kept, for to ask the page for it in every frame costs a layout. */
  #size = NOWHERE;
  #rulerSize = NOWHERE;
  #keysSize = NOWHERE;
  #longest: { notes: readonly ScoreNote[]; seconds: number } = { notes: [], seconds: 0 };

  constructor(element: HTMLElement, session: Session) {
    this.element = element;
    this.#session = session;
    const find = <T extends HTMLElement>(part: string) => element.querySelector<T>(part)!;
    this.ruler = find(".ruler");
    this.notes = find(".notes");
    this.#picture = find(".picture");
    this.#keys = find(".piano");
    this.#playhead = find(".playhead");
    this.#marquee = find(".marquee");
    new ResizeObserver(() => this.#resize()).observe(element);
    DARKNESS.addEventListener("change", () => session.store.set({}));
  }

  /** Of the notes' place. */
  get size(): Size {
    return this.#size;
  }

  get view(): View {
    return this.#session.state.view;
  }

  show(view: View): void {
    const duration = this.#session.score?.duration ?? 1;
    this.#session.store.set({ view: settle(view, this.size, duration) });
  }

  /** Scales time and pitch about a point of a view, by default the present one. */
  zoom(time: number, pitch: number, x: number, y: number, view = this.view): void {
    const duration = this.#session.score?.duration ?? 1;
    const zoomed = zoomWithin(view, this.size, duration, time, pitch, x, y);
    this.#session.store.set({ view: zoomed });
  }

  /** Moves the view only if a note is not in it. */
  reveal(note: ScoreNote): void {
    const { view, size } = this;
    const [x, y] = [xOf(view, note.onset), yOf(view, note.pitch)];
    this.show({
      ...view,
      start: x < 0 || x > size.width * 0.9
        ? note.onset - 0.3 * size.width / view.pixelsPerSecond
        : view.start,
      top: y < 0 || y > size.height - view.pixelsPerPitch
        ? note.pitch + size.height / view.pixelsPerPitch / 2
        : view.top,
    });
  }

  draw(): void {
    const { state } = this.#session;
    const score = this.preview ?? state.history?.score;
    if (!score || this.size.width === 0) return;
    const [ratio, theme, { size }] = [devicePixelRatio, currentTheme(), this];
    const { view, mixer, phase, showSpectrum } = state;
    const { spectrogram } = this.#session;
    const sounds = [showSpectrum, spectrogram, spectrogram.version];
    if (this.#shown.changed([score, view, mixer, phase, ...sounds, theme, size, ratio])) {
      this.drawOn(prepare(this.#picture, size, ratio), state, score, size, ratio);
      const [ruler, keys] = [this.#rulerSize, this.#keysSize];
      drawRuler(prepare(this.ruler, ruler, ratio), view, ruler, theme, mixer.loop);
      drawKeys(prepare(this.#keys, keys, ratio), view, keys, theme);
    }
    const pen = prepare(this.notes, size, ratio);
    pen.clearRect(0, 0, size.width, size.height);
    const shown = visible(score.notes, this.#longestOf(score.notes), view, size);
    drawMarks(pen, view, shown, state.selection, state.hovered, theme.ink);
    this.movePlayhead();
  }

  /** Draws rows, spectrogram and notes with any pen. */
  drawOn(
    pen: CanvasRenderingContext2D,
    state: State,
    score: Score,
    size: Size,
    ratio: number,
  ): void {
    const theme = currentTheme();
    drawGrid(pen, state.view, size, theme);
    if (state.showSpectrum) this.#session.spectrogram.draw(pen, state.view, size, theme.faint);
    const shown = visible(score.notes, this.#longestOf(score.notes), state.view, size);
    drawNotes(pen, state.view, shown, {
      timbres: score.timbres,
      audible: (timbre) => audible(state.mixer, timbre),
      theme,
      ratio,
    });
  }

  movePlayhead(): void {
    const x = xOf(this.view, this.#session.player.seconds);
    this.#playhead.hidden = x < -1 || x > this.size.width;
    this.#playhead.style.transform = `translateX(${x}px)`;
  }

  /** Turns the page when the playhead reaches its end. */
  follow(): void {
    const x = xOf(this.view, this.#session.player.seconds);
    if (x > this.size.width * FOLLOW_AT || x < 0) {
      this.show({
        ...this.view,
        start: this.#session.player.seconds - 0.1 * this.size.width / this.view.pixelsPerSecond,
      });
    }
    this.movePlayhead();
  }

  /** The note at a point, the last drawn first. @param reach Around its ends, pixels. */
  targetAt(x: number, y: number, reach = GRIP): Target | undefined {
    const score = this.#session.score;
    if (!score) return undefined;
    const [seconds, pitch] = [secondsAt(this.view, x), Math.round(pitchAt(this.view, y))];
    const slack = reach / 2 / this.view.pixelsPerSecond;
    const shown = visible(score.notes, this.#longestOf(score.notes), this.view, this.size);
    const note = shown.findLast((n) =>
      n.pitch === pitch && n.onset - slack <= seconds && seconds <= n.offset + slack
    );
    if (!note) return undefined;
    const [left, right] = [xOf(this.view, note.onset), xOf(this.view, note.offset)];
    const grip = Math.min(reach, (right - left) / 4);
    if (x > right - grip) return { note, part: "end" };
    return { note, part: x < left + grip ? "start" : "body" };
  }

  /** Names of the notes that a rectangle touches. */
  within([x0, y0, x1, y1]: Marquee): Set<number> {
    const [from, to] = [Math.min(x0, x1), Math.max(x0, x1)].map((x) => secondsAt(this.view, x));
    const [high, low] = [Math.min(y0, y1), Math.max(y0, y1)].map((y) => pitchAt(this.view, y));
    const notes = this.#session.score?.notes ?? [];
    const touched = notes.filter((note) =>
      note.offset >= from && note.onset <= to && note.pitch - 0.5 <= high && note.pitch + 0.5 >= low
    );
    return new Set(touched.map((note) => note.id));
  }

  /** Shows a rectangle, or none. */
  mark(marquee: Marquee | undefined): void {
    this.#marquee.hidden = !marquee;
    if (!marquee) return;
    const [x0, y0, x1, y1] = marquee;
    Object.assign(this.#marquee.style, {
      left: `${Math.min(x0, x1)}px`,
      top: `${Math.min(y0, y1)}px`,
      width: `${Math.abs(x1 - x0)}px`,
      height: `${Math.abs(y1 - y0)}px`,
    });
  }

  #longestOf(notes: readonly ScoreNote[]): number {
    if (this.#longest.notes !== notes) {
      const seconds = notes.reduce((most, note) => Math.max(most, note.offset - note.onset), 0);
      this.#longest = { notes, seconds };
    }
    return this.#longest.seconds;
  }

  #resize(): void {
    const size = sizeOf(this.notes);
    if (size.width === 0) return;
    this.#size = size;
    [this.#rulerSize, this.#keysSize] = [sizeOf(this.ruler), sizeOf(this.#keys)];
    const before = this.#session.rollSize;
    this.#session.rollSize = this.size;
    const { view } = this.#session.state;
    this.show({
      ...view,
      pixelsPerSecond: view.pixelsPerSecond * this.size.width / before.width,
      pixelsPerPitch: view.pixelsPerPitch * this.size.height / before.height,
    });
    this.draw();
  }
}

/** Of an element's place, CSS pixels. */
export function sizeOf({ clientWidth: width, clientHeight: height }: HTMLElement): Size {
  return { width, height };
}

/** A canvas of the size of its place, ready to draw in CSS pixels. */
export function prepare(
  canvas: HTMLCanvasElement,
  size: Size,
  ratio: number,
): CanvasRenderingContext2D {
  const [width, height] = [size.width, size.height].map((x) => Math.round(x * ratio));
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const pen = canvas.getContext("2d")!;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  return pen;
}

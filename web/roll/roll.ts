/**
 * The piano roll: canvases that show the score, and what lies under the pointer.
 *
 * @module
 */
import type { Score, ScoreNote } from "../edit/score.ts";
import type { Session } from "../session/session.ts";
import { audible, type State } from "../session/state.ts";
import { drawGrid, drawKeys, drawRuler, type Theme } from "./draw.ts";
import { Layer } from "./layer.ts";
import { drawMarks, drawNotes, visible } from "./notes.ts";
import { pitchAt, secondsAt, settle, type Size, type View, xOf, yOf, zoomWithin } from "./view.ts";

/** Distance from a note's end that still takes hold of the end, pixels. */
export const GRIP = 6;

/** How far to the right the playhead goes before the view follows, of its width. */
const FOLLOW_AT = 0.85;

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
  readonly #picture = new Layer();
  /** While a drag is under way: the score as it would become. */
  preview: Score | undefined;
  #theme: Theme;
  #longest: { notes: readonly ScoreNote[]; seconds: number } = { notes: [], seconds: 0 };

  constructor(element: HTMLElement, session: Session) {
    this.element = element;
    this.#session = session;
    const find = <T extends HTMLElement>(part: string) => element.querySelector<T>(part)!;
    this.ruler = find(".ruler");
    this.notes = find(".notes");
    this.#keys = find(".piano");
    this.#playhead = find(".playhead");
    this.#marquee = find(".marquee");
    this.#theme = readTheme();
    new ResizeObserver(() => this.#resize()).observe(element);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.retheme());
  }

  get size(): Size {
    return { width: this.notes.clientWidth, height: this.notes.clientHeight };
  }

  get view(): View {
    return this.#session.state.view;
  }

  /** Reads the page's colours again. */
  retheme(): void {
    this.#theme = readTheme();
    this.draw();
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
    const ratio = devicePixelRatio;
    const pen = prepare(this.notes, ratio);
    const { view, mixer, phase, showSpectrum } = state;
    const { spectrogram } = this.#session;
    this.#picture.put(
      pen,
      [score, view, mixer, phase, showSpectrum, spectrogram, spectrogram.version, this.#theme],
      (own) => this.drawOn(own, state, score, this.size, ratio),
    );
    const shown = visible(score.notes, this.#longestOf(score.notes), view, this.size);
    drawMarks(pen, view, shown, state.selection, state.hovered, this.#theme.ink);
    const rulerSize = { width: this.ruler.clientWidth, height: this.ruler.clientHeight };
    drawRuler(prepare(this.ruler, ratio), state.view, rulerSize, this.#theme, state.mixer.loop);
    const keysSize = { width: this.#keys.clientWidth, height: this.#keys.clientHeight };
    drawKeys(prepare(this.#keys, ratio), state.view, keysSize, this.#theme);
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
    drawGrid(pen, state.view, size, this.#theme);
    if (state.showSpectrum) {
      this.#session.spectrogram.draw(pen, state.view, size, this.#theme.faint);
    }
    const shown = visible(score.notes, this.#longestOf(score.notes), state.view, size);
    drawNotes(pen, state.view, shown, {
      timbres: score.timbres,
      audible: (timbre) => audible(state.mixer, timbre),
      theme: this.#theme,
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
    if (this.size.width === 0) return;
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

/** A canvas of the size of its place, ready to draw in CSS pixels. */
export function prepare(canvas: HTMLCanvasElement, ratio: number): CanvasRenderingContext2D {
  const [width, height] = [canvas.clientWidth, canvas.clientHeight].map((x) =>
    Math.round(x * ratio)
  );
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const pen = canvas.getContext("2d")!;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  return pen;
}

/** Colours and typeface of the page as its style sheet has them now. */
export function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const probe = document.createElement("i");
  document.body.append(probe);
  const colour = (name: string) => {
    probe.style.color = style.getPropertyValue(name);
    return getComputedStyle(probe).color;
  };
  const theme: Theme = {
    dark: style.colorScheme === "dark" ||
      (style.colorScheme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches),
    paper: colour("--paper"),
    ink: colour("--ink"),
    faint: colour("--faint"),
    line: colour("--line"),
    row: colour("--row"),
    key: colour("--key"),
    edge: colour("--edge"),
    untold: colour("--untold"),
    font: getComputedStyle(document.body).fontFamily,
  };
  probe.remove();
  return theme;
}

/**
 * The map of timbres: a point for each note, linked with the roll.
 *
 * @module
 */
import type { ScoreNote } from "../edit/score.ts";
import { appearance } from "../roll/appearance.ts";
import { Layer } from "../roll/layer.ts";
import { Changes } from "../roll/changes.ts";
import { prepare, sizeOf } from "../roll/roll.ts";
import { currentTheme } from "../roll/theme.ts";
import type { Size } from "../roll/view.ts";
import type { Session } from "../session/session.ts";
import { audible } from "../session/state.ts";
import { type Direction, neighbour, type Place } from "./neighbour.ts";
import { RADIUS, shapeOf } from "./shapes.ts";

/** Distance from the edges, pixels. */
const MARGIN = 10;
/** A point this near to the pointer, or to a finger, is meant, pixels. */
const REACH = 8;
const FINGER_REACH = 20;

/** Pixels a pointer may wander and still be a click. */
const STILL = 4;

/** Lengths of a broken line's strokes and gaps, pixels. */
const DASH = [3, 3];

const DIRECTIONS: Record<string, Direction> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** A note's place on the canvas, pixels. */
interface Point extends Place {
  note: ScoreNote;
}

/** Draws the map and lets a person point at it. */
export class MapView {
  readonly #session: Session;
  readonly #onChoice: (note: ScoreNote) => void;
  readonly #picture = new Layer();
  readonly #shown = new Changes();
  readonly #observer = new ResizeObserver(() => this.#resize());
  #size: Size = { width: 0, height: 0 };
  #canvas: HTMLCanvasElement | null = null;
  /** Corner of the rectangle that is being drawn. */
  #from: { x: number; y: number } | undefined;
  #to: { x: number; y: number } | undefined;

  /** @param onChoice Told which note a person chose here. */
  constructor(session: Session, onChoice: (note: ScoreNote) => void) {
    this.#session = session;
    this.#onChoice = onChoice;
  }

  /** Draws on a canvas, the same as before or a new one. */
  draw(canvas: HTMLCanvasElement | null): void {
    if (canvas !== this.#canvas) this.#attach(canvas);
    const [{ width }, ratio, theme] = [this.#size, devicePixelRatio, currentTheme()];
    if (!canvas || width === 0) return;
    const { map, history, mixer, selection, hovered } = this.#session.state;
    const shows = [map, history?.score, mixer, theme];
    const marks = [selection, hovered, this.#from, this.#to];
    if (!this.#shown.changed([...shows, ...marks, this.#size, ratio])) return;
    const pen = prepare(canvas, this.#size, ratio);
    this.#picture.put(pen, shows, (own) => this.#drawPoints(own, theme.dark));
    if (history) this.#drawPins(pen, theme.ink);
    pen.strokeStyle = theme.ink;
    pen.lineWidth = 1.2;
    for (const { note, x, y } of this.#points()) {
      if (!selection.has(note.id) && note.id !== hovered) continue;
      pen.beginPath();
      pen.arc(x, y, RADIUS + 1.5, 0, 2 * Math.PI);
      pen.stroke();
    }
    if (!this.#from || !this.#to) return;
    pen.lineWidth = 1;
    const [{ x, y }, to] = [this.#from, this.#to];
    pen.strokeRect(x, y, to.x - x, to.y - y);
  }

  #drawPoints(pen: CanvasRenderingContext2D, dark: boolean): void {
    const { history, mixer } = this.#session.state;
    pen.lineWidth = 1.6;
    for (const { note, x, y } of this.#points()) {
      const place = history!.score.timbres[note.timbre].colour;
      pen.fillStyle = pen.strokeStyle = appearance(place, dark).colour;
      pen.globalAlpha = audible(mixer, note.timbre) ? 0.8 : 0.15;
      pen.beginPath();
      shapeOf(place)(pen, x, y, RADIUS);
    }
  }

  /** Lines between pinned notes, broken where they differ. */
  #drawPins(pen: CanvasRenderingContext2D, ink: string): void {
    const { pins } = this.#session.score!;
    if (pins.same.length + pins.different.length === 0) return;
    const places = new Map(this.#points().map((point) => [point.note.id, point]));
    pen.strokeStyle = ink;
    pen.lineWidth = 1;
    for (const [pairs, dash] of [[pins.same, []], [pins.different, DASH]] as const) {
      pen.setLineDash([...dash]);
      pen.beginPath();
      for (const [from, to] of pairs.map((pair) => pair.map((id) => places.get(id)))) {
        if (!from || !to) continue;
        pen.moveTo(from.x, from.y);
        pen.lineTo(to.x, to.y);
      }
      pen.stroke();
    }
    pen.setLineDash([]);
  }

  *#points(): Generator<Point> {
    const { map, history } = this.#session.state;
    if (!map || !this.#canvas || history?.score.embeddings !== map.embeddings) return;
    const [width, height] = [this.#size.width - 2 * MARGIN, this.#size.height - 2 * MARGIN];
    for (const note of history.score.notes) {
      if (note.row < 0) continue;
      yield {
        note,
        x: MARGIN + width * map.places[2 * note.row],
        y: MARGIN + height * map.places[2 * note.row + 1],
      };
    }
  }

  #attach(canvas: HTMLCanvasElement | null): void {
    if (this.#canvas) this.#observer.unobserve(this.#canvas);
    this.#canvas = canvas;
    if (!canvas) return;
    this.#observer.observe(canvas);
    const at = (event: PointerEvent) => ({ x: event.offsetX, y: event.offsetY });
    const { store } = this.#session;
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      this.#from = at(event);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!this.#from) {
        const hovered = this.#nearest(at(event), REACH)?.id;
        if (hovered !== store.state.hovered) store.set({ hovered });
        return;
      }
      const [{ x, y }, to] = [this.#from, at(event)];
      if (!this.#to && Math.hypot(to.x - x, to.y - y) <= STILL) return;
      this.#to = to;
      store.set({ selection: this.#inside() });
    });
    canvas.addEventListener("pointerup", (event) => {
      const reach = event.pointerType === "touch" ? FINGER_REACH : REACH;
      const note = this.#to ? undefined : this.#nearest(at(event), reach);
      if (note) this.#choose(note, event.shiftKey);
      else if (!this.#to) store.set({ selection: new Set() });
      this.#from = this.#to = undefined;
      this.draw(canvas);
    });
    canvas.addEventListener("pointercancel", () => {
      this.#from = this.#to = undefined;
      this.draw(canvas);
    });
    canvas.addEventListener("pointerleave", () => store.set({ hovered: undefined }));
    canvas.addEventListener("keydown", (event) => this.#press(event));
  }

  #resize(): void {
    if (!this.#canvas) return;
    this.#size = sizeOf(this.#canvas);
    this.draw(this.#canvas);
  }

  #press(event: KeyboardEvent): void {
    const direction = DIRECTIONS[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!direction && event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    const points = [...this.#points()];
    const latest = [...this.#session.state.selection].at(-1);
    const from = points.find(({ note }) => note.id === latest);
    const to = from && direction ? neighbour(points, from, direction) : from ?? points[0];
    if (to) this.#choose(to.note, event.shiftKey);
  }

  #choose(note: ScoreNote, adding: boolean): void {
    const { store, state, player } = this.#session;
    const others = adding ? state.selection.difference(new Set([note.id])) : [];
    store.set({ selection: new Set([...others, note.id]), active: note.timbre });
    player.sound(note);
    this.#onChoice(note);
  }

  #nearest(to: { x: number; y: number }, reach: number): ScoreNote | undefined {
    let best: { note: ScoreNote; distance: number } | undefined;
    for (const { note, x, y } of this.#points()) {
      const distance = Math.hypot(x - to.x, y - to.y);
      if (distance <= reach && (!best || distance < best.distance)) best = { note, distance };
    }
    return best?.note;
  }

  #inside(): Set<number> {
    const [a, b] = [this.#from!, this.#to!];
    const within = (value: number, p: number, q: number) =>
      value >= Math.min(p, q) && value <= Math.max(p, q);
    const inside = [...this.#points()].filter(({ x, y }) =>
      within(x, a.x, b.x) && within(y, a.y, b.y)
    );
    return new Set(inside.map(({ note }) => note.id));
  }
}

/**
 * The map of timbres: a point for each note, linked with the roll.
 *
 * @module
 */
import type { ScoreNote } from "../edit/score.ts";
import { appearance } from "../roll/appearance.ts";
import { Layer } from "../roll/layer.ts";
import { prepare, readTheme } from "../roll/roll.ts";
import type { Session } from "../session/session.ts";
import { audible } from "../session/state.ts";

/** Distance from the edges, pixels. */
const MARGIN = 10;
const RADIUS = 3;

/** A point this near to the pointer is meant, pixels. */
const REACH = 8;

/** Shapes of the points, in the order of the palette: they tell timbres apart in grey. */
const SHAPES = [circle, square, diamond, triangle, cross, ring, bar, plus];

/** Draws the map and lets a person point at it. */
export class MapView {
  readonly #session: Session;
  readonly #picture = new Layer();
  #canvas: HTMLCanvasElement | null = null;
  /** Corner of the rectangle that is being drawn. */
  #from: { x: number; y: number } | undefined;
  #to: { x: number; y: number } | undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Draws on a canvas, the same as before or a new one. */
  draw(canvas: HTMLCanvasElement | null): void {
    if (canvas !== this.#canvas) this.#attach(canvas);
    if (!canvas || canvas.clientWidth === 0) return;
    const pen = prepare(canvas, devicePixelRatio);
    const { map, history, mixer, selection, hovered } = this.#session.state;
    const theme = readTheme();
    const shows = [map, history?.score, mixer, theme.dark];
    this.#picture.put(pen, shows, (own) => this.#drawPoints(own, theme.dark));
    pen.strokeStyle = theme.ink;
    pen.lineWidth = 1.5;
    for (const { note, x, y } of this.#points()) {
      if (!selection.has(note.id) && note.id !== hovered) continue;
      pen.beginPath();
      pen.arc(x, y, RADIUS + 2.5, 0, 2 * Math.PI);
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
      SHAPES[place % SHAPES.length](pen, x, y, RADIUS);
    }
  }

  *#points(): Generator<{ note: ScoreNote; x: number; y: number }> {
    const { map, history } = this.#session.state;
    if (!map || !this.#canvas || history?.score.embeddings !== map.embeddings) return;
    const width = this.#canvas.clientWidth - 2 * MARGIN;
    const height = this.#canvas.clientHeight - 2 * MARGIN;
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
    this.#canvas = canvas;
    if (!canvas) return;
    const at = (event: PointerEvent) => ({ x: event.offsetX, y: event.offsetY });
    const { store } = this.#session;
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      this.#from = at(event);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!this.#from) {
        const hovered = this.#nearest(at(event))?.id;
        if (hovered !== store.state.hovered) store.set({ hovered });
        return;
      }
      this.#to = at(event);
      store.set({ selection: this.#inside() });
    });
    canvas.addEventListener("pointerup", (event) => {
      const note = this.#to ? undefined : this.#nearest(at(event));
      if (!this.#to) store.set({ selection: new Set(note ? [note.id] : []) });
      if (note) this.#session.player.sound(note);
      this.#from = this.#to = undefined;
      this.draw(canvas);
    });
    canvas.addEventListener("pointerleave", () => store.set({ hovered: undefined }));
  }

  #nearest(to: { x: number; y: number }): ScoreNote | undefined {
    let best: { note: ScoreNote; distance: number } | undefined;
    for (const { note, x, y } of this.#points()) {
      const distance = Math.hypot(x - to.x, y - to.y);
      if (distance <= REACH && (!best || distance < best.distance)) best = { note, distance };
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

type Shape = (pen: CanvasRenderingContext2D, x: number, y: number, r: number) => void;

function circle(...[pen, x, y, r]: Parameters<Shape>): void {
  pen.arc(x, y, r, 0, 2 * Math.PI);
  pen.fill();
}

function square(...[pen, x, y, r]: Parameters<Shape>): void {
  pen.fillRect(x - r, y - r, 2 * r, 2 * r);
}

function diamond(...[pen, x, y, r]: Parameters<Shape>): void {
  polygon(pen, [[x, y - 1.3 * r], [x + 1.3 * r, y], [x, y + 1.3 * r], [x - 1.3 * r, y]]);
}

function triangle(...[pen, x, y, r]: Parameters<Shape>): void {
  polygon(pen, [[x, y - 1.3 * r], [x + 1.2 * r, y + r], [x - 1.2 * r, y + r]]);
}

function cross(...[pen, x, y, r]: Parameters<Shape>): void {
  line(pen, x - r, y - r, x + r, y + r);
  line(pen, x - r, y + r, x + r, y - r);
}

function ring(...[pen, x, y, r]: Parameters<Shape>): void {
  pen.arc(x, y, r, 0, 2 * Math.PI);
  pen.stroke();
}

function bar(...[pen, x, y, r]: Parameters<Shape>): void {
  pen.fillRect(x - r / 2, y - 1.4 * r, r, 2.8 * r);
}

function plus(...[pen, x, y, r]: Parameters<Shape>): void {
  line(pen, x - r, y, x + r, y);
  line(pen, x, y - r, x, y + r);
}

function polygon(pen: CanvasRenderingContext2D, points: number[][]): void {
  points.forEach(([x, y], i) => i === 0 ? pen.moveTo(x, y) : pen.lineTo(x, y));
  pen.fill();
}

function line(pen: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  pen.moveTo(x0, y0);
  pen.lineTo(x1, y1);
  pen.stroke();
}

/**
 * Points that are told apart in grey too.
 *
 * @module
 */

/** Distance of a shape's edge from its middle, pixels. */
export const RADIUS = 3;

/** Draws a shape about a place. */
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

const SHAPES: readonly Shape[] = [circle, square, diamond, triangle, cross, ring, bar, plus];

/** The shape of a place in the palette. */
export const shapeOf = (place: number): Shape => SHAPES[place % SHAPES.length];

/**
 * A map of timbres: notes that sound alike lie close together.
 *
 * @module
 */
import { UMAP } from "umap-js";
import { select, spread } from "../../lib/timbre/affinity.ts";
import { Random } from "../../lib/random.ts";

/** Notes that are laid out; each other note lies beside the one it is most like. */
const SAMPLE = 1200;

/** Notes each one is compared with. */
const NEIGHBOURS = 15;

/** How far a note may lie from the one it is placed beside, of the map's width. */
const JITTER = 0.012;

/** So far apart are notes that can be told apart and pointed at, of the map's width. */
const APART = 0.036;

/** Share of the map's width that notes apart may take up in a row if there are many. */
const FILLING = 0.5;

/** Rounds of pushing notes apart. */
const PUSHES = 60;

/** With fewer notes there is nothing to lay out. */
const LEAST = 4;

/**
 * Uniform manifold approximation (L. McInnes, J. Healy and J. Melville, 2018) of unit vectors.
 *
 * @param embeddings Notes × `size`.
 * @returns Notes × 2, each 0 … 1. The same vectors give the same map.
 */
export function layOut(embeddings: Float32Array, size: number): Float32Array {
  const count = size > 0 ? embeddings.length / size : 0;
  if (count < LEAST) return new Float32Array(count * 2).fill(0.5);
  const picked = spread(count, SAMPLE);
  const sample = select({ values: embeddings, size, count }, picked);
  const rows = picked.map((_, i) => [...sample.values.subarray(i * size, (i + 1) * size)]);
  const random = new Random(1);
  const umap = new UMAP({
    nNeighbors: Math.min(NEIGHBOURS, picked.length - 1),
    minDist: 0.2,
    distanceFn: cosineDistance,
    random: () => random.next(),
  });
  const places = fitUnitSquare(pushApart(fitUnitSquare(umap.fit(rows))));
  const result = new Float32Array(count * 2);
  const placeOf = new Map(picked.map((note, i) => [note, i]));
  for (let note = 0; note < count; note++) {
    const known = placeOf.get(note);
    const vector = embeddings.subarray(note * size, (note + 1) * size);
    const [x, y] = places[known ?? nearest(vector, sample.values)];
    const jitter = known === undefined ? JITTER : 0;
    result[2 * note] = x + jitter * (random.next() - 0.5);
    result[2 * note + 1] = y + jitter * (random.next() - 0.5);
  }
  return result;
}

function cosineDistance(a: number[], b: number[]): number {
  return 1 - a.reduce((sum, x, i) => sum + x * b[i], 0);
}

/** Row of `rows` with the largest dot product. */
function nearest(vector: Float32Array, rows: Float32Array): number {
  const size = vector.length;
  let best = { row: 0, product: -Infinity };
  for (let row = 0; row < rows.length / size; row++) {
    let product = 0;
    for (let d = 0; d < size; d++) product += vector[d] * rows[row * size + d];
    if (product > best.product) best = { row, product };
  }
  return best.row;
}

/** Moves points that lie too close together away from each other. */
function pushApart(points: number[][]): number[][] {
  const least = Math.min(APART, FILLING / Math.sqrt(points.length));
  const moved = points.map((point) => [...point]);
  for (let round = 0; round < PUSHES; round++) {
    for (let i = 0; i < moved.length; i++) {
      for (let j = 0; j < i; j++) {
        const [a, b] = [moved[i], moved[j]];
        const [x, y] = [a[0] - b[0], a[1] - b[1]];
        const distance = Math.max(Math.sqrt(x * x + y * y), Number.EPSILON);
        if (distance >= least) continue;
        const push = (least / distance - 1) / 2;
        a[0] += push * x;
        a[1] += push * y;
        b[0] -= push * x;
        b[1] -= push * y;
      }
    }
  }
  return moved;
}

function fitUnitSquare(points: number[][]): number[][] {
  const low = [0, 1].map((axis) => Math.min(...points.map((point) => point[axis])));
  const high = [0, 1].map((axis) => Math.max(...points.map((point) => point[axis])));
  const extent = Math.max(high[0] - low[0], high[1] - low[1], Number.EPSILON);
  const middle = [0, 1].map((axis) => (low[axis] + high[axis]) / 2);
  return points.map((point) => point.map((x, axis) => 0.5 + (x - middle[axis]) / extent));
}

/**
 * Notes as points of a space in which those that sound alike lie together: the leading eigenvectors
 * of their normalised affinity, through landmarks, after X. Chen and D. Cai, "Large scale spectral
 * clustering with landmark-based representation", AAAI 2011. Notes are compared with at most a few
 * hundred points that stand for all of them, so that time and memory grow linearly with their
 * number.
 *
 * @module
 */
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { affinity, type Embeddings, select, spread } from "./affinity.ts";
import { type Landmarks, landmarksOf } from "./landmarks.ts";
import type { PairFactor } from "./priors.ts";

/** Points that notes are compared with: the notes themselves while there are no more of them. */
const LANDMARKS = 256;

/** Of the affinity between note and landmark; from 0.15 to 0.22 validation mixes do not care. */
const TEMPERATURE = 0.22;

/** Dimensions that are found at once, so that another number of timbres needs no new ones. */
const DIMENSIONS = 16;

/** How {@linkcode placesOf} compares notes. */
export interface PlacesOptions {
  /** Most points that notes are compared with; with as many as notes it is exact. */
  landmarks?: number;
  /** Of each affinity; landmarks are then notes themselves, from all over the recording. */
  factor?: PairFactor;
}

/** Places of notes in all dimensions that were found, and what they were found from. */
interface Found {
  values: Float32Array;
  size: number;
  landmarks: number;
  dimensions: number;
  places: readonly Float64Array[];
}

/** The latest ones: whoever asks for another number of timbres gets it at once. */
let latest: Found | undefined;

/**
 * Rows of the leading eigenvectors of the normalised affinity of unit vectors, each at unit length.
 *
 * @param dimensions 1 … embeddings.count.
 */
export function placesOf(
  embeddings: Embeddings,
  dimensions: number,
  { landmarks = LANDMARKS, factor }: PlacesOptions = {},
): number[][] {
  if (factor) {
    const affinities = modified(embeddings, spread(embeddings.count, landmarks), factor);
    return placed(affinities, embeddings.count, dimensions).map((place) => unit(place, dimensions));
  }
  if (!latest || !isOf(latest, embeddings, dimensions, landmarks)) {
    const { values, size, count } = embeddings;
    const most = Math.max(dimensions, DIMENSIONS);
    const places = placed(weighted(embeddings, landmarksOf(embeddings, landmarks)), count, most);
    latest = { values: values.slice(), size, landmarks, dimensions: most, places };
  }
  return latest.places.map((place) => unit(place, dimensions));
}

function isOf(
  found: Found,
  { values, size }: Embeddings,
  dimensions: number,
  landmarks: number,
): boolean {
  return found.dimensions >= dimensions && found.landmarks === landmarks && found.size === size &&
    found.values.length === values.length && found.values.every((x, i) => x === values[i]);
}

/** Affinities of all notes with all that landmarks stand for, notes × landmarks. */
function weighted(embeddings: Embeddings, landmarks: Landmarks): Float64Array {
  const { count, weights } = landmarks;
  const affinities = affinity(embeddings, landmarks, TEMPERATURE);
  for (let i = 0; i < affinities.length; i++) affinities[i] *= weights[i % count];
  return affinities;
}

/** Affinities of all notes with some of them, changed by a factor, notes × some. */
function modified(
  embeddings: Embeddings,
  some: readonly number[],
  factor: PairFactor,
): Float64Array {
  return affinity(embeddings, select(embeddings, some), TEMPERATURE).map((a, i) =>
    a * factor(Math.floor(i / some.length), some[i % some.length])
  );
}

/**
 * Rows of the leading eigenvectors of the normalised affinity.
 *
 * @param affinities notes × landmarks
 */
function placed(affinities: Float64Array, notes: number, dimensions: number): Float64Array[] {
  const count = affinities.length / notes;
  const rows = Array.from(
    { length: notes },
    (_, i) => affinities.subarray(i * count, (i + 1) * count),
  );
  normalise(rows, count);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
    Matrix.from1DArray(count, count, gram(rows, count)),
    { assumeSymmetric: true },
  );
  const leading = realEigenvalues
    .map((value, index) => ({ value, index }))
    .sort((a, b) => b.value - a.value)
    .slice(0, dimensions)
    .map(({ index }) => eigenvectorMatrix.getColumn(index));
  return rows.map((row) => Float64Array.from(leading, (vector) => dot(vector, row)));
}

/** The first coordinates, at unit length. */
function unit(place: Float64Array, dimensions: number): number[] {
  const first = [...place.subarray(0, dimensions)];
  const length = Math.hypot(...first);
  return length > 0 ? first.map((x) => x / length) : first;
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += a[d] * b[d];
  return sum;
}

/** Makes each row sum to 1, and then divides each column by the root of its sum. */
function normalise(rows: readonly Float64Array[], columns: number): void {
  const sums = new Float64Array(columns);
  for (const row of rows) {
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += row[j];
    for (let j = 0; j < columns; j++) sums[j] += row[j] /= sum;
  }
  for (const row of rows) {
    for (let j = 0; j < columns; j++) row[j] /= Math.sqrt(sums[j]);
  }
}

/** Zᵀ·Z of the matrix Z with these rows, of which four are added at once. */
function gram(rows: readonly Float64Array[], columns: number): Float64Array {
  const product = new Float64Array(columns * columns);
  const none = new Float64Array(columns);
  for (let i = 0; i < rows.length; i += 4) {
    const [a, b, c, d] = [rows[i], rows[i + 1] ?? none, rows[i + 2] ?? none, rows[i + 3] ?? none];
    for (let j = 0; j < columns; j++) {
      const [aj, bj, cj, dj] = [a[j], b[j], c[j], d[j]];
      for (let k = 0, at = j * columns; k <= j; k++, at++) {
        product[at] = product[at] + aj * a[k] + bj * b[k] + cj * c[k] + dj * d[k];
      }
    }
  }
  for (let j = 0; j < columns; j++) {
    for (let k = 0; k < j; k++) product[k * columns + j] = product[j * columns + k];
  }
  return product;
}

/**
 * Direct sound and first reflections in a rectangular room, by image sources (J. B. Allen and
 * D. A. Berkley, "Image method for efficiently simulating small-room acoustics", 1979).
 *
 * @module
 */
import { SAMPLE_RATE } from "../../lib/frontend/constants.ts";
import type { Random } from "../../lib/random.ts";

/** Metres a second. */
const SPEED_OF_SOUND = 343;
/** Ranges of a room's floor and of its height, metres. */
const FLOOR = [5, 20] as const;
const HEIGHT = [2.5, 8] as const;
/** Height of microphones and players, metres. */
const EARS = [1, 2] as const;
/** No one sits nearer to a wall, metres. */
const MARGIN = 0.3;

/** Metres along the width, the length and the height of a room. */
export type Point = readonly [number, number, number];

/** A room with one microphone near its middle, or two. */
export interface Box {
  size: Point;
  microphones: Point[];
}

/** Sound that arrives at a microphone. */
export interface Arrival {
  /** Samples after the first direct sound. */
  delay: number;
  gain: number;
}

/**
 * Draws a room.
 *
 * @param spacing metres between two microphones; 0 for one alone
 */
export function drawBox(random: Random, spacing: number): Box {
  const size: Point = [
    random.logUniform(...FLOOR),
    random.logUniform(...FLOOR),
    random.logUniform(...HEIGHT),
  ];
  const middle = (length: number) => length * random.uniform(0.4, 0.6);
  const first: Point = [middle(size[0]), middle(size[1]), random.uniform(...EARS)];
  const second: Point = [first[0] + spacing, first[1], first[2]];
  return { size, microphones: spacing > 0 ? [first, second] : [first] };
}

/** Draws a place `metres` from the first microphone, nearer where a wall is in the way. */
export function drawSeat(random: Random, { size, microphones }: Box, metres: number): Point {
  const angle = random.uniform(0, 2 * Math.PI);
  const [x, y] = microphones[0];
  const inside = (at: number, length: number) => Math.min(length - MARGIN, Math.max(MARGIN, at));
  return [
    inside(x + metres * Math.cos(angle), size[0]),
    inside(y + metres * Math.sin(angle), size[1]),
    random.uniform(...EARS),
  ];
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/** A source mirrored in each of the six walls. */
function images(source: Point, size: Point): Point[] {
  return [0, 1, 2].flatMap((axis) =>
    [-source[axis], 2 * size[axis] - source[axis]].map((mirrored) =>
      source.with(axis, mirrored) as unknown as Point
    )
  );
}

/**
 * What all microphones together hear of a source: the direct sound with unit energy, and each
 * wall's reflection times `coefficient`.
 */
export function arrivals(
  { size, microphones }: Box,
  source: Point,
  coefficient: number,
): Arrival[] {
  const direct = microphones.map((microphone) => distance(microphone, source));
  const first = Math.min(...direct);
  const energy = direct.reduce((sum, metres) => sum + metres ** -2, 0);
  const arrival = (metres: number, strength: number) => ({
    delay: Math.round((metres - first) / SPEED_OF_SOUND * SAMPLE_RATE),
    gain: strength / (metres * Math.sqrt(energy)),
  });
  const mirrored = coefficient === 0 ? [] : images(source, size);
  return microphones.flatMap((microphone, i) => [
    arrival(direct[i], 1),
    ...mirrored.map((image) => arrival(distance(microphone, image), coefficient)),
  ]);
}

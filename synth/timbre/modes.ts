/**
 * How bodies ring when they are struck: the frequencies of their modes over the one that gives the
 * pitch. See N. Fletcher and T. Rossing, "The Physics of Musical Instruments", 1998.
 *
 * @module
 */
import type { Random } from "../../lib/random.ts";

/** A kind of body. */
export interface Body {
  /** Frequencies over the pitch, from the lowest mode on. */
  ratios: readonly number[];
  /** Relative standard deviation of each ratio but the first: no two bodies are alike. */
  scatter: number;
  /** Whether the mode's number alone says how it is excited along the body, as in a string. */
  string: boolean;
}

const STRING_MODES = 32;

/** Bodies by name. */
export const BODIES = {
  /** Glockenspiel, triangle: a free bar of even thickness. */
  bar: { ratios: [1, 2.756, 5.404, 8.933, 13.34], scatter: 0.01, string: false },
  /** Marimba, vibraphone: a bar that is undercut to two octaves … */
  marimba: { ratios: [1, 4, 9.6, 16.5], scatter: 0.02, string: false },
  /** … or to a twelfth. */
  xylophone: { ratios: [1, 3, 6.3, 11.5], scatter: 0.02, string: false },
  /** Kalimba, music box: a tongue that is held at one end. */
  tongue: { ratios: [1, 6.1, 16.2, 31], scatter: 0.05, string: false },
  /** The tine of an electric piano, with its tone bar. */
  tine: { ratios: [1, 2, 7.1, 19.8], scatter: 0.03, string: false },
  /** Glasses and bowls. */
  bowl: { ratios: [1, 2.32, 4.25, 6.63, 9.38, 12.2], scatter: 0.03, string: false },
  /** A church bell: hum, prime, tierce, quint, nominal and above; the pitch is the prime. */
  bell: {
    ratios: [1, 0.5, 1.19, 1.5, 2, 2.51, 2.66, 3.01, 4.16, 5.43, 6.8],
    scatter: 0.006,
    string: false,
  },
  /** Steel pans and other plates that are tuned to harmonics. */
  pan: { ratios: [1, 2, 3, 4.03, 5.1, 6.2], scatter: 0.01, string: false },
  /** Pianos, dulcimers, clavichords: a stiff string. */
  string: {
    ratios: Array.from({ length: STRING_MODES }, (_, k) => k + 1),
    scatter: 0,
    string: true,
  },
} as const satisfies Record<string, Body>;

/** The share of struck timbres that each body gets. */
const SHARES: Record<keyof typeof BODIES, number> = {
  bar: 1,
  marimba: 1.5,
  xylophone: 1.2,
  tongue: 1.5,
  tine: 1.5,
  bowl: 0.7,
  bell: 0.8,
  pan: 0.8,
  string: 2,
};

export type BodyName = keyof typeof BODIES;

export function drawBody(random: Random): BodyName {
  const names = Object.keys(SHARES) as BodyName[];
  return random.weighted(names, names.map((name) => SHARES[name]));
}

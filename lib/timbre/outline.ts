/**
 * What of a note's sound can be held against another note's, partial by partial.
 *
 * Two notes that sound at once cover partials of each other. Where a partial may be somebody
 * else's, it says little about either; so each goes with how far it is the note's own, and two
 * notes are compared by the partials that are free in both.
 *
 * @module
 */
import {
  BINS,
  BINS_PER_OCTAVE,
  BINS_PER_PITCH,
  LOWEST_PITCH,
  PITCHES,
} from "../frontend/constants.ts";

/** Partials of an outline. */
export const PARTIALS = 16;

/** Distances of partials from their fundamental, bins; an outline keeps the first of them. */
export const PARTIAL_SHIFTS = Array.from(
  { length: 24 },
  (_, i) => Math.round(BINS_PER_OCTAVE * Math.log2(i + 1)),
);

/** How far a partial covers another one, by their distance in bins. */
const COVER = [1, 1, 0.4];

/** Weaker activities are not heard as notes. */
const LEAST_ACTIVITY = 0.1;

/** Partials weaker than the strongest by more are as weak as that, nepers: 39 dB. */
const RANGE = 9;

/** Energies below any noise floor. */
const SILENCE = 1e-20;

/** A distance that is expected of two notes, nepers; it counts like one partial. */
const PRIOR_DISTANCE = 1.5;

/** Larger distances are as large as that, nepers. */
const MOST = 3;

/** Added to weights before they divide. */
const LITTLE = 1e-3;

/** See {@linkcode unlikeness} for how two are compared. */
export interface Outline {
  /** ln of the energy of each partial against the strongest, {@linkcode PARTIALS}. */
  partials: Float32Array;
  /** How far each of them is the note's own, 0 … 1; 0 above the highest frequency. */
  own: Float32Array;
  /** ln of the energy of all partials, slot by slot around the onset, against the strongest. */
  attack: Float32Array;
}

/** Whether partial `h` of a note is covered by a note higher by `interval`: intervals × partials. */
const COVERED = Float32Array.from({ length: (2 * PITCHES - 1) * PARTIALS }, (_, at) => {
  const interval = Math.floor(at / PARTIALS) - (PITCHES - 1);
  const place = PARTIAL_SHIFTS[at % PARTIALS] - BINS_PER_PITCH * interval;
  return Math.max(...PARTIAL_SHIFTS.map((shift) => COVER[Math.abs(shift - place)] ?? 0));
});

/** The constant-Q bin of a pitch. */
export function fundamentalBin(pitch: number): number {
  return BINS_PER_PITCH * (pitch - LOWEST_PITCH) + 1;
}

/**
 * How far each partial of a note is its own while other pitches sound.
 *
 * @param activity of each pitch, 0 … 1
 * @param pitch of the note, MIDI
 */
export function ownPartials(activity: Float32Array, pitch: number): Float32Array {
  const fundamental = fundamentalBin(pitch);
  const own = Float32Array.from(
    { length: PARTIALS },
    (_, h) => Number(fundamental + PARTIAL_SHIFTS[h] + 1 < BINS),
  );
  for (let other = 0; other < PITCHES; other++) {
    const interval = LOWEST_PITCH + other - pitch;
    if (interval === 0 || activity[other] < LEAST_ACTIVITY) continue;
    const row = (interval + PITCHES - 1) * PARTIALS;
    for (let h = 0; h < PARTIALS; h++) {
      own[h] = Math.min(own[h], 1 - activity[other] * COVERED[row + h]);
    }
  }
  return own;
}

/**
 * ln of the energies of a note's partials, the weakest raised to what can be told apart.
 *
 * @param spectrum energies
 * @param fundamental the bin in which it lies
 * @param end bins from here on are unknown
 */
export function partialsOf(spectrum: Float32Array, fundamental: number, end: number): Float32Array {
  const energies = PARTIAL_SHIFTS.slice(0, PARTIALS).map((shift) => {
    const at = fundamental + shift;
    return at + 1 < end ? Math.max(spectrum[at - 1], spectrum[at], spectrum[at + 1]) : 0;
  });
  const strongest = Math.max(SILENCE, ...energies);
  return Float32Array.from(
    energies,
    (energy) => Math.max(-RANGE, Math.log((energy + SILENCE) / strongest)),
  );
}

/**
 * How unlike two notes sound: the distance of their partials, those that are not their own left
 * out, and how many were compared; and the distance of their attacks. A difference in loudness
 * does not count.
 */
export function unlikeness(
  a: Outline,
  b: Outline,
): [partials: number, compared: number, attack: number] {
  let compared = 0;
  let louder = 0;
  for (let h = 0; h < PARTIALS; h++) {
    const weight = a.own[h] * b.own[h];
    compared += weight;
    louder += weight * (a.partials[h] - b.partials[h]);
  }
  louder /= compared + LITTLE;
  let distance = 0;
  for (let h = 0; h < PARTIALS; h++) {
    distance += a.own[h] * b.own[h] * Math.abs(a.partials[h] - b.partials[h] - louder);
  }
  let attack = 0;
  const slots = Math.min(a.attack.length, b.attack.length);
  for (let slot = 0; slot < slots; slot++) attack += Math.abs(a.attack[slot] - b.attack[slot]);
  return [
    Math.min(MOST, (distance + PRIOR_DISTANCE) / (compared + 1)),
    compared / PARTIALS,
    Math.min(MOST, attack / Math.max(1, slots)),
  ];
}

/**
 * What becomes of a performance on its way to the file. A recipe can switch off each effect by its
 * name; the others then sound as they did.
 *
 * @module
 */

/** Every effect with its ranges; `share` is the part of mixtures, or of players, that have it. */
export const EFFECTS = {
  /** The whole piece is out of tune, and each player a little: semitones, standard deviation. */
  tuning: { semitones: [-0.4, 0.4], ofPlayer: 0.04 },
  /** A player is nearer to or farther from a common level, dB: standard deviation and bound. */
  level: { deviation: 4.5, most: 10 },
  /** A player's signal is bent like an overdriven amplifier's: peak over the knee of tanh. */
  saturation: { share: 0.15, drive: [0.3, 1.5] },
  /** Tone controls, largest boost or cut of each, dB: a player's and the mixture's. */
  tone: { ofPlayer: 5, ofMixture: 3 },
  /** First reflections from walls that return a part of the pressure. */
  reflections: { share: 0.7, coefficient: [0.1, 0.6] },
  /** Distance from a player to the microphones, metres: more of it, more of the room. */
  distance: { metres: [1, 4] },
  /**
   * Reverberation: seconds until it falls by 60 dB, and its energy against the direct sound two
   * metres away, dB. Part of the reverberant mixtures with a measured response, where there are any.
   */
  reverb: { share: 0.75, rt60: [0.2, 1.5], wetness: [-24, -6], measured: 0.35 },
  /** Stereo heard in mono: the sum of two microphones some metres apart, with its comb. */
  downmix: { share: 0.4, spacing: [0.1, 0.6] },
  /**
   * Compression of the mixture: threshold below its loudest moment, dB; ratio; seconds of attack
   * and release.
   */
  compression: {
    share: 0.3,
    threshold: [-18, -6],
    ratio: [1.5, 4],
    attack: [0.005, 0.03],
    release: [0.08, 0.4],
  },
  /** A codec or an old recording cuts the treble: Hz. */
  band: { share: 0.25, hertz: [2500, 9500] },
  /** Noise or hum, root mean square against the peak of the music, dB. */
  background: { share: 0.5, decibels: [-70, -45] },
} as const;

export type Effect = keyof typeof EFFECTS;

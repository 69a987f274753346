/**
 * The constant-Q grid every model shares.
 *
 * @module
 */

/** Sample rate of all analysis, Hz. */
export const SAMPLE_RATE = 22_050;

/** Samples between frames: 11.61 ms. */
export const HOP = 256;

/** Frames per second, about 86.13. */
export const FRAME_RATE = SAMPLE_RATE / HOP;

export const BINS_PER_OCTAVE = 36;
export const OCTAVES = 8;

/** Constant-Q bins: 8 octaves of 36. */
export const BINS = BINS_PER_OCTAVE * OCTAVES;

/** MIDI number of the lowest pitch, C1. */
export const LOWEST_PITCH = 24;

/** Pitches a model hears, C1 … B7. */
export const PITCHES = 84;

/** Bins of one semitone; bin 3p + 1 is the centre of pitch p. */
export const BINS_PER_PITCH = BINS_PER_OCTAVE / 12;

/** Centre of bin 0, Hz: one bin (a third of a semitone) below C1. */
export const LOWEST_FREQUENCY = 440 * 2 ** ((LOWEST_PITCH - 69) / 12 - 1 / BINS_PER_OCTAVE);

/** Centre frequency over bandwidth. */
export const Q = 1 / (2 ** (1 / BINS_PER_OCTAVE) - 1);

/**
 * Added to energies relative to the local level before the logarithm: 57 dB under it. Relative, so
 * that a quiet recording sounds like a loud one.
 */
export const LOG_EPSILON = 2e-6;

/** Multiples of a fundamental that harmonic stacking lays over it. */
export const HARMONICS = [0.5, 1, 2, 3, 4, 5, 6, 7] as const;

/** Shift of each of {@linkcode HARMONICS} on the constant-Q axis, bins. */
export const HARMONIC_SHIFTS = HARMONICS.map((h) => Math.round(BINS_PER_OCTAVE * Math.log2(h)));

/** Bins that stacking keeps: 84 pitches of 3. */
export const STACKED_BINS = PITCHES * BINS_PER_PITCH;

/** Samples of the window of the magnitude spectrogram. */
export const MAGNITUDE_WINDOW = 1024;

/** Samples of the window under the mel spectrogram. */
export const MEL_WINDOW = 2048;

/** Bands of the mel spectrogram. */
export const MEL_BANDS = 229;

/** Lower edge of the lowest mel band and upper edge of the highest, Hz. */
export const MEL_RANGE = [30, 11_025] as const;

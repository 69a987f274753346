/**
 * Toy clips: each note is a harmonic comb whose shape is its timbre, over a quiet floor. Other
 * spectrograms are read off the constant-Q energies.
 *
 * @module
 */
import {
  BINS,
  FRAME_RATE,
  HARMONIC_SHIFTS,
  LOWEST_FREQUENCY,
  LOWEST_PITCH,
} from "../../lib/frontend/constants.ts";
import { level } from "../../lib/frontend/level.ts";
import { MEL_CENTRES } from "../../lib/frontend/mel.ts";
import { Random } from "../../lib/random.ts";
import { type ClipNote, type Clips, ENERGY_FLOOR, joinClips } from "../../models/train/clips.ts";

/** Energies of harmonics 1 … 7 of each timbre. */
const TIMBRES: Readonly<Record<string, readonly number[]>> = {
  dark: [1, 0.1, 0.02, 0.005, 0.001, 0.001, 0.001],
  hollow: [1, 0.001, 0.7, 0.001, 0.5, 0.001, 0.3],
  bright: [0.1, 0.3, 0.6, 1, 1, 0.6, 0.3],
};

/** Energies at some frequencies, frames × their number. */
function energiesAt(frequencies: readonly number[], energy: Float32Array): Float32Array {
  const bins = frequencies.map((f) => Math.round(36 * Math.log2(f / LOWEST_FREQUENCY)));
  return Float32Array.from(
    { length: energy.length / BINS * bins.length },
    (_, i) => {
      const bin = bins[i % bins.length];
      return bin >= 0 && bin < BINS ? energy[Math.floor(i / bins.length) * BINS + bin] : 0;
    },
  );
}

/** Frequencies of a Fourier transform of 1024 samples, Hz. */
const FOURIER = Array.from({ length: 513 }, (_, k) => k * 22_050 / 1024);

function logarithms(values: Float32Array): Float16Array {
  return Float16Array.from(values, (x) => Math.log(x + ENERGY_FLOOR));
}

/** Clips of `frames` frames; each has two players of different timbres. */
export function toyClips(count: number, frames: number, seed: number): Clips {
  return joinClips(Array.from({ length: count }, (_, i) => {
    const random = new Random(seed).fork(i);
    const names = random.shuffle(Object.keys(TIMBRES)).slice(0, 2);
    const notes: ClipNote[] = Array.from({ length: Math.ceil(frames / 12) }, () => {
      const onset = random.uniform(0, frames / FRAME_RATE - 0.1);
      const offset = Math.min(frames / FRAME_RATE, onset + random.uniform(0.1, 0.4));
      const pitch = LOWEST_PITCH + random.integer(24, 59);
      return { onset, offset, pitch, velocity: 0.7, player: random.integer(0, 1) };
    });
    const energy = new Float32Array(frames * BINS).fill(1e-6);
    for (const { onset, offset, pitch, player } of notes) {
      const first = Math.round(onset * FRAME_RATE), end = Math.round(offset * FRAME_RATE);
      TIMBRES[names[player]].forEach((part, h) => {
        const bin = (pitch - LOWEST_PITCH) * 3 + 1 + HARMONIC_SHIFTS[h + 1];
        for (let t = first; bin < BINS && t < end; t++) energy[t * BINS + bin] += 0.01 * part;
      });
    }
    return {
      labels: { notes, players: names.map((timbre) => ({ timbre })) },
      features: {
        logEnergy: logarithms(energy),
        level: level(energy),
        spectra: {
          mel: logarithms(energiesAt(MEL_CENTRES, energy)),
          magnitude: logarithms(energiesAt(FOURIER, energy).map(Math.sqrt)),
        },
      },
    };
  }));
}

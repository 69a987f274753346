/**
 * Simple voices that are easy to tell apart, one for each place in the palette.
 *
 * @module
 */

/** A sound: its harmonics and how it swells and fades. */
interface Voice {
  /** Amplitudes of the harmonics, the fundamental first. */
  harmonics: readonly number[];
  /** Seconds to full loudness. */
  attack: number;
  /** Seconds in which a held note falls to 1/e; none for a sound that is kept up. */
  decay?: number;
  /** Seconds to silence after the note. */
  release: number;
}

const saw = (count: number, slope: number) =>
  Array.from({ length: count }, (_, n) => (n + 1) ** -slope);
const odd = (count: number, slope: number) =>
  Array.from({ length: count }, (_, n) => n % 2 === 0 ? (n + 1) ** -slope : 0);

const VOICES: readonly Voice[] = [
  { harmonics: saw(12, 1.6), attack: 0.004, decay: 1.1, release: 0.12 },
  { harmonics: odd(15, 1.1), attack: 0.03, release: 0.06 },
  { harmonics: saw(20, 1.05), attack: 0.09, release: 0.14 },
  { harmonics: [1, 0.12, 0.05], attack: 0.06, release: 0.08 },
  { harmonics: [1, 0, 0.2, 0, 0, 0.5, 0, 0, 0.15], attack: 0.002, decay: 0.7, release: 0.3 },
  { harmonics: [0.4, 1, 0.8, 0.7, 0.5, 0.35, 0.2, 0.1], attack: 0.05, release: 0.07 },
  { harmonics: [1, 0.8, 0, 0.5, 0, 0, 0, 0.3], attack: 0.008, release: 0.05 },
  { harmonics: saw(24, 0.8), attack: 0.002, decay: 0.35, release: 0.05 },
];

/** Loudness of one note at velocity 1. */
const GAIN = 0.16;

const FADE = 0.015;

/** A note that sounds or is about to. */
export interface Sounding {
  /** Ends it now. */
  stop(): void;
  ended: boolean;
}

/** Plays notes into `output`. */
export class Voices {
  readonly #context: AudioContext;
  readonly #output: AudioNode;
  readonly #waves: PeriodicWave[];

  constructor(context: AudioContext, output: AudioNode) {
    this.#context = context;
    this.#output = output;
    this.#waves = VOICES.map(({ harmonics }) =>
      context.createPeriodicWave(
        new Float32Array(harmonics.length + 1),
        Float32Array.from([0, ...harmonics]),
      )
    );
  }

  /**
   * @param place In the palette; picks the sound.
   * @param at Of the audio context, seconds.
   */
  play(place: number, pitch: number, velocity: number, at: number, seconds: number): Sounding {
    const { attack, decay, release } = VOICES[place % VOICES.length];
    const oscillator = this.#context.createOscillator();
    oscillator.setPeriodicWave(this.#waves[place % VOICES.length]);
    oscillator.frequency.value = 440 * 2 ** ((pitch - 69) / 12);
    const gain = this.#context.createGain();
    const peak = GAIN * (0.25 + 0.75 * velocity);
    const rise = Math.min(attack, seconds / 2);
    gain.gain.setValueAtTime(0, at);
    gain.gain.linearRampToValueAtTime(peak, at + rise);
    if (decay) gain.gain.setTargetAtTime(0, at + rise, decay);
    gain.gain.setTargetAtTime(0, at + seconds, release / 4);
    oscillator.connect(gain).connect(this.#output);
    oscillator.start(at);
    oscillator.stop(at + seconds + 2 * release);
    const sounding: Sounding = {
      ended: false,
      stop: () => {
        const now = this.#context.currentTime;
        gain.gain.cancelScheduledValues(now);
        gain.gain.setTargetAtTime(0, now, FADE / 3);
        oscillator.stop(now + 2 * FADE);
      },
    };
    oscillator.onended = () => {
      sounding.ended = true;
      gain.disconnect();
    };
    return sounding;
  }
}

/**
 * Sines, and a sawtooth without aliases, from tables of one period.
 *
 * @module
 */

/** Points of a table; one more closes the period. */
const LENGTH = 2048;
/** No harmonic lies above this, Hz. */
const HIGHEST = 10_000;

const tables = new Map<number, Float32Array>();

/** One period of a falling sawtooth of root mean square 1 with the first `harmonics` harmonics. */
function table(harmonics: number): Float32Array {
  let period = tables.get(harmonics);
  if (period !== undefined) return period;
  period = new Float32Array(LENGTH + 1);
  let power = 0;
  for (let k = 1; k <= harmonics; k++) {
    power += 0.5 / (k * k);
    for (let i = 0; i <= LENGTH; i++) period[i] += Math.sin(2 * Math.PI * k * i / LENGTH) / k;
  }
  for (let i = 0; i <= LENGTH; i++) period[i] /= Math.sqrt(power);
  tables.set(harmonics, period);
  return period;
}

/** The sawtooth for a fundamental of `f0` Hz and for up to a semitone above. */
export function sawtooth(f0: number): Float32Array {
  const harmonics = Math.max(1, Math.floor(HIGHEST / f0));
  // Few sizes of table: steps of a quarter octave.
  return table(Math.max(1, Math.floor(2 ** (Math.floor(4 * Math.log2(harmonics)) / 4))));
}

/** One period of a sine of amplitude 1. */
export const SINE = Float32Array.from(
  { length: LENGTH + 1 },
  (_, i) => Math.sin(2 * Math.PI * i / LENGTH),
);

/** The value of a table at `phase`, in periods. */
export function read(period: Float32Array, phase: number): number {
  const place = (phase - Math.floor(phase)) * LENGTH;
  const i = place | 0;
  return period[i] + (place - i) * (period[i + 1] - period[i]);
}

/**
 * Players are not samplers, and instruments are not synthesisers. Who plays a note twice does not
 * play it twice alike; and the next pitch, with other fingers or on another string, may sound quite
 * unlike it. Rendered mixtures know little of either, and a network that learns from them alone
 * takes both for other players.
 *
 * @module
 */
import { BINS_PER_OCTAVE } from "../../lib/frontend/constants.ts";
import { meanOf } from "../../lib/mean.ts";
import type { Random } from "../../lib/random.ts";
import { PARTIAL_SHIFTS } from "../../lib/timbre/outline.ts";
import { BINS_BELOW, PORTRAIT_BINS } from "../../lib/timbre/portrait.ts";
import { ENERGY_PER_DB } from "./augment.ts";
import type { Unevenness } from "./recipe.ts";

/** Bins of a portrait in which its partials lie. */
const PARTIAL_BINS = PARTIAL_SHIFTS.map((shift) => BINS_BELOW + shift)
  .filter((bin) => bin < PORTRAIT_BINS);

/** Of each bin of a portrait: the partials on both sides, and how far it lies from left to right. */
const BETWEEN = Array.from({ length: PORTRAIT_BINS }, (_, bin) => {
  const found = PARTIAL_BINS.findIndex((partial) => partial >= bin);
  const right = found < 0 ? PARTIAL_BINS.length - 1 : found;
  const left = found < 0 ? right : Math.max(0, right - 1);
  const apart = PARTIAL_BINS[right] - PARTIAL_BINS[left];
  return { left, right, share: apart > 0 ? (bin - PARTIAL_BINS[left]) / apart : 0 };
});

/** Weights of a bin and its neighbours in a grain; their squares sum to one. */
const SMOOTHING = [1, 2, 1].map((weight) => weight / Math.sqrt(6));

/** What is added to a note's log-energies, a number for each bin of its portrait. */
export type Whim = Float32Array;

/** Draws how uneven the players of a passage are, and then how each of its notes came out. */
export function drawWhims(
  { even, partialDb, brightnessDb, pitchDb }: Unevenness,
  notes: readonly { players: readonly number[]; pitch: number }[],
  random: Random,
): Whim[] {
  const uneven = random.chance(even) ? 0 : ENERGY_PER_DB * random.next();
  const irregular = ENERGY_PER_DB * pitchDb * random.next();
  const answers = new Map<string, Float32Array>();
  const answerOf = (player: number | undefined, pitch: number) => {
    const key = `${player} ${pitch}`;
    const answer = answers.get(key) ??
      Float32Array.from(PARTIAL_BINS, () => random.normal(0, irregular));
    answers.set(key, answer);
    return answer;
  };
  return notes.map(({ players, pitch }) => {
    const answer = players.length > 1
      ? meanOf(players.map((player) => answerOf(player, pitch)))
      : answerOf(players[0], pitch);
    const brightness = random.normal(0, uneven * brightnessDb);
    return betweenPartials(
      PARTIAL_BINS.map((bin, h) =>
        answer[h] + random.normal(0, uneven * partialDb) +
        brightness * (bin - BINS_BELOW) / BINS_PER_OCTAVE
      ),
    );
  });
}

/**
 * Draws what rooms and resonances do to a player at each frequency.
 *
 * @param deviation decibels
 * @returns what to add to each bin's logarithm of energy; neighbours go together.
 */
export function drawGrain(deviation: number, bins: number, random: Random): Float32Array {
  const rough = Float32Array.from(
    { length: bins + SMOOTHING.length - 1 },
    () => random.normal(0, ENERGY_PER_DB * deviation),
  );
  return Float32Array.from(
    { length: bins },
    (_, bin) => SMOOTHING.reduce((sum, weight, i) => sum + weight * rough[bin + i], 0),
  );
}

/** Joins the values of partials by straight lines; below the first and above the last is level. */
function betweenPartials(values: readonly number[]): Float32Array {
  const joined = new Float32Array(PORTRAIT_BINS);
  for (let bin = 0; bin < PORTRAIT_BINS; bin++) {
    const { left, right, share } = BETWEEN[bin];
    joined[bin] = values[left] + share * (values[right] - values[left]);
  }
  return joined;
}

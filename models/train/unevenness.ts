/**
 * Players are not samplers: who plays a note twice does not play it twice alike. Rendered mixtures
 * repeat their recordings, and a network that learns from them alone takes the smallest difference
 * for another player.
 *
 * @module
 */
import { BINS_PER_OCTAVE } from "../../lib/frontend/constants.ts";
import type { Random } from "../../lib/random.ts";
import { PARTIAL_SHIFTS } from "../../lib/timbre/outline.ts";
import { BINS_BELOW, PORTRAIT_BINS } from "../../lib/timbre/portrait.ts";
import { ENERGY_PER_DB } from "./augment.ts";
import type { Unevenness } from "./recipe.ts";

/** Bins of a portrait in which its partials lie. */
const PARTIAL_BINS = PARTIAL_SHIFTS.map((shift) => BINS_BELOW + shift)
  .filter((bin) => bin < PORTRAIT_BINS);

/** What is added to a note's log-energies, a number for each bin of its portrait; or nothing. */
export type Whim = Float32Array | undefined;

/** Draws how uneven the players of a passage are, and then how each of `notes` notes came out. */
export function drawWhims(
  { even, partialDb, brightnessDb }: Unevenness,
  notes: number,
  random: Random,
): Whim[] {
  const strength = random.chance(even) ? 0 : ENERGY_PER_DB * random.next();
  return Array.from({ length: notes }, () => {
    if (strength === 0) return undefined;
    const brightness = random.normal(0, strength * brightnessDb);
    return betweenPartials(
      PARTIAL_BINS.map((bin) =>
        random.normal(0, strength * partialDb) + brightness * (bin - BINS_BELOW) / BINS_PER_OCTAVE
      ),
    );
  });
}

/** Joins the values of partials by straight lines; below the first and above the last is level. */
function betweenPartials(values: readonly number[]): Float32Array {
  let right = 0;
  return Float32Array.from({ length: PORTRAIT_BINS }, (_, bin) => {
    while (right < values.length && PARTIAL_BINS[right] < bin) right++;
    if (right === 0) return values[0];
    if (right === values.length) return values[right - 1];
    const [from, to] = [PARTIAL_BINS[right - 1], PARTIAL_BINS[right]];
    const share = (bin - from) / (to - from);
    return values[right - 1] + share * (values[right] - values[right - 1]);
  });
}

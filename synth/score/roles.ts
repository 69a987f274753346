/**
 * Who does what in an ensemble.
 *
 * @module
 */
import type { Random } from "../../lib/random.ts";
import type { Band, Performer, Role } from "./types.ts";

/** How often a role falls to the lowest, the highest and any other player of single lines. */
const LINES: Record<"lowest" | "highest" | "middle", Partial<Record<Role, number>>> = {
  lowest: { bass: 6, melody: 2, "inner voice": 1, ostinato: 1, arpeggio: 0.7 },
  highest: { melody: 8, "inner voice": 1, ostinato: 1, arpeggio: 0.7 },
  middle: { "inner voice": 4, melody: 3, ostinato: 1.2, arpeggio: 0.8 },
};
/** The same for players of chords; one with the melody mostly accompanies itself. */
const CHORDS: Partial<Record<Role, number>> = { chords: 4, melody: 6, arpeggio: 2, ostinato: 0.5 };

/** Draws a role for each player, by where its band lies among the others. */
export function drawRoles(
  random: Random,
  performers: readonly Performer[],
  bands: readonly Band[],
): Role[] {
  const centres = bands.map(({ low, high }) => low + high);
  return performers.map(({ polyphonic }, i) => {
    const place = centres[i] === Math.max(...centres)
      ? "highest"
      : centres[i] === Math.min(...centres)
      ? "lowest"
      : "middle";
    const shares = polyphonic ? CHORDS : LINES[place];
    return random.weighted(Object.keys(shares) as Role[], Object.values(shares));
  });
}

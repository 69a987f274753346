/**
 * When each player of an ensemble plays at all: together, in turns, or one alone at first.
 *
 * @module
 */
import type { Random } from "../../lib/random.ts";

/** A stretch of the clip and who plays in it. */
interface Section {
  from: number;
  to: number;
  playing: boolean[];
}

const FORMS = { together: 0.62, opening: 0.24, turns: 0.14 };

/**
 * Draws who plays when.
 *
 * @returns a test: does `player` play at `time`, in the unit of `length`?
 */
export function drawPresence(
  random: Random,
  players: number,
  length: number,
): (player: number, time: number) => boolean {
  const form = random.weighted(Object.keys(FORMS), Object.values(FORMS));
  if (players === 1 || form === "together") return () => true;
  const sections = form === "opening"
    ? soloThenTutti(random, players, length)
    : turns(random, players, length);
  return (player, time) => sections.some((s) => time >= s.from && time < s.to && s.playing[player]);
}

function soloThenTutti(random: Random, players: number, length: number): Section[] {
  const soloist = random.integer(0, players - 1);
  const entry = length * random.uniform(0.2, 0.5);
  const solo = Array.from({ length: players }, (_, i) => i === soloist);
  const sections = [
    { from: -Infinity, to: entry, playing: solo },
    { from: entry, to: Infinity, playing: solo.map(() => true) },
  ];
  return random.chance(0.7) ? sections : [
    { ...sections[0], playing: sections[1].playing },
    { ...sections[1], playing: solo },
  ];
}

function turns(random: Random, players: number, length: number): Section[] {
  const sections: Section[] = [];
  for (let from = 0; from < length;) {
    const to = from + length * random.uniform(0.15, 0.35);
    const playing = Array.from({ length: players }, () => random.chance(0.7));
    playing[random.integer(0, players - 1)] = true;
    sections.push({ from, to, playing });
    from = to;
  }
  return sections;
}

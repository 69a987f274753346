/**
 * Generated scores against written ones, distribution by distribution.
 *
 * @module
 */
import type { Table } from "../../lib/export/table.ts";
import type { Section } from "../../lib/export/html.ts";
import { distribution } from "../../lib/plot/distribution.ts";
import { Random } from "../../lib/random.ts";
import { compose } from "../score/compose.ts";
import type { Library } from "../score/piece.ts";
import { drawExcerpt, recast } from "../score/recast.ts";
import type { ScoreOptions } from "../score/registers.ts";
import type { ScoreNote } from "../score/types.ts";
import { uniform } from "../score/uniform.ts";
import { jensenShannon } from "./divergence.ts";
import { Histogram, MEASURES } from "./measures.ts";
import { drawPerformers } from "./performers.ts";

/** Where clips come from; the first is what the others are compared with. */
const KINDS = ["written", "composed", "re-cast", "uniform"] as const;
type Kind = typeof KINDS[number];

/** Histograms in the order of {@linkcode MEASURES}. */
export type Study = Record<Kind, Histogram[]>;

/** What to study. */
export interface StudyOptions extends ScoreOptions {
  /** Clips of each kind, and the length of each. */
  count: number;
  seconds: number;
  seed: number;
}

/** Counts clips of every kind. */
export async function study(
  scores: Library,
  { count, seconds, seed, arrangement }: StudyOptions,
  onProgress: (done: number) => void = () => {},
): Promise<Study> {
  const histograms = () => MEASURES.map(({ scale }) => new Histogram(scale));
  const found = Object.fromEntries(KINDS.map((kind) => [kind, histograms()])) as Study;
  for (let i = 0; i < count; i++) {
    const clips = await drawClips(new Random(seed + i), scores, seconds, { arrangement });
    for (const kind of KINDS) {
      MEASURES.forEach((measure, m) => found[kind][m].add(measure.values(clips[kind], seconds)));
    }
    onProgress(i + 1);
  }
  return found;
}

/** A clip of each kind, as parts. */
async function drawClips(
  random: Random,
  scores: Library,
  seconds: number,
  options: ScoreOptions,
): Promise<Record<Kind, ScoreNote[][]>> {
  const piece = await scores.draw(random.fork("piece"));
  const performers = drawPerformers(random.fork("performers"));
  const notes = (score: { notes: ScoreNote[] }[]) => score.map((part) => part.notes);
  return {
    written: drawExcerpt(random.fork("excerpt"), piece.tracks, seconds),
    composed: notes(compose(random.fork("compose"), performers, seconds, options)),
    "re-cast": notes(recast(random.fork("recast"), piece, performers, seconds, options)),
    uniform: notes(uniform(random.fork("uniform"), performers.length, seconds)),
  };
}

/** The distance of each kind from the written scores, a row a distribution. */
export function distances(found: Study): Table {
  const [written, ...generated] = KINDS;
  return {
    caption: "Jensen–Shannon divergence from the written scores, bits (0 equal, 1 disjoint)",
    header: ["distribution", ...generated],
    rows: MEASURES.map(({ name }, m) => [
      name,
      ...generated.map((kind) =>
        jensenShannon(found[written][m].shares(), found[kind][m].shares()).toFixed(3)
      ),
    ]),
  };
}

/** The table and a figure for each distribution. */
export function sections(found: Study): Section[] {
  return [
    { table: distances(found) },
    ...MEASURES.map(({ name, axis, scale }, m) => ({
      heading: name,
      figure: distribution(
        KINDS.map((kind) => ({ name: kind, shares: found[kind][m].shares() })),
        scale,
        axis,
      ),
    })),
  ];
}

/**
 * The losses of a run as a figure, from the log that its journal wrote.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import { type Curve, curves } from "../../lib/plot/curves.ts";
import type { Figure } from "../../lib/plot/piano_roll.ts";
import type { Losses } from "./team.ts";

/** Most points of a curve, so that the figure stays small. */
const MOST_POINTS = 300;

/** Digits of a loss that are kept. */
const DIGITS = 5;

/** A line of a log, as far as losses go. */
interface Entry {
  step: number;
  losses: Losses;
  validation?: Losses;
}

/** The log of a branch's run. */
export interface BranchLog {
  branch: string;
  entries: readonly Entry[];
}

/**
 * Reads a log. A run that went on from a checkpoint, or began anew, took some steps again: the
 * later ones count.
 *
 * @param path of a `log.jsonl`
 * @param last step of the state that was kept
 */
export async function readLog(path: string, last: number): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const line of (await readFile(path, "utf8")).split("\n").filter((line) => line !== "")) {
    const entry: Entry = JSON.parse(line);
    while (entries.length > 0 && entries[entries.length - 1].step >= entry.step) entries.pop();
    entries.push(entry);
  }
  return entries.filter(({ step }) => step <= last);
}

/** Every loss of a branch against steps, and every validation loss. */
export function branchCurves({ branch, entries }: BranchLog): Curve[] {
  return [
    ...curvesOf(branch, entries.map(({ step, losses }) => ({ step, losses }))),
    ...curvesOf(
      validationOf(branch),
      entries.flatMap(({ step, validation }) => validation ? [{ step, losses: validation }] : []),
    ),
  ];
}

/**
 * The curves of a branch in the figure of a trained model.
 *
 * @param path of a `MODEL.curves.json`
 */
export async function drawnCurves(path: string, branch: string): Promise<Curve[]> {
  const { data }: { data: Curve[] } = JSON.parse(await readFile(path, "utf8"));
  const names = [branch, validationOf(branch)].map((name) => `${name}: `);
  return data.filter(({ name }) => names.some((start) => name.startsWith(start)))
    .map(({ name, x, y }) => ({ name, x, y }));
}

/** The losses of all branches. */
export function trainingCurves(branches: readonly Curve[]): Figure {
  return curves(branches, { x: "step", y: "loss" });
}

function validationOf(branch: string): string {
  return `${branch} validation`;
}

/** A curve for each loss. */
function curvesOf(name: string, points: readonly { step: number; losses: Losses }[]): Curve[] {
  const kept = thin(points);
  return Object.keys(kept[0]?.losses ?? {}).map((loss) => ({
    name: `${name}: ${loss}`,
    x: kept.map(({ step }) => step),
    y: kept.map(({ losses }) => Number(losses[loss].toPrecision(DIGITS))),
  }));
}

/** Points evenly spread over all, the last one among them. */
function thin<T>(points: readonly T[]): T[] {
  const stride = Math.ceil(points.length / MOST_POINTS);
  return points.filter((_, i) => (points.length - 1 - i) % stride === 0);
}

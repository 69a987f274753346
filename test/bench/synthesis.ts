/**
 * How fast mixtures are rendered on one thread.
 *
 * @module
 */
import { mixture, openStudio, PROCEDURAL } from "../../synth/mod.ts";
import type { Figure } from "./kernels.ts";

const MIXTURES = 30;

/** Trios of procedural timbres, rooms included. */
export async function benchSynthesis(): Promise<Figure[]> {
  const studio = await openStudio({ ...PROCEDURAL, timbres: [3, 3] });
  await mixture(studio, 0);
  const start = performance.now();
  for (let seed = 1; seed <= MIXTURES; seed++) await mixture(studio, seed);
  const seconds = (performance.now() - start) / 1000;
  const value = MIXTURES * studio.recipe.seconds / seconds;
  return [{ name: "synthesis of three players, mixtures", value, unit: "× real time" }];
}

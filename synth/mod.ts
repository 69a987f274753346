/**
 * Labelled music without end: scores, timbres and rooms drawn from a seed.
 *
 * ```ts
 * import { mixture, openStudio, PROCEDURAL } from "./mod.ts";
 *
 * const studio = await openStudio({ ...PROCEDURAL, timbres: [2, 3] });
 * const { audio, notes, players } = await mixture(studio, 1);
 * ```
 *
 * @module
 */
export { type Mixture, mixture, type PlayedNote, type Player } from "./mixture.ts";
export { openStudio, PROCEDURAL, type Recipe, type Studio } from "./studio.ts";
export { labelsOf, writeDataset } from "./dataset.ts";
export { encodeWav } from "./wav.ts";

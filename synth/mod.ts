/**
 * Labelled music without end: scores, timbres and rooms drawn from a seed.
 *
 * ```ts
 * import { mixture, openStudio, perform, PROCEDURAL, remix } from "./mod.ts";
 *
 * const studio = await openStudio({ ...PROCEDURAL, timbres: [2, 3] });
 * const { audio, notes, players } = await mixture(studio, 1);
 *
 * const dry = await perform(studio, 2);
 * const inOneRoom = await remix(dry, 1);
 * const inAnother = await remix(dry, 2, { off: ["reverb", "background"] });
 * ```
 *
 * @module
 */
export {
  type Mixture,
  mixture,
  perform,
  type Performance,
  type PlayedNote,
  type Player,
  record,
  remix,
  type RoomOptions,
} from "./mixture.ts";
export { openStudio, PROCEDURAL, type Recipe, type Studio } from "./studio.ts";
export { type Effect, EFFECTS } from "./room/effects.ts";
export { labelsOf, midiOf, songOf } from "./labels.ts";
export { writeDataset } from "./dataset.ts";
export { encodeWav } from "./wav.ts";
export { encodeFlac } from "./flac.ts";

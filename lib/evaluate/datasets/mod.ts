/**
 * All data sets that can be read, by the names they are asked for.
 *
 * @module
 */
import { bach10 } from "./bach10.ts";
import type { Dataset } from "./dataset.ts";
import { guitarset } from "./guitarset.ts";
import { maps } from "./maps.ts";
import { musicnet, musicnetEm } from "./musicnet.ts";
import { phenicx } from "./phenicx.ts";
import { plain } from "./plain.ts";
import { slakh } from "./slakh.ts";
import { urmp } from "./urmp.ts";

export type { Dataset, Folder, Part, Piece, ReferenceNote } from "./dataset.ts";
export { findPieces } from "./dataset.ts";

/** Readers by name. */
export const DATASETS = {
  bach10,
  guitarset,
  maps,
  musicnet,
  "musicnet-em": musicnetEm,
  phenicx,
  plain,
  slakh,
  urmp,
} as const satisfies Record<string, Dataset>;

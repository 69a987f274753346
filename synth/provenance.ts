/**
 * Where the material of a data set comes from, and what may be done with it.
 *
 * @module
 */
import { basename } from "node:path";

/** One source of material. */
export interface Provenance {
  name: string;
  /** What it gives: recorded notes, scores, … */
  kind: string;
  licence: string;
}

/** Licences by the name of a folder. */
export type Licences = Readonly<Record<string, string>>;

/** A folder of material that says nothing of its own licence. */
export function folderProvenance(folder: string, kind: string, licences: Licences): Provenance {
  const name = basename(folder);
  return { name, kind, licence: licences[name] ?? "not stated" };
}

/**
 * Notes as lines of JSON, each written as soon as it is known.
 *
 * @module
 */
import type { StreamedNote } from "../stream.ts";
import type { Relabelling } from "../timbre/memory.ts";

/** Decimals kept, as in {@linkcode toJson}. */
const DECIMALS = 4;

/** A line `{"id", "onset", "offset", "pitch", "velocity", "confidence", "timbre"}`. */
export function noteLine(note: StreamedNote): string {
  return JSON.stringify(
    note,
    (_, value) => typeof value === "number" ? Number(value.toFixed(DECIMALS)) : value,
  ) + "\n";
}

/** A line `{"relabelled": {"from", "to", "notes"}}`; without notes, all of `from` become `to`. */
export function relabellingLine(relabelled: Relabelling): string {
  return JSON.stringify({ relabelled }) + "\n";
}

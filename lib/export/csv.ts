/**
 * Notes as comma-separated values (RFC 4180).
 *
 * @module
 */
import type { Song } from "../types.ts";
import { toJson } from "./json.ts";

const COLUMNS = ["onset", "offset", "pitch", "velocity", "timbre", "confidence"] as const;

/** One note a line under a header line; times in seconds. */
export function toCsv(song: Song): string {
  const rows = toJson(song, "").notes.map((note) =>
    COLUMNS.map((column) => note[column]).join(",")
  );
  return [COLUMNS.join(","), ...rows, ""].join("\r\n");
}

/**
 * The manifest of a bank: a folder of recorded notes, and a table of what each one is.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** Recordings farther than this from their nominal pitch are left out, cents. */
const WORST_TUNING = 40;
/** From soft to loud. */
export const DYNAMICS = ["quiet", "medium", "loud"];
const COLUMNS = [
  "file",
  "library",
  "instrument",
  "articulation",
  "midi",
  "cents",
  "dynamic",
  "licence",
] as const;
/** What a line of a manifest says of one recording. */
export type Row = Record<(typeof COLUMNS)[number], string>;

/** Reads a manifest: its rows by timbre, library/instrument/articulation. */
export async function readManifest(folder: string): Promise<Map<string, Row[]>> {
  const path = join(folder, "manifest.csv");
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch {
    throw new Error(`Cannot read the bank: ${path} is not there`);
  }
  const [header, ...lines] = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  const names = (header ?? "").split(",").map((name) => name.trim());
  const missing = COLUMNS.filter((column) => !names.includes(column));
  if (missing.length > 0) {
    throw new Error(`Cannot read the bank: ${path} has no column ${missing.join(", ")}`);
  }
  const timbres = new Map<string, Row[]>();
  for (const [i, line] of lines.entries()) {
    const row = parseRow(names, line, `${path} line ${i + 2}`);
    if (Math.abs(Number(row.cents)) > WORST_TUNING) continue;
    const key = `${row.library}/${row.instrument}/${row.articulation}`;
    const rows = timbres.get(key);
    if (rows === undefined) timbres.set(key, [row]);
    else rows.push(row);
  }
  if (timbres.size === 0) throw new Error(`Cannot read the bank: ${path} lists no recordings`);
  return timbres;
}

function parseRow(names: readonly string[], line: string, where: string): Row {
  const fields = line.split(",");
  if (fields.length !== names.length) {
    throw new Error(
      `Cannot read the bank: ${where} has ${fields.length} fields, not ${names.length}`,
    );
  }
  const row = Object.fromEntries(names.map((name, i) => [name, fields[i].trim()])) as Row;
  for (const column of ["midi", "cents"] as const) {
    if (row[column] === "" || !Number.isFinite(Number(row[column]))) {
      throw new Error(`Cannot read the bank: ${where} has ${column} "${row[column]}"`);
    }
  }
  if (!DYNAMICS.includes(row.dynamic)) {
    throw new Error(`Cannot read the bank: ${where} has dynamic "${row.dynamic}"`);
  }
  return row;
}
